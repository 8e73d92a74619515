"""A ROUND.toml gives a round, a round its ROUND.toml, and every mistake a sentence."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared import REPOSITORY
from strategies import texts
from torikumi.plan.direction import DirectionLabel, DirectionScale, Outcome
from torikumi.review.form import Choice, Field, FieldKind, Form, Meaning, Need
from torikumi.review.library.ratings import all_ratings, ratings_by_name
from torikumi.review.library.shelf import forms_by_name, scales_by_name
from torikumi.review.mistakes import RoundError
from torikumi.review.rating_rule import Against, Formula, Grade, RatingRule, Standing
from torikumi.review.round import AskKind, Asks, Round, Step, StepRole
from torikumi.review.round_check import check_round, find_mistakes
from torikumi.review.roundfile import read_round, write_round

SHORT = """\
title = "令和6年度 年度評価"
year = "令和6"
scale = "iruma"
form = "short"
[[steps]]
role = "section"
due = 2025-06-30
"""


def test_the_shortest_file_is_a_round() -> None:
    round_ = read_round(SHORT)

    assert (round_.title, round_.year, round_.due) == ("令和6年度 年度評価", 2024, date(2025, 6, 30))
    assert round_.steps[0] == Step(id="section", label="担当課", role=StepRole.SECTION, due=date(2025, 6, 30))
    assert [label.label for label in round_.scale.labels] == ["充実", "継続", "縮小", "廃止"]
    assert [field.key for field in round_.form.fields] == ["result", "direction", "reason"]
    assert (round_.asks, round_.late, round_.empty_erases) == (Asks(), True, False)


@pytest.mark.parametrize(
    "year", ["2024", '"2024"', '"令和6"', '"令和6年度"', '"R6"', '"令和６年度"', '"2024年度"']
)
def test_a_year_is_written_as_people_write_it(year: str) -> None:
    assert read_round(SHORT.replace('"令和6"', year)).year == 2024


@pytest.mark.parametrize(
    "day",
    ['"令和7年6月30日"', '"R7.6.30"', '"2025-06-30"', '"2025/6/30"', '"２０２５年６月３０日"', "2025-06-30"],
)
def test_a_day_is_written_as_people_write_it(day: str) -> None:
    assert read_round(SHORT.replace("2025-06-30", day)).due == date(2025, 6, 30)


def test_two_steps_may_end_on_one_day() -> None:
    text = SHORT.replace("form =", "opens = 2025-06-30\nform =") + SECOND + "due = 2025-06-30\n"

    assert [step.due for step in read_round(text).steps] == [date(2025, 6, 30)] * 2


def test_the_mark_of_notepad_and_its_line_ends_do_no_harm() -> None:
    assert read_round("\ufeff" + SHORT.replace("\n", "\r\n")) == read_round(SHORT)


def test_fields_of_the_file_change_and_add_to_the_ready_made_form() -> None:
    fields = """
[[fields]]
key = "result"
limit = 200
[[fields]]
key = "voices"
label = "市民の声"
meaning = "voices"
"""
    form = read_round(SHORT + fields).form

    before = forms_by_name()["short"]
    assert form.fields == (
        replace(before.fields[0], limit=200),
        *before.fields[1:],
        Field(key="voices", label="市民の声", kind=FieldKind.TEXT, meaning=Meaning.VOICES),
    )
    assert form.id == "short-own"


def test_fields_of_the_ready_made_form_can_be_left_out() -> None:
    text = SHORT.replace('form = "short"\n', "") + '[form]\nready_made = "short"\nwithout = ["result"]\n'

    assert [field.key for field in read_round(text).form.fields] == ["direction", "reason"]


@pytest.mark.parametrize("label", ["今後の　方針", "葛\U000e0100の方針", "\ue000の方針", "方針\u200d"])
def test_a_label_may_hold_what_people_type(label: str) -> None:
    text = SHORT + f'[[fields]]\nkey = "direction"\nlabel = "{label}"\n'

    assert label in [field.label for field in read_round(text).form.fields]


def test_a_form_is_put_together_from_blocks() -> None:
    text = SHORT.replace('form = "short"\n', "") + '[form]\nblocks = ["voices", "direction"]\n'

    form = read_round(text).form

    assert [(field.key, field.block) for field in form.fields] == [
        ("voices", "市民・議会の意見"),
        ("direction", "今後の方針"),
        ("reason", "今後の方針"),
    ]


def test_steps_of_the_file_change_and_add_to_the_chain_that_it_names() -> None:
    text = (
        SHORT.replace("form =", 'chain = "yachiyo"\nform =')
        + """
[[steps]]
role = "planning"
due = 2025-08-31
[[steps]]
role = "executive"
"""
    )

    assert [(step.id, step.label, step.due) for step in read_round(text).steps] == [
        ("section", "担当", date(2025, 6, 30)),
        ("section_head", "所属長", None),
        ("planning", "評価調整委員会", date(2025, 8, 31)),
        ("executive", "市長・副市長", None),
    ]


def test_a_rule_of_rating_stands_by_name_or_in_full() -> None:
    own = """
[rating]
title = "わが市の判定"
grades = [{ label = "○", rank = 2, at_least = 79.5 }, { label = "△", rank = 1 }, { label = "－", standings = ["stopped"] }]
"""

    assert read_round(SHORT.replace("form =", 'rating = "tama"\nform =')).rating == ratings_by_name()["tama"]
    assert read_round(SHORT + own).rating == RatingRule(
        id="own",
        title="わが市の判定",
        grades=(
            Grade(label="○", rank=2, at_least=Decimal("79.5")),
            Grade(label="△", rank=1),
            Grade(label="－", standings=(Standing.STOPPED,)),
        ),
    )


def test_labels_are_written_in_words_or_with_what_they_come_to() -> None:
    scale = '[scale]\nlabels = ["A：充実", "休止・廃止", { label = "さらに前へ", outcomes = ["expand"] }]\n'

    assert read_round(SHORT.replace('scale = "iruma"\n', "") + scale).scale.labels == (
        DirectionLabel(code="A", label="充実", outcomes=(Outcome.EXPAND,)),
        DirectionLabel(code=None, label="休止・廃止", outcomes=(Outcome.SUSPEND, Outcome.ABOLISH)),
        DirectionLabel(code=None, label="さらに前へ", outcomes=(Outcome.EXPAND,)),
    )


FIELD = '\n[[fields]]\nkey = "own"\nlabel = "独自"\n'
SECOND = '\n[[steps]]\nrole = "section_head"\n'

# What is changed in the short file, the key that is named, and words that must stand in the Japanese sentence.
MISTAKES: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "no TOML": (SHORT + "x == 1", "", ("8行目", "TOML")),
    "full-width equals sign": (SHORT.replace('title = "', 'title ＝ "'), "", ("1行目", "半角")),
    "unknown key": (SHORT.replace("title", "titel"), "titel", ("「title」ではありませんか", "scale")),
    "no title": (SHORT.replace('title = "令和6年度 年度評価"', ""), "title", ("書いてください",)),
    "blank title": (SHORT.replace("令和6年度 年度評価", " "), "title", ("空です",)),
    "title of two lines": (SHORT.replace("令和6年度 ", "令和6年度\\n"), "title", ("1行",)),
    "no year": (SHORT.replace('year = "令和6"', ""), "year", ("令和6年度", "2024")),
    "year that is none": (SHORT.replace('"令和6"', '"来年"'), "year", ("令和6年度", "2024")),
    "year as a truth": (SHORT.replace('"令和6"', "true"), "year", ("2024",)),
    "year of long ago": (SHORT.replace('"令和6"', "1024"), "year", ("1950", "2100")),
    "unknown scale": (SHORT.replace('"iruma"', '"irma"'), "scale", ("「iruma」ではありませんか",)),
    "no scale": (SHORT.replace('scale = "iruma"', ""), "scale", ("今後の方針", "labels")),
    "unknown form": (SHORT.replace('"short"', '"shrot"'), "form", ("「short」ではありませんか",)),
    "unknown chain": (SHORT.replace("form =", 'chain = "yachio"\nform ='), "chain", ("「yachiyo」ではありませんか",)),
    "unknown block": (
        SHORT.replace('form = "short"\n', "") + '[form]\nblocks = ["voice"]\n',
        "form.blocks",
        ("「voices」ではありませんか",),
    ),
    "no form": (SHORT.replace('form = "short"', ""), "fields", ("[[fields]]",)),
    "no steps": (SHORT.split("[[steps]]", maxsplit=1)[0], "steps", ("[[steps]]",)),
    "wrong role": (
        SHORT.replace('"section"', '"sections"'),
        "steps[1].role",
        ("「section」ではありませんか", "section_head（課長）"),
    ),
    "first step of another": (SHORT.replace('"section"', '"planning"'), "steps[1].role", ("担当課の答え",)),
    "two steps of one id": (SHORT + '[[steps]]\nrole = "section"\nlabel = "課"\n', "steps[2].id", ("1番目",)),
    "two steps of one label": (SHORT + SECOND + 'label = "担当課"\n', "steps[2].label", ("1番目",)),
    "day that does not exist": (SHORT.replace("06-30", "06-31"), "", ("7行目",)),
    "day in words that does not exist": (
        SHORT.replace("2025-06-30", '"令和7年6月31日"'),
        "steps[1].due",
        ("2025-06-30",),
    ),
    "due days out of order": (SHORT + SECOND + "due = 2025-06-29\n", "steps[2].due", ("担当課", "2025-06-30")),
    "opens after the first due day": (
        SHORT.replace("form =", "opens = 2025-07-01\nform ="),
        "steps[1].due",
        ("開始日", "2025-07-01"),
    ),
    "late as text": (SHORT.replace("form =", 'late = "no"\nform ='), "late", ("true", "false")),
    "unknown column": (
        SHORT.replace("form =", 'columns = ["resalt"]\nform ='),
        "columns[1]",
        ("「result」ではありませんか", "direction（今後の方針）"),
    ),
    "column twice": (
        SHORT.replace("form =", 'columns = ["result", "result"]\nform ='),
        "columns[2]",
        ("1番目",),
    ),
    "two fields of one key": (SHORT + FIELD + FIELD, "fields.own.key", ("2つの欄",)),
    "key with a dot": (SHORT + FIELD.replace('"own"', '"own.1"'), "fields.own.1.key", ("own.1", "英小文字")),
    "field without a label": (SHORT + '[[fields]]\nkey = "own"\n', "fields.own.label", ("書いてください",)),
    "field of a step that does not exist": (
        SHORT + FIELD + 'step = "sektion"\n',
        "fields.own.step",
        ("「section」ではありませんか", "section（担当課）"),
    ),
    "unknown key of a field": (SHORT + FIELD + "lmit = 3\n", "fields.own.lmit", ("「limit」ではありませんか",)),
    "unknown kind": (SHORT + FIELD + 'kind = "txt"\n', "fields.own.kind", ("「text」ではありませんか", "choice（選択肢）")),
    "unknown meaning": (SHORT + FIELD + 'meaning = "reasons"\n', "fields.own.meaning", ("「reason」ではありませんか",)),
    "unknown need": (SHORT + FIELD + 'need = "must"\n', "fields.own.need", ("required（必須）",)),
    "limit of a choice": (
        SHORT + FIELD + 'kind = "choice"\nchoices = ["a", "b"]\nlimit = 3\n',
        "fields.own.limit",
        ("text（文章）", "line（1行の文）"),
    ),
    "limit of nothing": (SHORT + FIELD + "limit = 0\n", "fields.own.limit", ("30000",)),
    "limit as text": (SHORT + FIELD + 'limit = "400"\n', "fields.own.limit", ("整数",)),
    "choices missing": (SHORT + FIELD + 'kind = "choice"\n', "fields.own.choices", ("二つ以上",)),
    "choices alike": (
        SHORT + FIELD + 'kind = "choice"\nchoices = ["A", "Ａ"]\n',
        "fields.own.choices[2]",
        ("1番目と同じ",),
    ),
    "choices of a text": (SHORT + FIELD + 'choices = ["A", "B"]\n', "fields.own.choices", ("choice（選択肢）",)),
    "amount without a unit": (SHORT + FIELD + 'kind = "amount"\n', "fields.own.unit", ("千円",)),
    "budget that is no amount": (
        SHORT + FIELD + 'kind = "number"\nmeaning = "budget"\n',
        "fields.own.kind",
        ("amount",),
    ),
    "year far away": (SHORT + FIELD + 'kind = "number"\nyear = 2025\n', "fields.own.year", ("翌年度は 1",)),
    "scale of a text": (SHORT + FIELD + 'scale = "iruma"\n', "fields.own.scale", ("direction（方針の区分）",)),
    "second direction of a step": (
        SHORT + FIELD + 'kind = "direction"\n',
        "fields.own.meaning",
        ("今後の方針", "一つだけ"),
    ),
    "reason without a direction": (
        SHORT + SECOND + FIELD + 'step = "section_head"\nneed = "when_changed"\n',
        "fields.own.need",
        ("独自", "方針の欄がない"),
    ),
    "rotating without every": (SHORT + '[asks]\nkind = "rotating"\n', "asks.every", ("every",)),
    "rotating every year": (SHORT + '[asks]\nkind = "rotating"\nevery = 1\n', "asks.every", ("2から20",)),
    "rotating every 0 years": (SHORT + '[asks]\nkind = "rotating"\nevery = 0\n', "asks.every", ("2から20",)),
    "chosen without projects": (SHORT + '[asks]\nkind = "chosen"\n', "asks.projects", ("選んだ事業",)),
    "sections without sections": (SHORT + '[asks]\nkind = "sections"\n', "asks.sections", ("選んだ課の事業",)),
    "every for all": (SHORT + "[asks]\nevery = 3\n", "asks.every", ("rotating",)),
    "unknown kind of asking": (SHORT + '[asks]\nkind = "some"\n', "asks.kind", ("rotating（何年かに一度ずつ）",)),
    "label that nobody understands": (
        SHORT.replace('scale = "iruma"\n', "") + '[scale]\nlabels = ["ほげ"]\n',
        "scale.labels",
        ("ほげ", "outcomes"),
    ),
    "labels alike": (
        SHORT.replace('scale = "iruma"\n', "") + '[scale]\nlabels = ["A：充実", "A：充実"]\n',
        "scale.labels[2]",
        ("1番目と同じ",),
    ),
    "label with its code inside": (
        SHORT.replace('scale = "iruma"\n', "") + '[scale]\nlabels = [{ label = "A：充実", outcomes = ["expand"] }]\n',
        "scale.labels[1]",
        ("A：充実", "code"),
    ),
    "unknown outcome": (
        SHORT.replace('scale = "iruma"\n', "") + '[scale]\nlabels = [{ label = "充実", outcomes = ["grow"] }]\n',
        "scale.labels[1].outcomes",
        ("grow", "expand"),
    ),
    "unknown rule of rating": (
        SHORT.replace("form =", 'rating = "tamashi"\nform ='),
        "rating",
        ("「tama」ではありませんか",),
    ),
    "rule without a title": (
        SHORT + '[rating]\ngrades = [{ label = "A", rank = 2, at_least = 80 }, { label = "B", rank = 1 }]\n',
        "rating.title",
        ("空です",),
    ),
    "rule against nothing known": (SHORT + '[rating]\nagainst = "plans"\n', "rating.against", ("「plan」ではありませんか",)),
    "grade with an unknown standing": (
        SHORT + '[rating]\ngrades = [{ label = "A", standings = ["stoped"] }]\n',
        "rating.grades[1].standings",
        ("「stopped」ではありませんか", "stopped（中止）"),
    ),
    "limit in words": (
        SHORT + '[rating]\ngrades = [{ label = "A", rank = 1, at_least = "8割" }]\n',
        "rating.grades[1].at_least",
        ("80",),
    ),
    "limit that is no number": (
        SHORT + '[rating]\ngrades = [{ label = "A", rank = 1, at_least = nan }]\n',
        "rating.grades[1].at_least",
        ("80",),
    ),
    "limit of a billion digits": (
        SHORT
        + '[rating]\ntitle = "わが市"\ngrades = [{ label = "A", rank = 2, at_least = 1e-999999999 },'
        + ' { label = "B", rank = 1 }]\n',
        "rating.grades[1].at_least",
        ("4桁",),
    ),
    "number of five thousand digits": (SHORT + FIELD + f"limit = 1{'0' * 5000}\n", "", ("TOML",)),
    "number beyond all numbers": (
        SHORT + '[rating]\ngrades = [{ label = "A", at_least = 1e99999999999999999999 }]\n',
        "",
        ("TOML",),
    ),
    "a thousand brackets": (SHORT + f"columns = {'[' * 2000}\n", "", ("TOML",)),
    "version of nothing": (
        SHORT.replace('form = "short"\n', "") + '[form]\nready_made = "short"\nversion = 0\n',
        "form.version",
        ("1から9999",),
    ),
    "hint with a bell": (SHORT + FIELD + 'hint = "\\u0007"\n', "fields.own.hint", ("目に見えない文字",)),
    "rank beyond reason": (
        SHORT + FIELD + 'kind = "choice"\nchoices = [{ label = "増", rank = 99999 }, "減"]\n',
        "fields.own.choices[1].rank",
        ("1000",),
    ),
    "left out what is not there": (
        SHORT.replace('form = "short"\n', "") + '[form]\nready_made = "short"\nwithout = ["resul"]\n',
        "form.without",
        ("「result」ではありませんか",),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_named_with_its_key_and_what_is_allowed(name: str) -> None:
    text, key, words = MISTAKES[name]

    with pytest.raises(RoundError) as caught:
        read_round(text)

    first = caught.value.mistakes[0]
    assert first.key == key
    assert [word for word in words if word not in first.ja] == []
    assert first.ja.endswith(("。", "です。"))
    assert first.en.endswith((".", "?"))
    assert caught.value.ja.startswith(first.ja)


def test_all_mistakes_between_settings_are_told_at_once() -> None:
    text = SHORT + FIELD + "limit = 0\n" + '[asks]\nkind = "rotating"\n'

    with pytest.raises(RoundError) as caught:
        read_round(text)

    assert [mistake.key for mistake in caught.value.mistakes] == ["fields.own.limit", "asks.every"]
    assert "ほかにも直すところが1件" in caught.value.ja


def test_a_round_made_elsewhere_is_held_to_the_same() -> None:
    round_ = read_round(SHORT)

    check_round(round_)
    with pytest.raises(RoundError):
        check_round(replace(round_, steps=()))


LABELS = texts(1, 10).filter(lambda text: text.strip() == text and text and len(text.splitlines()) == 1)
IDS = st.from_regex(r"\A[a-z][a-z0-9_-]{0,8}\Z")
INTERNAL = {FieldKind.TEXT, FieldKind.LINE, FieldKind.CHOICE, FieldKind.NUMBER}
OUTCOMES = st.lists(st.sampled_from(Outcome), max_size=2, unique=True).map(tuple)
SCALES = st.one_of(
    st.sampled_from(sorted(scales_by_name())).map(lambda name: scales_by_name()[name]),
    st.builds(
        DirectionScale,
        id=IDS,
        version=st.integers(1, 9),
        labels=st.lists(
            st.builds(
                DirectionLabel,
                code=st.sampled_from([None, "A", "b", "①", "C："]),
                label=LABELS,
                outcomes=OUTCOMES,
            ),
            min_size=1,
            max_size=4,
        ).map(tuple),
    ),
)
CHOICES = st.lists(
    st.builds(Choice, label=LABELS, rank=st.one_of(st.none(), st.integers(-9, 9))), min_size=2, max_size=4
).map(tuple)
FREE = texts(0, 40)


@st.composite
def fields(draw: st.DrawFn, key: str, steps: list[str]) -> Field:
    kind = draw(st.sampled_from(FieldKind))
    meant = {
        FieldKind.DIRECTION: [Meaning.DIRECTION, Meaning.OTHER],
        FieldKind.INDICATORS: [Meaning.INDICATORS],
        FieldKind.AMOUNT: [Meaning.BUDGET, Meaning.SETTLED, Meaning.OTHER],
        FieldKind.CHOICE: [Meaning.BUDGET_DIRECTION, Meaning.EVALUATION],
    }
    measured = kind in (FieldKind.AMOUNT, FieldKind.NUMBER)
    return Field(
        key=key,
        label=draw(LABELS),
        kind=kind,
        meaning=draw(st.sampled_from(meant.get(kind, [Meaning.RESULT, Meaning.COMMENT, Meaning.OTHER]))),
        step=draw(st.sampled_from(steps)),
        block=draw(FREE),
        need=draw(st.sampled_from(Need)),
        limit=draw(st.integers(1, 2000)) if kind in (FieldKind.TEXT, FieldKind.LINE) else None,
        choices=draw(CHOICES) if kind is FieldKind.CHOICE else (),
        scale=draw(st.one_of(st.none(), SCALES)) if kind is FieldKind.DIRECTION else None,
        unit=draw(st.sampled_from(["千円", "人"])) if measured else None,
        year=draw(st.integers(-2, 2)) if measured else 0,
        carry=draw(st.booleans()),
        internal=draw(st.booleans()) and kind in INTERNAL,
        hint=draw(FREE),
    )


RATINGS = st.one_of(
    st.none(),
    st.sampled_from([entry.value for entry in all_ratings()]),
    st.builds(
        RatingRule,
        id=IDS,
        version=st.integers(1, 9),
        title=LABELS,
        against=st.sampled_from(Against),
        formula=st.sampled_from(Formula),
        judged=st.booleans(),
        grades=st.lists(
            st.builds(
                Grade,
                label=LABELS,
                rank=st.one_of(st.none(), st.integers(-9, 9)),
                meaning=FREE,
                at_least=st.one_of(st.none(), st.decimals(-1, 1001, places=1)),
                above=st.one_of(st.none(), st.just(Decimal(100))),
                better_than_base=st.booleans(),
                base_within=st.one_of(st.none(), st.just(Decimal("10.50"))),
                standings=st.lists(st.sampled_from(list(Standing)[1:]), max_size=2).map(tuple),
            ),
            max_size=3,
        ).map(tuple),
    ),
)


@st.composite
def rounds(draw: st.DrawFn) -> Round:
    ids = draw(st.lists(IDS, min_size=1, max_size=4, unique=True))
    days = sorted(draw(st.lists(st.dates(date(2000, 1, 1), date(2090, 1, 1)), min_size=5, max_size=5)))
    roles = [StepRole.SECTION, *(draw(st.sampled_from(StepRole)) for _ in ids[1:])]
    keys = draw(st.lists(IDS, min_size=1, max_size=5, unique=True))
    own = Form(
        id=draw(IDS),
        version=draw(st.integers(1, 9)),
        title=draw(LABELS),
        fields=tuple(draw(fields(key, ids)) for key in keys),
    )
    ready = draw(st.sampled_from(sorted(forms_by_name())))
    return Round(
        title=draw(LABELS),
        year=draw(st.integers(1950, 2100)),
        form=draw(st.sampled_from([own, own, forms_by_name()[ready]])),
        scale=draw(SCALES),
        steps=tuple(
            Step(id=id_, label=f"{draw(LABELS)}{place}", role=role, due=draw(st.sampled_from([None, day])))
            for place, (id_, role, day) in enumerate(zip(ids, roles, days[1:], strict=False))
        ),
        asks=draw(
            st.one_of(
                st.just(Asks()),
                st.builds(Asks, kind=st.just(AskKind.CHOSEN), projects=st.lists(FREE, min_size=1).map(tuple)),
                st.builds(
                    Asks, kind=st.just(AskKind.SECTIONS), sections=st.lists(FREE, min_size=1).map(tuple)
                ),
                st.builds(
                    Asks,
                    kind=st.just(AskKind.ROTATING),
                    every=st.integers(2, 20),
                    always=st.lists(FREE).map(tuple),
                ),
            )
        ),
        opens=draw(st.sampled_from([None, days[0]])),
        late=draw(st.booleans()),
        empty_erases=draw(st.booleans()),
        columns=tuple(draw(st.permutations(keys)))[: draw(st.integers(0, 3))],
        contact=draw(LABELS),
        rating=draw(RATINGS),
        guide="\r\n".join(draw(st.lists(FREE, max_size=3)))
        + draw(st.sampled_from(["", "\n", '"""', "\\", "\t"])),
    )


@given(rounds())
def test_a_round_written_as_a_file_is_read_back_the_same_or_its_mistakes_are(round_: Round) -> None:
    mistakes = find_mistakes(round_)
    text = write_round(round_)

    if not mistakes:
        assert read_round(text) == round_
    else:
        with pytest.raises(RoundError) as caught:
            read_round(text)
        assert [mistake.key for mistake in caught.value.mistakes] == [mistake.key for mistake in mistakes]


VALUES = [
    *(
        "1",
        "-1",
        "0.5",
        "nan",
        "inf",
        "true",
        '""',
        '"x"',
        "[]",
        '["x"]',
        "[1]",
        "[[]]",
        "{}",
        "[{}]",
        '{ label = "x" }',
    ),
    *(
        "2025-06-30",
        "2025-06-30T10:00:00",
        "10:00:00",
        "[{ label = 1 }]",
        '[{ rank = "1" }]',
        '"\\u0000"',
        "99999999999",
    ),
]
KEYS_OF = {
    "": "title year opens contact guide late empty_erases columns scale form chain steps fields asks rating other",
    "[[steps]]": "id label role due",
    "[[fields]]": "key label kind meaning step block need limit choices scale unit year carry internal hint",
    "[asks]": "kind projects sections every always",
    "[scale]": "id version labels",
    "[form]": "id version title ready_made without blocks",
    "[rating]": "id version title against formula grades judged",
}


@given(data=st.data())
def test_whatever_a_setting_holds_there_is_a_round_or_a_sentence(data: st.DataObject) -> None:
    head = data.draw(st.sampled_from(sorted(KEYS_OF)))
    keys = data.draw(st.lists(st.sampled_from(KEYS_OF[head].split()), min_size=1, max_size=4, unique=True))
    written = "\n".join(f"{key} = {data.draw(st.sampled_from(VALUES))}" for key in keys)
    text = f"{written}\n{SHORT}" if not head else f"{SHORT}{head}\n{written}\n"

    try:
        round_ = read_round(text)
    except RoundError as error:
        assert error.ja.endswith("。")
    else:
        assert read_round(write_round(round_)) == round_


def test_the_sample_is_a_round_that_is_read_back_the_same() -> None:
    text = (REPOSITORY / "samples" / "mihon" / "ROUND.toml").read_text(encoding="utf-8")

    round_ = read_round(text)

    assert (round_.year, len(round_.steps), len(round_.form.fields)) == (2026, 4, 10)
    assert read_round(write_round(round_)) == round_
