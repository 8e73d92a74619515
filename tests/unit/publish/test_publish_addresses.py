import pytest

from torikumi.publish.addresses import node_address, project_address, section_address


def test_an_id_of_ours_is_its_own_address() -> None:
    assert project_address("P-0123456789ab") == "projects/P-0123456789ab.html"
    assert node_address("N-1-1") == "nodes/N-1-1.html"
    assert node_address("kosodate-2") == "nodes/kosodate-2.html"


@pytest.mark.parametrize(
    "identity",
    [
        "../x",
        "a/b",
        "con",
        "P-ABC",
        "",
        "index",
        "P-" + "a" * 200,
        "\ud800",
        "P-a\n",
        "事業",
        "com1",
        "n-1",
        "a",
    ],
)
def test_no_id_can_name_another_file(identity: str) -> None:
    folder, name = project_address(identity).split("/")

    assert folder == "projects"
    assert name.startswith("X-")
    assert name.removesuffix(".html").removeprefix("X-").isalnum()


def test_ids_that_differ_in_case_have_names_that_differ_without_it() -> None:
    names = {project_address(identity).lower() for identity in ("P-ab", "P-AB", "p-ab")}

    assert len(names) == 3


def test_an_address_stays() -> None:
    # A permanent address: these are what earlier sites already link to.
    assert section_address("企画課") == "sections/S-c2f888dee13d2078.html"
