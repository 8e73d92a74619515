"""The licence that the server's setting names stands in what is published from the screen."""

import json

import pytest
from django.conf import LazySettings

from torikumi.web.publications.files import written_folder
from unit.publish import plans


@pytest.mark.parametrize(
    ("setting", "expected"),
    [("pdl-1.0", "https://www.digital.go.jp/resources/open_data/public_data_license_v1.0"), ("", None)],
)
def test_the_setting_is_the_licence_of_new_editions(
    settings: LazySettings, tmp_path: object, setting: str, expected: str | None
) -> None:
    settings.PUBLISHED_ROOT = tmp_path
    settings.PUBLISHED_LICENCE = setting

    with written_folder(plans.make_plan(), place="a", previous=()) as written:
        folder = settings.PUBLISHED_ROOT / written.name
        catalogue = json.loads((folder / "data" / "catalog.jsonld").read_text(encoding="utf-8"))

    assert catalogue.get("license") == expected
