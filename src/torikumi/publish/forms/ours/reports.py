"""Reports by project: the explanation of results for the council, the implementation plan, the grant's report."""

from torikumi.publish.forms.draft import Align, Cell, Draft, head, number
from torikumi.publish.forms.indicator_values import EFFECTS

_FUNDS = ("国庫支出金", "都道府県支出金", "地方債", "その他財源", "一般財源")
_FOOT = "{{団体名}}　{{計画名}}　{{注意書き}}"


def results() -> Draft:
    """Return the explanation of the results of the main measures (主要な施策の成果に関する説明書).

    Local Autonomy Act, article 233, paragraph 5: the head of the government hands it to the council with the settlement.
    """
    draft = Draft()
    draft.footer(_FOOT)
    draft.heading("{{年度}}　主要な施策の成果に関する説明書", 1)
    draft.line("{{団体名}}", align=Align.RIGHT)
    draft.line()
    draft.line(
        "　地方自治法（昭和22年法律第67号）第233条第5項の規定により、{{年度}}における主要な施策の成果を説明する書類を、"
        "次のとおり提出します。"
    )
    draft.line()
    draft.line("{{#見出しごと}}")
    draft.heading("{{#上の見出し}}{{上の見出し}}　{{/上の見出し}}{{見出し}}", 2)
    draft.line("{{#事業ごと}}")
    draft.heading("{{事業番号}}　{{事業名}}", 3)
    draft.table(
        [
            [head("担当課"), Cell("{{担当課}}", 3)],
            [head("予算額"), number("{{当初予算額}}"), head("補正予算額"), number("{{補正予算額}}")],
            [head("決算額"), number("{{決算額}}"), head("執行率"), number("{{執行率}}")],
        ],
        (16, 34, 16, 34),
    )
    draft.table(
        [
            ["財源の区分", "国庫支出金", "都道府県支出金", "地方債", "その他", "一般財源"],
            ["{{財源の区分}}", *(number(f"{{{{{name}}}}}") for name in _FUNDS)],
        ],
        (20, 16, 16, 16, 16, 16),
        heads=1,
    )
    draft.table(
        [
            [head("事業の内容"), "{{事業概要}}"],
            [head("成果"), "{{実績}}"],
            [head("今後の方針"), "{{今後の方針}}\n{{#理由}}{{理由}}{{/理由}}"],
        ],
        (16, 84),
    )
    _indicators(draft)
    draft.line("{{/事業ごと}}")
    draft.line("{{/見出しごと}}")
    draft.line("{{#出典}}出典：{{出典}}{{/出典}}")
    return draft


def implementation() -> Draft:
    """Return the implementation plan by project (実施計画調書): one project a page, its money by year."""
    draft = Draft(size=10)
    draft.footer(_FOOT)
    draft.line("{{#事業ごと}}")
    draft.heading("実施計画調書（{{翌年度}}）　{{事業番号}}　{{事業名}}", 1, new_page=True)
    draft.table(
        [
            [head("事業名"), Cell("{{事業名}}", 3)],
            [head("担当課"), "{{担当課}}", head("計画期間"), "{{計画期間}}"],
            [head("位置づけ"), Cell("{{位置づけ}}", 3)],
            [head("事業の内容"), Cell("{{事業概要}}", 3)],
            [head("今後の方針"), "{{今後の方針}}", head("前の方針"), "{{前の方針}}"],
            [head("{{年度}}の実績"), Cell("{{実績}}", 3)],
            [head("理由と課題"), Cell("{{理由}}", 3)],
            [head("統合など"), Cell("{{統合}}", 3)],
        ],
        (16, 34, 16, 34),
    )
    draft.line("{{?費用ごと}}")
    draft.line("年度ごとの事業費と財源", bold=True, keep=True)
    draft.table(
        [
            ["年度", "区分", "事業費", "国庫支出金", "都道府県支出金", "地方債", "その他", "一般財源"],
            [
                "{{#費用ごと}}{{費用の年度}}",
                "{{費用の区分}}",
                number("{{事業費}}"),
                number("{{国庫支出金}}"),
                number("{{都道府県支出金}}"),
                number("{{地方債}}"),
                number("{{その他財源}}"),
                number("{{一般財源}}{{/費用ごと}}"),
            ],
        ],
        (14, 12, 13, 12, 13, 11, 12, 13),
        heads=1,
    )
    draft.line("{{/費用ごと}}")
    _indicators(draft)
    draft.table([[head("備考"), "{{備考}}"], [head("企画課の意見"), "\n\n"]], (16, 84))
    draft.line("{{/事業ごと}}")
    return draft


def grant() -> Draft:
    """Return the report on the effect of a grant's projects, with its four steps (交付金事業の効果検証報告書)."""
    draft = Draft(size=10)
    draft.footer(_FOOT)
    draft.heading("{{年度}}　{{交付金の名称}}　効果検証報告書", 1)
    draft.line("{{団体名}}", align=Align.RIGHT)
    draft.line(
        "　下の「段階の案」は、指標の実績値を目標値と基準値に照らして計算した案です。"
        "目標値に達したものを「非常に効果的であった」、目標値の7割に達したものを「相当程度効果があった」、"
        "基準値より良くなったものを「効果があった」、そうでないものを「効果がなかった」としています。"
        "事業の効果は、外部有識者の検証を経て市区町村が判断します。"
    )
    draft.line("{{#事業ごと}}")
    draft.heading("{{事業番号}}　{{事業名}}", 2)
    draft.table(
        [
            [head("担当課"), "{{担当課}}", head("交付対象事業費"), number("{{決算額}}")],
            [head("事業の内容"), Cell("{{事業概要}}", 3)],
            [head("実績"), Cell("{{実績}}", 3)],
        ],
        (16, 40, 18, 26),
    )
    draft.line("{{?指標ごと}}")
    draft.table(
        [
            ["重要業績評価指標（KPI）", "基準値", "目標値", "実績値", "最終目標値", "達成率", "段階の案"],
            [
                "{{#指標ごと}}{{指標名}}",
                number("{{基準値}}"),
                number("{{目標値}}"),
                number("{{実績値}}"),
                number("{{最終目標値}}"),
                number("{{達成率}}"),
                "{{達成の段階}}{{/指標ごと}}",
            ],
        ],
        (30, 11, 11, 11, 12, 10, 15),
        heads=1,
    )
    draft.line("{{/指標ごと}}")
    draft.line("{{^指標ごと}}　この事業には指標がありません。{{/指標ごと}}")
    draft.table(
        [
            [
                head("事業の効果"),
                "　".join(f"{{{{効果{at}}}}}{words}" for at, words in enumerate(EFFECTS, start=1)),
            ],
            [
                head("外部有識者の意見"),
                "{{#事業への意見ごと}}\n{{意見を出した会議}}（{{意見の年度}}）：{{意見}}\n対応：{{意見への対応}}\n{{/事業への意見ごと}}",
            ],
            [head("今後の方針"), "{{今後の方針}}\n{{#理由}}{{理由}}{{/理由}}"],
        ],
        (16, 84),
    )
    draft.line("{{/事業ごと}}")
    return draft


def _indicators(draft: Draft) -> None:
    draft.line("{{?指標ごと}}")
    draft.table(
        [
            ["指標", "種類", "基準値", "目標値", "実績値", "達成率", "最終目標値"],
            [
                "{{#指標ごと}}{{指標名}}",
                "{{指標の種類}}",
                number("{{基準値}}"),
                number("{{目標値}}"),
                number("{{実績値}}"),
                number("{{達成率}}"),
                number("{{最終目標値}}{{/指標ごと}}"),
            ],
        ],
        (34, 13, 11, 11, 11, 9, 11),
        heads=1,
    )
    draft.line("{{/指標ごと}}")
