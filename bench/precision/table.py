"""What was judged, rule by rule, as a page of the manual."""

import csv
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.precision.planted import Planted
from bench.precision.sample import Key

from torikumi.check.catalogue import ALL_RULES

JUDGED = Path(__file__).resolve().parent / "judged.csv"
RIGHT, WRONG = "right", "wrong"
FRESH = "fresh"
ENOUGH = 0.8


@dataclass(frozen=True, slots=True)
class Judged:
    """A finding, and whether a person who read the source found it right.

    `sample` is the reading that it belongs to: "first" and "again" taught us what to mend, "fresh" came after.
    """

    key: Key
    is_right: bool
    reason: str
    sample: str = "first"


def read_judged(path: Path = JUDGED) -> tuple[Judged, ...]:
    """Return what was judged; raises ValueError for a verdict that is neither right nor wrong."""
    with path.open(encoding="utf-8", newline="") as lines:
        return tuple(_judged(row) for row in csv.DictReader(lines))


def _judged(row: Mapping[str, str]) -> Judged:
    if row["verdict"] not in (RIGHT, WRONG):
        raise ValueError(f"neither right nor wrong: {row}")
    key = Key(row["rule"], row["document"], row["subject"], int(row["occurrence"]))
    return Judged(key=key, is_right=row["verdict"] == RIGHT, reason=row["reason"], sample=row["sample"])


def precision_page(
    judged: Iterable[Judged], *, found: Counter[str], keys: frozenset[Key], planted: Sequence[Planted] = ()
) -> str:
    """Return the page. `found` counts what each rule says now of the judged year, `keys` are all findings now."""
    by_rule: defaultdict[str, list[Judged]] = defaultdict(list)
    for each in judged:
        by_rule[each.key.rule].append(each)
    lines, silent = [], []
    for rule in ALL_RULES:
        own = by_rule.get(rule.code, [])
        link = f"[{rule.code}](checks/{rule.code}.md)"
        if not own:
            silent.append(link)
            continue
        wrong = [each for each in own if not each.is_right]
        left = sum(1 for each in wrong if each.key in keys)
        right = len(own) - len(wrong)
        share = f"{100 * right / (right + left):.0f}％" if right + left else "―"
        state = "初めは切" if rule.resting is not None else ""
        lines.append(
            f"| {link} | {found[rule.code]:,} | {right} | {len(wrong)} | {left} | {share} | {state} |\n"
        )
    total = [each for own in by_rule.values() for each in own]
    wrong_all = [each for each in total if not each.is_right]
    left_all = sum(1 for each in wrong_all if each.key in keys)
    on = {rule.code for rule in ALL_RULES if rule.resting is None}
    right_on = sum(1 for each in total if each.is_right and each.key.rule in on)
    wrong_on = sum(1 for each in wrong_all if each.key.rule in on)
    lost = sum(1 for each in total if each.is_right and each.key not in keys)
    fresh = [each for each in total if each.sample == FRESH]
    left_on = sum(1 for each in wrong_all if each.key in keys and each.key.rule in on)
    return _PAGE.format(
        judged=len(total),
        right=len(total) - len(wrong_all),
        wrong=len(wrong_all),
        left=left_all,
        right_on=right_on,
        left_on=left_on,
        share_on=f"{100 * right_on / (right_on + left_on):.1f}",
        share_first=f"{100 * right_on / (right_on + wrong_on):.1f}",
        wrong_on=wrong_on,
        lost=lost,
        fresh=len(fresh),
        fresh_right=sum(1 for each in fresh if each.is_right),
        fresh_share=f"{100 * sum(each.is_right for each in fresh) / max(1, len(fresh)):.1f}",
        fired=len(lines),
        rules=len(ALL_RULES),
        rows="".join(lines),
        silent_count=len(silent),
        silent="、".join(silent),
        planted="".join(
            f"| {each.mistake} | [{each.code}](checks/{each.code}.md) | {each.found}/{each.tried} |\n"
            for each in planted
        ),
    )


_PAGE = """# 規則の当たる割合

`torikumi check` の規則が本物の計画について知らせたことを、一件ずつもとの文書と引き比べて、正しいか外れかを決めた結果です。
`python bench/rule_precision.py table` が書きます。
決めた一件ごとの理由は `bench/precision/judged.csv` にあります（もとの文書の言葉は入れていません）。

- **正しい**：計画の担当者が直すか、理由を書き添えるか、確かめる値打ちがあると認めるもの。
- **外れ**：そうでないもの。「いまも」は、規則を直したあとも鳴る外れの数です。割合は、正しい ÷（正しい＋いまも鳴る外れ）です。

読んだのは{judged}件（正しい{right}、外れ{wrong}、うちいまも鳴る{left}）。

**はじめての計画での割合**：規則を直し終えてから、別の年度（judgit-2017）で、初めから入っている規則について読んだ{fresh}件では、正しいのが{fresh_right}件（**{fresh_share}％**）でした。
（そこで見つけた外れも、そのあと直しました。）

全体では、初めから入っている規則について正しい{right_on}件に対して外れが{wrong_on}件（{share_first}％）で、いまも鳴る外れは{left_on}件です。
直したことで鳴らなくなった正しいものも{lost}件あります。下の表の割合は、直すもとになった文でも計っているので、甘く出ます。

| 規則 | 鳴った数 | 正しい | 外れ | いまも | 割合 | 状態 |
| --- | ---: | ---: | ---: | ---: | ---: | --- |
{rows}
## 調べた計画

| 印 | 計画 | 事業数 |
| --- | --- | ---: |
| iruma | ある市の総合戦略の一覧表（テキスト） | 72 |
| takamatsu | ある市の83ページの報告書（PDF、CC BY 4.0）。規則は一つも鳴りません | 102 |
| iki | ある市の計画の一覧（HTML、CC BY 4.0） | 78 |
| judgit-2018 | 国の行政事業レビューシート2018年度分（府省庁ごと。前の版は2017年度分。CC BY 4.0、JUDGIT!） | 5,145 |
| judgit-2017 | 同じく2017年度分（前の版は2016年度分） | 5,200 |

「鳴った数」は、judgit-2017を除いた計画での数です。規則は2016年度分を見て作り、200件を、規則ごとに同じ数ずつ、種を決めた乱数で2018年度分と市の計画から選びました。
読んで直したあと、同じやり方で選び直した200件を読み、直した規則は2017年度分の50件も読みました。もう一度直してから、2017年度分の、まだ読んでいないものを読みました。重なりを除いた全部が上の表です。
引用する言葉がほかの事業のものになっていた誤りは、読む途中で直し、直した文で決めました。

当たる割合が8割に届かない規則は、直すか、初めは切ってあります（[設定のしかた](../how-to/check-a-plan.md)で入れられます）。

## 鳴らなかった規則

次の{silent_count}の規則は、上の計画では一度も鳴らなかったか、鳴るもの（方針、評価、課の名簿、体系と合計など）が計画にありません。正しいかどうかは例（`tests/cases/check/`）でだけ確かめています：
{silent}

## 植えた誤りを見つけるか

見本の市の令和7年度の計画（`samples/mihon`、架空、55事業）の、植えられる事業の一つ一つに誤りを一つ植え、その規則がその事業について鳴るかを数えました（前の版は令和6年度）。

| 植えた誤り | 規則 | 見つけた数 |
| --- | --- | ---: |
{planted}
## 限り

- 読んだのは一人です。市町村の計画は三つだけで、指標と金額の規則のほとんどは国のシートで確かめました。
- 国のシートには方針・評価・体系がありません。良くなる向きは、成果目標の文の終わりから読み取りました。
- 本物の計画での見逃しは数えていません。初めの36の規則に植えた誤りは[前の測定](checks/precision.md)にあります。
"""
