"""Codes of local governments (全国地方公共団体コード): five digits and a check digit."""

import re

from torikumi.errors import UserError
from torikumi.text.width import fold_width

_WEIGHTS = (6, 5, 4, 3, 2)
_PREFECTURES = re.findall(
    r"\S+",
    "北海道 青森県 岩手県 宮城県 秋田県 山形県 福島県 茨城県 栃木県 群馬県 埼玉県 千葉県 東京都 神奈川県 新潟県 富山県 "
    "石川県 福井県 山梨県 長野県 岐阜県 静岡県 愛知県 三重県 滋賀県 京都府 大阪府 兵庫県 奈良県 和歌山県 鳥取県 島根県 "
    "岡山県 広島県 山口県 徳島県 香川県 愛媛県 高知県 福岡県 佐賀県 長崎県 熊本県 大分県 宮崎県 鹿児島県 沖縄県",
)


class MunicipalityCodeError(UserError):
    """A code that is not one of a local government."""


def check_digit(digits: str) -> str:
    """Return the sixth digit for five: the weighted sum's remainder by 11, taken from 11, its last digit."""
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, digits, strict=True))
    return str((11 - total % 11) % 10)


def parse_code(text: str) -> str:
    """Return the six digits of a code given with five or six, in any width.

    Raises MunicipalityCodeError where it is neither, or where the check digit is wrong.
    """
    code = fold_width(text).strip()
    if not re.fullmatch("[0-9]{5,6}", code):
        raise MunicipalityCodeError(
            ja=f"「{text}」は団体コードではありません。5桁または6桁の数字を入れてください。",
            en=f"“{text}” is not the code of a local government. Enter five or six digits.",
        )
    right = code[:5] + check_digit(code[:5])
    if len(code) == 6 and code != right:
        raise MunicipalityCodeError(
            ja=f"団体コード「{text}」の検査数字（6桁目）が合いません。数字を確かめるか、はじめの5桁だけを入れてください。",
            en=f"The last digit of the code {text} does not check. Look at it again, or enter the first five digits.",
        )
    return right


def prefecture_of(code: str) -> str | None:
    """Return the prefecture whose two digits a code starts with, None where no prefecture has them."""
    number = int(code[:2]) if code[:2].isdecimal() else 0
    return _PREFECTURES[number - 1] if 1 <= number <= len(_PREFECTURES) else None
