"""Letters to the sections (依頼, 督促, 通知), in the form of an official letter (公用文)."""

from torikumi.publish.forms.draft import Align, Draft

_LIST = (10, 45, 25, 20)


def request() -> Draft:
    """Return the letter that asks a section for its answers (依頼)."""
    draft = _opened("{{計画名}}の進捗状況の調査について（依頼）")
    draft.line(
        "　このことについて、{{年度}}の事業の実績と今後の方針を調査します。お忙しいところ恐れ入りますが、"
        "下記のとおり回答してくださるようお願いします。"
    )
    _record(
        draft,
        "１　対象の事業　　別表の{{課の事業数}}事業",
        "２　回答の内容　　取組の実績、指標の実績値、評価、今後の方針とその理由",
        "３　回答の期限　　{{期限}}",
        "４　回答の方法　　{{提出先}}",
        "５　問い合わせ先　{{担当}}（{{連絡先}}）",
    )
    _projects(draft, "事業ごと", "別表　対象の事業")
    return draft


def reminder() -> Draft:
    """Return the letter that asks again for what is late (督促)."""
    draft = _opened("{{計画名}}の進捗状況の調査の回答について（督促）")
    draft.line(
        "　{{年度}}の事業について回答をお願いしていますが、次の{{未回答数}}事業の回答をまだ受け取っていません。"
        "お忙しいところ恐れ入りますが、下記のとおり回答してくださるようお願いします。"
    )
    draft.line("　なお、この文書と行き違いに回答が届いていましたら、ご容赦ください。")
    _record(
        draft,
        "１　回答の期限　　{{期限}}",
        "２　回答の方法　　{{提出先}}",
        "３　問い合わせ先　{{担当}}（{{連絡先}}）",
    )
    _projects(draft, "未回答の事業ごと", "別表　回答を受け取っていない事業")
    return draft


def notice() -> Draft:
    """Return the letter that tells a section what was decided (通知)."""
    draft = _opened("{{計画名}}の今後の方針について（通知）")
    draft.line(
        "　{{年度}}の進捗状況の調査では、ご協力くださりありがとうございました。"
        "調査の結果を踏まえ、貴課の事業の今後の方針を別表のとおり決定したので通知します。"
    )
    draft.line("　{{翌年度}}の予算と事業の実施に反映してくださるようお願いします。")
    _record(draft, "１　対象の事業　　別表の{{課の事業数}}事業", "２　問い合わせ先　{{担当}}（{{連絡先}}）")
    draft.heading("別表　今後の方針", 2, new_page=True)
    draft.table(
        [
            ["番号", "事業名", "前の方針", "今後の方針", "理由"],
            [
                "{{#事業ごと}}{{事業番号}}",
                "{{事業名}}",
                "{{前の方針}}",
                "{{今後の方針}}",
                "{{理由}}{{/事業ごと}}",
            ],
        ],
        (9, 34, 14, 14, 29),
        heads=1,
    )
    return draft


def _opened(subject: str) -> Draft:
    draft = Draft(margin=25)
    draft.footer("{{注意書き}}")
    draft.line("{{文書番号}}", align=Align.RIGHT)
    draft.line("{{文書の日付}}", align=Align.RIGHT)
    draft.line()
    draft.line("{{宛先}}　様", indent=(0, 1))
    draft.line()
    draft.line("{{発信者}}　", align=Align.RIGHT)
    draft.line()
    draft.heading(subject, 1)
    draft.line()
    return draft


def _record(draft: Draft, *items: str) -> None:
    """Add what stands under 記."""
    draft.line()
    draft.line("記", align=Align.CENTRE)
    draft.line()
    for item in items:
        draft.line(item, indent=(9, -9))
    draft.line()
    draft.line("以上　", align=Align.RIGHT)


def _projects(draft: Draft, repetition: str, title: str) -> None:
    draft.heading(title, 2, new_page=True)
    draft.table(
        [
            ["番号", "事業名", "位置づけ", "今の方針"],
            [
                f"{{{{#{repetition}}}}}{{{{事業番号}}}}",
                "{{事業名}}",
                "{{施策}}",
                f"{{{{今後の方針}}}}{{{{/{repetition}}}}}",
            ],
        ],
        _LIST,
        heads=1,
    )
