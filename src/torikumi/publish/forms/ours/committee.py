"""The paper for a committee (委員会資料): what is decided today, what changes, and each heading's projects."""

from torikumi.publish.forms.draft import Align, Draft, number


def committee() -> Draft:
    """Return the committee's paper."""
    draft = Draft()
    draft.footer("{{会議名}}　{{注意書き}}")
    draft.line("資料　　", align=Align.RIGHT)
    draft.line("{{開催日}}　{{会議名}}", align=Align.RIGHT)
    draft.heading("{{計画名}}　{{年度}}の進捗状況と今後の方針（案）", 1)
    draft.line("{{団体名}}　{{担当}}", align=Align.RIGHT)
    draft.line()
    draft.heading("１　本日の議題", 2)
    draft.line("{{議題}}", indent=(1, 0))
    draft.heading("２　全体の状況", 2)
    draft.line("　計画（{{計画期間}}）の{{事業数}}事業について、今後の方針は次のとおりです。")
    draft.table(
        [
            ["今後の方針", "意味", "事業数", "割合（％）"],
            [
                "{{#方針ごと}}{{方針名}}",
                "{{方針の意味}}",
                number("{{方針の事業数}}"),
                number("{{方針の割合}}{{/方針ごと}}"),
            ],
        ],
        (22, 48, 14, 16),
        heads=1,
    )
    draft.table(
        [
            ["目標など", "事業数", "方針の内訳"],
            ["{{#目標ごと}}{{見出し}}", number("{{見出しの事業数}}"), "{{方針の内訳}}{{/目標ごと}}"],
        ],
        (40, 12, 48),
        heads=1,
    )
    draft.heading("３　方針が変わった事業", 2)
    draft.line("{{?方針が変わった事業ごと}}")
    draft.line("　{{前の版}}と比べて、今後の方針が変わった事業です。")
    draft.table(
        [
            ["番号", "事業名", "担当課", "前の方針", "今後の方針", "理由"],
            [
                "{{#方針が変わった事業ごと}}{{事業番号}}",
                "{{事業名}}",
                "{{担当課}}",
                "{{前の方針}}",
                "{{今後の方針}}",
                "{{理由}}{{/方針が変わった事業ごと}}",
            ],
        ],
        (8, 27, 15, 12, 12, 26),
        heads=1,
    )
    draft.line("{{/方針が変わった事業ごと}}")
    draft.line("{{^方針が変わった事業ごと}}　方針が変わった事業はありません。{{/方針が変わった事業ごと}}")
    draft.line("新しい事業", bold=True, keep=True)
    draft.line("{{#新しい事業ごと}}")
    draft.line("・{{事業番号}}　{{事業名}}（{{担当課}}）", indent=(1, 0))
    draft.line("{{/新しい事業ごと}}")
    draft.line("{{^新しい事業ごと}}　ありません。{{/新しい事業ごと}}")
    draft.line("なくなった事業", bold=True, keep=True)
    draft.line("{{#なくなった事業ごと}}")
    draft.line("・{{事業名}}（{{担当課}}、前の方針は{{前の方針}}）", indent=(1, 0))
    draft.line("{{/なくなった事業ごと}}")
    draft.line("{{^なくなった事業ごと}}　ありません。{{/なくなった事業ごと}}")
    draft.heading("４　これまでの意見と対応", 2)
    draft.line("{{#意見ごと}}")
    draft.line("・{{意見を出した会議}}（{{意見の年度}}）：{{意見}}", indent=(1, 0))
    draft.line("対応：{{意見への対応}}", indent=(2, 0))
    draft.line("{{/意見ごと}}")
    draft.line("{{^意見ごと}}　計画全体への意見は、まだありません。{{/意見ごと}}")
    draft.heading("５　事業ごとの状況", 2, new_page=True)
    draft.line("{{#見出しごと}}")
    draft.heading("{{見出し}}", 3)
    draft.table(
        [
            ["番号", "事業名", "担当課", "評価", "今後の方針", "実績と理由"],
            [
                "{{#事業ごと}}{{事業番号}}",
                "{{事業名}}",
                "{{担当課}}",
                "{{評価}}",
                "{{今後の方針}}",
                "{{実績}}\n{{#理由}}理由：{{理由}}{{/理由}}{{/事業ごと}}",
            ],
        ],
        (8, 26, 14, 8, 13, 31),
        heads=1,
    )
    draft.line("{{/見出しごと}}")
    return draft
