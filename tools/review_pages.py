"""The generated pages of the manual about the review: its states, and its ready-made settings."""

from collections.abc import Iterable

from torikumi.plan.project import ReviewState
from torikumi.review.answers import write_direction
from torikumi.review.form import Field, Form
from torikumi.review.library.ratings import all_ratings
from torikumi.review.library.shelf import Entry, ScaleEntry, all_blocks, all_chains, all_forms, all_scales
from torikumi.review.parts import MAY_MOVE, MAY_SEE, Part
from torikumi.review.rating import condition_ja
from torikumi.review.rating_rule import Grade, RatingRule
from torikumi.review.states import MOVE_WORDS, MOVES, NEEDS_NOTE, STATE_WORDS, Move, StepChange, Target
from torikumi.review.words import (
    AGAINST_WORDS,
    FORMULA_WORDS,
    KIND_WORDS,
    MEANING_WORDS,
    NEED_WORDS,
    ROLE_WORDS,
    STANDING_WORDS,
)

PART_WORDS = {
    Part.LEAD: "主管課の担当",
    Part.CONTRIBUTOR: "関係課の担当",
    Part.RATER: "いまの段階の評価者（代理を含む）",
    Part.EARLIER_RATER: "前の段階の評価者",
    Part.LATER_RATER: "後の段階の評価者",
    Part.HEAD: "その課・部の長",
    Part.PLANNING: "企画担当",
    Part.ADVISER: "検討部会・委員会",
    Part.OVERSEER: "管理者・監査・市長",
    Part.COLLEAGUE: "そのほかの職員",
}
STEP_WORDS = {
    StepChange.STAY: "そのまま",
    StepChange.FIRST: "はじめの段階（担当課）へ",
    StepChange.NEXT: "次の段階へ。最後なら確定",
    StepChange.PREVIOUS: "前の段階へ",
}
OUTCOME_WORDS = {
    "expand": "拡充",
    "keep": "継続",
    "improve": "改善",
    "shrink": "縮小",
    "merge": "統合",
    "suspend": "休止",
    "abolish": "廃止",
    "complete": "完了",
    "postpone": "延期",
    "sunset": "終期設定",
    "transfer": "移管",
    "replace": "作り替え",
    "coordinate": "要調整",
    "unknown": "未定",
}


def states_page() -> str:
    """Return the page of the states of a sheet, the moves between them, and who may make them."""
    return f"""# 評価シートの状態

評価シートは、担当課から始まり、年度評価で決めた段階（課長、部長、企画担当 …）を順に通ります。最後の段階が承認すると確定します。
状態と動きは一つの表、だれができるかはもう一つの表で決まります。このページと図は、その二つの表から作られています（`make docs`）。

![評価シートの状態と、その間の動き](../images/review-states.svg)

## 動き

{_table(["いまの状態", "動き", "次の状態", "段階", "できる人", "理由"], _move_rows())}

担当課だけの年度評価では、提出したところで確定します。
「前の段階へ戻す」は、2番目より後の評価者がいるときにできます。「引戻し」は、はじめの評価者が承認するまでできます。

## 見られる人

書きかけの答えは、かかわる人だけが見ます。

{_table(["人", *STATE_WORDS.values()], _seeing_rows())}
"""


def library_page() -> str:
    """Return the page of all ready-made settings with their sources."""
    return (
        "\n\n".join(
            [
                "# 備え付けの設定",
                "年度評価の設定（[ROUND.toml](round-toml.md)、画面）で名前を書くだけで使えるものです。区分と段階は、各団体が公表した資料にあるものを、"
                "資料のことばのまま入れています。古い資料の写しから取ったものもあるので、いまその団体がしていることとは限りません。"
                "このページは設定そのものから作られています（`make docs`）。",
                "名前の後の @1 は版です。名前だけを書くといちばん新しい版になります。一度出した版の中身は変わりません。",
                "## 方針の区分（scale）",
                "「意味」は、市をまたいで比べるためのことばです。二つ以上あるものは、どれかを人が決めます。",
                *(_scale_section(entry) for entry in all_scales()),
                "## 評価の段階（chain）",
                "段階は、後ろに足したり、呼び名や締切を変えたりできます。",
                _table(["名前", "団体", "段階", "説明", "出典"], _chain_rows()),
                "## 様式（form）",
                *(_form_section(entry) for entry in all_forms()),
                "## まとまり（blocks）",
                "様式は、次のまとまりを組み合わせて作れます。",
                *(_block_section(entry) for entry in all_blocks()),
                "## 指標の達成度の判定（rating）",
                "上から順に調べ、はじめに当てはまった区分を付けます。足りない数があれば付けずに、何が足りないかを示します。",
                *(_rating_section(entry) for entry in all_ratings()),
            ]
        )
        + "\n"
    )


def _table(head: list[str], rows: Iterable[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', '／') for cell in row)} |" for row in lines)


def _move_rows() -> list[list[str]]:
    return [
        [
            STATE_WORDS[state],
            MOVE_WORDS[move],
            _target(target),
            STEP_WORDS[target.step],
            "、".join(PART_WORDS[part] for part in Part if part in MAY_MOVE[move]),
            "要る" if move in NEEDS_NOTE else "",
        ]
        for state in ReviewState
        for move in Move
        if (target := MOVES.get((state, move))) is not None
    ]


def _target(target: Target) -> str:
    last = STATE_WORDS[ReviewState.APPROVED]
    return (
        f"{STATE_WORDS[target.state]}（最後の段階なら{last}）"
        if target.step is StepChange.NEXT
        else STATE_WORDS[target.state]
    )


def _seeing_rows() -> list[list[str]]:
    return [
        [PART_WORDS[part], *("○" if part in MAY_SEE[state] else "" for state in STATE_WORDS)] for part in Part
    ]


def _source(entry: Entry[object]) -> str:
    return f"出典：{f'`{entry.source}`' if '://' in entry.source else entry.source}"


def _scale_section(entry: ScaleEntry) -> str:
    group_of = {label: group for group, labels in entry.groups for label in labels}
    rows = [
        [write_direction(label), "、".join(OUTCOME_WORDS[outcome] for outcome in label.outcomes)]
        + ([group_of.get(label.label, "")] if entry.groups else [])
        for label in entry.value.labels
    ]
    head = ["区分", "意味", *(["一段目"] if entry.groups else [])]
    seen = "確かめられた区分だけです。ほかの区分があるかもしれません。" if entry.partial else ""
    about = f"### {entry.title}（`{entry.name}`）\n\n{entry.description}{seen}"
    return f"{about}\n\n{_table(head, rows)}\n\n{_source(entry)}"


def _chain_rows() -> list[list[str]]:
    return [
        [
            f"`{entry.name}`",
            entry.title,
            " → ".join(step.label for step in entry.value),
            entry.description,
            _source(entry).removeprefix("出典："),
        ]
        for entry in all_chains()
    ]


def _form_section(entry: Entry[Form]) -> str:
    about = f"### {entry.title}（`{entry.name}`）\n\n{entry.description}"
    return f"{about}\n\n{_fields(entry.value.fields)}\n\n{_source(entry)}"


def _block_section(entry: Entry[tuple[Field, ...]]) -> str:
    about = f"### {entry.title}（`{entry.name}`）\n\n{entry.description}"
    return f"{about}\n\n{_fields(entry.value)}\n\n{_source(entry)}"


def _fields(fields: tuple[Field, ...]) -> str:
    roles = {role.value: word for role, word in ROLE_WORDS.items()}
    rows = [
        [
            f"`{field.key}`",
            field.label,
            _kind(field),
            MEANING_WORDS[field.meaning],
            roles.get(field.step, field.step),
            NEED_WORDS[field.need],
        ]
        for field in fields
    ]
    return _table(["key", "欄", "書くもの", "意味", "書く人", "必要"], rows)


def _kind(field: Field) -> str:
    notes = [
        f"{field.limit}字まで" if field.limit else "",
        field.unit or "",
        "翌年度" if field.year == 1 else "",
        "・".join(choice.label for choice in field.choices),
        "昨年度の答えから始まる" if field.carry else "",
    ]
    said = "、".join(filter(None, notes))
    return f"{KIND_WORDS[field.kind]}（{said}）" if said else KIND_WORDS[field.kind]


def _rating_section(entry: Entry[RatingRule]) -> str:
    rule = entry.value
    how = (
        ""
        if rule.judged
        else f"比べるもの：{AGAINST_WORDS[rule.against]}。達成率：{FORMULA_WORDS[rule.formula]}。\n\n"
    )
    rows = [[grade.label, _given(grade, rule), grade.meaning] for grade in rule.grades]
    about = f"### {entry.title}（`{entry.name}`）\n\n{entry.description}\n\n{how}"
    return f"{about}{_table(['区分', '付くとき', '意味'], rows)}\n\n{_source(entry)}"


def _given(grade: Grade, rule: RatingRule) -> str:
    by_value = [condition_ja(grade)] if grade.rank is not None and not rule.judged else []
    by_standing = [STANDING_WORDS[standing] for standing in grade.standings]
    return "、または".join([*by_value, *by_standing]) or "人が選ぶ"
