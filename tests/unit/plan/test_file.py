"""plan.json: what is written is read back, and what is wrong is refused with a sentence."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from strategies import plans
from torikumi.errors import UserError
from torikumi.plan.codec import PlanValueError, decode_all, encode_all
from torikumi.plan.comment import Comment
from torikumi.plan.file import MIGRATIONS, SCHEMA_VERSION, dump_plan, load_plan, migrate, read_plan
from torikumi.plan.links import PlanLinkError
from torikumi.plan.model import Node, Note, Plan, PrintedTotal
from torikumi.plan.money import Amount
from torikumi.plan.place import FieldPlace, Place
from torikumi.plan.project import Merge, MergeKind, NamedAnswer, Project, Review
from torikumi.plan.quantity import Quantity, ValueState

SLOW = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large], deadline=None)


def document(**fields: object) -> str:
    return json.dumps({"torikumi_plan": 1, "title": "計画", **fields})


@SLOW
@given(plans())
def test_a_plan_survives_being_written_and_read(plan: Plan) -> None:
    text = dump_plan(plan)

    back = load_plan(text)

    assert back == plan
    assert repr(back) == repr(plan)  # also the digits of decimals, which compare equal at 1.5 and 1.50
    assert dump_plan(back) == text


@given(st.one_of(st.text(), st.binary().map(lambda octets: octets.decode("latin-1"))))
def test_any_text_is_read_or_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(UserError):
        load_plan(text)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@SLOW
@given(plans(max_projects=2), JSON, st.data())
def test_a_plan_with_one_value_replaced_is_read_or_refused(
    plan: Plan, other: object, data: st.DataObject
) -> None:
    document = json.loads(dump_plan(plan))
    here: object = document
    while isinstance(here, dict | list) and here:
        key = data.draw(st.sampled_from(sorted(here) if isinstance(here, dict) else range(len(here))))
        below = here[key]
        if not isinstance(below, dict | list) or not below or data.draw(st.booleans()):
            here[key] = other
            break
        here = below

    try:
        load_plan(json.dumps(document))
    except UserError as error:
        assert error.ja
        assert error.en


def test_text_is_written_as_it_is_and_ends_with_a_line() -> None:
    text = dump_plan(Plan(title="\ufa19社①㈱ｶﾞ"))

    assert '"title": "\ufa19社①㈱ｶﾞ"' in text
    assert text.endswith("}\n")


def test_defaults_are_left_out() -> None:
    assert json.loads(dump_plan(Plan(title="計画"))) == {"torikumi_plan": SCHEMA_VERSION, "title": "計画"}


def test_none_and_empty_stay_apart() -> None:
    projects = (Project(id="P-1", name="a", summary=""), Project(id="P-2", name="b", summary=None))

    back = load_plan(dump_plan(Plan(title="計画", projects=projects)))

    assert [project.summary for project in back.projects] == ["", None]


def test_a_decimal_keeps_its_last_zero() -> None:
    value = Quantity(raw="1.50", state=ValueState.NUMBER, number=Decimal("1.50"))
    project = Project(id="P-1", name="a", amounts=(Amount(label="決算", value=value),))

    back = load_plan(dump_plan(Plan(title="計画", projects=(project,))))

    assert str(back.projects[0].amounts[0].value.number) == "1.50"


def test_a_field_read_from_two_places_keeps_both() -> None:
    places = (FieldPlace("summary", Place(page=1)), FieldPlace("summary", Place(page=2)))
    plan = Plan(title="計画", projects=(Project(id="P-1", name="a", places=places),))

    assert load_plan(dump_plan(plan)) == plan


def test_places_are_an_object_of_fields() -> None:
    project = Project(id="P-1", name="a", places=(FieldPlace("name", Place(page=3)),))

    written = json.loads(dump_plan(Plan(title="計画", projects=(project,))))

    assert written["projects"][0]["places"] == {"name": {"page": 3}}


@pytest.mark.parametrize(
    ("text", "path"),
    [
        (document(title=3), "title"),
        (document(year="2019"), "year"),
        (document(year=True), "year"),
        (document(year=2019.0), "year"),
        (document(year=10**16), "year"),
        (document(colour="red"), "colour"),
        (
            document(projects=[{"id": "1", "name": "a", "sections": [{"printed": "b"}]}]),
            "projects[0].sections[0]",
        ),
        (document(projects=[{"id": "1", "name": "a"}, {"id": "2"}]), "projects[1]"),
        (document(projects={"id": "1"}), "projects"),
        (document(projects=[{"id": "1", "name": "a", "provisional": 1}]), "projects[0].provisional"),
        (document(nodes=[{"id": "1", "level": 0, "printed": "a", "name": None}]), "nodes[0].name"),
        (document(notes=[{"text": "a", "place": {"box": [1, 2, 3]}}]), "notes[0].place.box"),
        (
            document(projects=[{"id": "1", "name": "a", "places": {"name": {"page": "3"}}}]),
            "projects[0].places.name.page",
        ),
        (document(projects=[{"id": "1", "name": "a", "places": 3}]), "projects[0].places"),
        (
            document(
                projects=[
                    {
                        "id": "1",
                        "name": "a",
                        "amounts": [{"label": "", "value": {"raw": "1", "state": "number", "number": 1}}],
                    }
                ]
            ),
            "projects[0].amounts[0].value.number",
        ),
        (
            document(
                projects=[
                    {
                        "id": "1",
                        "name": "a",
                        "amounts": [{"label": "", "value": {"raw": "1", "state": "many"}}],
                    }
                ]
            ),
            "projects[0].amounts[0].value.state",
        ),
    ],
)
def test_a_wrong_value_is_refused_with_its_spot(text: str, path: str) -> None:
    with pytest.raises(PlanValueError) as refused:
        load_plan(text)

    assert refused.value.path == path
    assert f"「{path}」" in refused.value.ja
    assert path in refused.value.en


@pytest.mark.parametrize(
    "text",
    [
        "",
        "これは計画です",
        "[",
        "[]",
        "3",
        "{}",
        '{"torikumi_plan": 0, "title": "a"}',
        '{"torikumi_plan": "1", "title": "a"}',
        '{"torikumi_plan": true, "title": "a"}',
        "[" * 100_000,
        '{"torikumi_plan": 1, "title": ' + "[" * 100_000,
        '{"torikumi_plan": 1, "title": "a", "year": ' + "9" * 10_000 + "}",
        '{"torikumi_plan": 1, "title": "a", "year": NaN}',
        '{"torikumi_plan": 1, "title": "a", "notes": [{"text": "a", "place": {"box": [0, 0, 0, 1e999]}}]}',
        '{"torikumi_plan": 1, "title": "a\\ud800"}',
        '{"torikumi_plan": 1, "title": "a\ud800"}',
    ],
)
def test_what_is_no_plan_is_refused(text: str) -> None:
    with pytest.raises(UserError):
        load_plan(text)


def test_a_newer_version_says_so() -> None:
    with pytest.raises(UserError, match="新しい版（99）") as refused:
        load_plan('{"torikumi_plan": 99, "title": "a", "what": "we cannot know"}')

    assert "Install a newer torikumi" in refused.value.en


def test_an_older_version_is_brought_up_step_by_step() -> None:
    old = {"torikumi_plan": 1, "name": "計画", "goals": []}
    migrations = {
        1: lambda before: {"title": before["name"], "goals": before["goals"]},
        2: lambda before: {"title": before["title"], "nodes": before["goals"]},
    }

    new = migrate(old, migrations, to=3)

    assert new == {"torikumi_plan": 3, "title": "計画", "nodes": []}
    assert old == {"torikumi_plan": 1, "name": "計画", "goals": []}


def test_a_plan_of_the_first_version_is_read_as_it_was() -> None:
    review = {"year": 2024, "rater": "担当課", "result": "済"}
    first = {
        "torikumi_plan": 1,
        "title": "計画",
        "projects": [{"id": "P-1", "name": "事業", "reviews": [review]}],
    }

    plan = load_plan(json.dumps(first))

    assert plan.projects[0].reviews == (Review(year=2024, rater="担当課", result="済"),)
    assert json.loads(dump_plan(plan)) == {**first, "torikumi_plan": 2}


def test_the_answers_of_a_review_and_its_approval_come_back() -> None:
    review = Review(
        year=2025,
        rater="担当課",
        others=(NamedAnswer(key="issues", label="課題", text="人手が足りない。"),),
        approved_by="委員会",
        approved_at=date(2026, 8, 31),
        places=(FieldPlace("issues", Place(file="企画課.xlsx", sheet="回答", cell="J12")),),
    )
    comment = Comment(
        text="目標が低い。", by="行政評価委員会", year=2025, answer="見直す。", answered_by="企画課"
    )
    project = Project(id="P-1", name="事業", reviews=(review,), comments=(comment,))
    plan = Plan(title="計画", projects=(project,), comments=(comment,))

    assert load_plan(dump_plan(plan)) == plan


def test_every_older_version_has_its_migration() -> None:
    assert set(MIGRATIONS) == set(range(1, SCHEMA_VERSION))


NODE = Node(id="N-1", level=0, printed="1 しごと", name="しごと")
PROJECT = Project(id="P-1", name="事業", node="N-1")
SOUND = Plan(title="計画", nodes=(NODE,), projects=(PROJECT,))


@pytest.mark.parametrize(
    "plan",
    [
        replace(SOUND, projects=(PROJECT, PROJECT)),
        replace(SOUND, nodes=(NODE, NODE)),
        replace(SOUND, nodes=()),
        replace(SOUND, nodes=(replace(NODE, parent="N-9"),)),
        replace(SOUND, nodes=(replace(NODE, parent="N-1"),)),
        replace(SOUND, nodes=(replace(NODE, parent="N-2"), replace(NODE, id="N-2", parent="N-1"))),
        replace(SOUND, projects=(replace(PROJECT, also_under=("N-9",)),)),
        replace(SOUND, totals=(PrintedTotal(label="合計", count=3, node="N-9"),)),
        replace(
            SOUND,
            projects=(replace(PROJECT, merges=(Merge(kind=MergeKind.INTO, partner="b", partner_id="P-9"),)),),
        ),
    ],
)
def test_ids_that_do_not_hold_are_refused_both_ways(plan: Plan) -> None:
    with pytest.raises(PlanLinkError):
        dump_plan(plan)

    text = json.dumps(
        {"torikumi_plan": 1, "title": "計画"}
        | {
            "nodes": encode_all(plan.nodes),
            "projects": encode_all(plan.projects),
            "totals": encode_all(plan.totals),
        }
    )
    with pytest.raises(PlanLinkError):
        load_plan(text)


def chain(*levels: int) -> Plan:
    nodes = tuple(
        Node(id=f"N-{n}", level=level, printed="x", name="x", parent=f"N-{n - 1}" if n else None)
        for n, level in enumerate(levels)
    )
    return Plan(title="計画", nodes=nodes)


@pytest.mark.parametrize("levels", [range(20), (0, 2, 5), (3, 4)])
def test_levels_go_down_and_may_skip(levels: Sequence[int]) -> None:
    plan = chain(*levels)

    assert load_plan(dump_plan(plan)) == plan


@pytest.mark.parametrize("levels", [range(21), (10**15,), (-1,), (0, 0), (2, 1), range(20_000)])
def test_levels_that_no_tree_has_are_refused(levels: Sequence[int]) -> None:
    # A level of 10^15 is 150 bytes of file, and a table with so many columns once it is published.
    with pytest.raises(UserError, match="level"):
        dump_plan(chain(*levels))


@pytest.mark.parametrize("wild", ["a\nb", "", "\u0000", "x" * 201, "\u202ea", "\u2028"])
def test_an_id_that_no_address_can_hold_is_refused(wild: str) -> None:
    for plan in (
        Plan(title="計画", projects=(Project(id=wild, name="x"),)),
        Plan(title="計画", nodes=(Node(id=wild, level=0, printed="x", name="x"),)),
    ):
        with pytest.raises(UserError, match="id"):
            dump_plan(plan)


def test_half_a_character_is_not_written() -> None:
    with pytest.raises(UserError, match=r"projects\[0\].name"):
        dump_plan(Plan(title="計画", projects=(Project(id="P-1", name="a\ud800"),)))


def test_a_box_that_is_no_number_is_not_written() -> None:
    note = Note(text="a", place=Place(box=(0.0, 0.0, float("nan"), 1.0)))

    with pytest.raises(PlanValueError) as refused:
        dump_plan(Plan(title="計画", notes=(note,)))

    assert refused.value.path == "notes[0].place.box[2]"


def test_single_values_go_both_ways() -> None:
    notes = (Note(text="※注", place=Place(page=2)), Note(text=""))

    raw = encode_all(notes)

    assert raw == [{"text": "※注", "place": {"page": 2}}, {"text": ""}]
    assert decode_all(Note, raw) == notes


def test_a_file_is_read_with_and_without_byte_order_mark(tmp_path: Path) -> None:
    plain, marked = tmp_path / "plain.json", tmp_path / "marked.json"
    plain.write_text(dump_plan(SOUND), encoding="utf-8")
    marked.write_text(dump_plan(SOUND), encoding="utf-8-sig")

    assert read_plan(plain) == read_plan(marked) == SOUND


@pytest.mark.parametrize("octets", ['{"title": "計画"}'.encode("cp932"), b"\x00\xff\xfe", b"%PDF-1.7"])
def test_a_file_that_is_no_plan_is_named(tmp_path: Path, octets: bytes) -> None:
    path = tmp_path / "表.json"
    path.write_bytes(octets)

    with pytest.raises(UserError, match=r"表\.json"):
        read_plan(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"無い\.json"):
        read_plan(tmp_path / "無い.json")


def test_a_key_that_stands_twice_is_refused_by_name() -> None:
    with pytest.raises(UserError, match="「title」が二つ"):
        load_plan('{"torikumi_plan": 1, "title": "一つ目", "title": "二つ目"}')
