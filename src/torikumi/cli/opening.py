"""Opening what a person names: a plan, the settings of the rules, the city's list of sections."""

from pathlib import Path

from torikumi.check.section_list import SectionList, read_section_list
from torikumi.check.settings import RuleSettings, parse_rule_settings
from torikumi.compare.sections.organisation import Organisation, read_organisation
from torikumi.errors import UserError, reason_ja
from torikumi.plan.file import read_plan
from torikumi.plan.model import Plan
from torikumi.review.library.ratings import ratings_by_name
from torikumi.review.mistakes import RoundError
from torikumi.review.rating_check import rating_mistakes
from torikumi.review.rating_rule import RatingRule
from torikumi.review.rating_tables import read_rating
from torikumi.review.tables import read_toml
from torikumi.text.era import parse_fiscal_year


def open_plan(path: Path) -> Plan:
    """Return the plan in a plan.json, or the one that a document holds; raises UserError where there is none."""
    if path.suffix.lower() == ".json":
        return read_plan(path)
    # Loaded only here: a plan.json needs no reader.
    from torikumi.read.sandbox.reading import read_apart

    return read_apart([path]).plan


def open_rule_settings(path: Path) -> RuleSettings:
    """Return the settings of the rules in a TOML file; raises UserError where it cannot be opened or says nonsense."""
    return parse_rule_settings(open_text(path))


def open_rating_rule(named: str) -> RatingRule:
    """Return a rule of rating: a ready-made one by its name, else that in the [rating] of a TOML file. Raises UserError."""
    rules = ratings_by_name()
    if named in rules:
        return rules[named]
    if not named.lower().endswith(".toml"):
        raise UserError(
            ja=f"判定の規則「{named}」はありません。torikumi indicators --list の名前か、TOMLのファイルを指定してください。",
            en=f"There is no rule {named!r}. See torikumi indicators --list, or name a TOML file.",
        )
    table = read_toml(open_text(Path(named)))
    if "rating" not in table.values:
        raise UserError(
            ja=f"「{named}」に [rating] がありません。判定の規則を [rating] に書いてください。",
            en=f"{named} has no [rating]. Write the rule there.",
        )
    rule = read_rating(table, rules)
    mistakes = tuple(rating_mistakes(table.spot.at("rating"), rule))
    if mistakes:
        raise RoundError(mistakes)
    return rule


def year_of(words: str) -> int:
    """Return the fiscal year that somebody gave to --year. Raises UserError."""
    year = parse_fiscal_year(words)
    if year is None:
        raise UserError(
            ja=f"--year の「{words}」は年度として読めません。R6 や 2024 のように書いてください。",
            en=f"--year does not take “{words}”. Write it like R6 or 2024.",
        )
    return year


def open_text(path: Path) -> str:
    """Return the text of a file in UTF-8; raises UserError where it cannot be opened."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise UserError(
            ja=f"「{path}」を開けません（{reason_ja(error)}）。ファイルの場所と名前を確かめてください。",
            en=f"Cannot open {path} ({error.strerror or error}). Check where it is.",
        ) from error
    except UnicodeDecodeError as error:
        raise UserError(
            ja=f"「{path}」はUTF-8の文字ではありません。UTF-8で保存してください。",
            en=f"{path} is not in UTF-8. Save it in UTF-8.",
        ) from error


def open_section_list(path: Path) -> SectionList:
    """Return the city's list of sections in a CSV or the first sheet of a workbook; raises UserError."""
    return read_section_list(_rows(path))


def open_organisation(path: Path) -> Organisation:
    """Return the city's organisation in a CSV or the first sheet of a workbook; raises UserError."""
    return read_organisation(_rows(path))


def _rows(path: Path) -> list[list[str]]:
    # Loaded only here: a check without a list needs no reader of sheets.
    from torikumi.read.sandbox.book import read_book_apart

    return read_book_apart(path).sheets[0].texts()
