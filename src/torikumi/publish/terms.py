"""On which terms an edition is handed out: the licence (利用条件), the line that names the source (出典), the encodings."""

from dataclasses import dataclass

from torikumi.indicators.rollup import Method
from torikumi.plan.model import Plan
from torikumi.publish.words import municipality_words, title_words
from torikumi.review.rating_rule import RatingRule

NO_LICENCE = "利用条件は、この計画を公表した団体に確かめてください。"


@dataclass(frozen=True, slots=True, kw_only=True)
class Licence:
    """A licence; `code` is its short name, `address` where its text stands, None for terms in a city's own words."""

    code: str
    name: str
    address: str | None = None


LICENCES = (
    Licence(
        code="cc-by-4.0",
        name="クリエイティブ・コモンズ 表示 4.0 国際（CC BY 4.0）",
        address="https://creativecommons.org/licenses/by/4.0/",
    ),
    Licence(
        code="pdl-1.0",
        name="公共データ利用規約（第1.0版）（PDL1.0）",
        address="https://www.digital.go.jp/resources/open_data/public_data_license_v1.0",
    ),
    Licence(
        code="cc0-1.0",
        name="クリエイティブ・コモンズ CC0 1.0（権利を主張しない）",
        address="https://creativecommons.org/publicdomain/zero/1.0/",
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judging:
    """A rule of rating, and how the grades of measures and goals are derived."""

    rule: RatingRule
    method: Method = Method.REACHED


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """The terms of an edition; `with_cp932` asks for every CSV in CP932 as well.

    `judging` is the city's rule by which indicators are graded on the pages; None where none is to be shown.
    """

    licence: Licence | None = None
    with_cp932: bool = False
    judging: Judging | None = None


NO_TERMS = Terms()


def licence_of(text: str) -> Licence:
    """Return the licence with this short name, in any case; any other text is a city's own words, or their address."""
    wanted = text.strip()
    for licence in LICENCES:
        if wanted.lower() == licence.code:
            return licence
    is_address = wanted.startswith(("https://", "http://"))
    return Licence(code="own", name=wanted, address=wanted if is_address else None)


def source_line(plan: Plan, *, edition: str) -> str:
    """Return the line that whoever uses the data should name: 出典：〇〇市『〇〇市総合戦略』（令和7年度版）."""
    owner = municipality_words(plan.municipality)
    return f"出典：{owner}『{title_words(plan)}』（{edition}）"


def licence_words(plan: Plan, terms: Terms) -> str:
    """Return the terms of use in words: those of the edition, else what the plan's document says, else whom to ask."""
    if terms.licence is None:
        return plan.credit or NO_LICENCE
    words = f"{terms.licence.name}に従って利用できます。"
    return f"{words}もとの文書の記載：{plan.credit}" if plan.credit else words


def usage_words(plan: Plan, terms: Terms, *, edition: str) -> str:
    """Return source and terms of use in a line."""
    return f"{source_line(plan, edition=edition)} 利用条件：{licence_words(plan, terms)}"
