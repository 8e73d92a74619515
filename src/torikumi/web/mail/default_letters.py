"""The letters as they are before a city edits them."""

from collections.abc import Mapping
from types import MappingProxyType

from torikumi.web.mail.letters import LetterKind, LetterText

_REQUEST = """\
{課名}
{宛名} 様

{計画名}の{年度}の評価について、ご回答をお願いします。

対象の事業：{件数}件
締切：{締切}
回答するページ：{アドレス}

前の年度の回答を引き継いだ欄は、変わったところだけを直してください。途中で保存して、あとから続けることもできます。

{一覧}

{差出人}
"""

_REMINDER = """\
{課名}
{宛名} 様

{計画名}の{年度}の評価で、まだ提出されていない事業が{残り件数}件あります。
締切は{締切}（{残り}）です。

回答するページ：{アドレス}

{一覧}

行き違いで、すでに提出されていましたらご容赦ください。

{差出人}
"""

_RETURNED = """\
{課名}
{宛名} 様

{計画名}の{年度}の評価で、次の事業を差し戻しました。
理由を確かめ、直して、もう一度提出してください。

{一覧}

理由：
{差戻しの理由}

直すページ：{アドレス}

{差出人}
"""

_APPROVAL = """\
{課名}
{宛名} 様

{計画名}の{年度}の評価で、承認を待っている事業が{残り件数}件あります。
{締切}までに、承認か差戻しをお願いします。

承認するページ：{アドレス}

{一覧}

{差出人}
"""

DEFAULTS: Mapping[LetterKind, LetterText] = MappingProxyType(
    {
        LetterKind.REQUEST: LetterText(subject="【{計画名}】{年度}評価のお願い（{締切}まで）", body=_REQUEST),
        LetterKind.REMINDER: LetterText(
            subject="【{計画名}】{年度}評価 未提出 {残り件数}件（{締切}まで）", body=_REMINDER
        ),
        LetterKind.RETURNED: LetterText(subject="【{計画名}】{年度}評価 差戻しのお知らせ", body=_RETURNED),
        LetterKind.APPROVAL: LetterText(
            subject="【{計画名}】{年度}評価 承認のお願い（{残り件数}件）", body=_APPROVAL
        ),
    }
)
