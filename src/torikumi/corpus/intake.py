"""What may enter the corpus: published editions. Drafts, withdrawn and damaged ones are refused, each with a sentence."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from torikumi.corpus.bodies import Body, kind_of
from torikumi.corpus.schema import BodyKind
from torikumi.corpus.store import NATION
from torikumi.errors import UserError
from torikumi.plan.file import load_plan
from torikumi.plan.model import Plan
from torikumi.plan.municipality import MunicipalityCodeError, parse_code, prefecture_of
from torikumi.plan.project import ReviewState
from torikumi.text.width import fold_width

_MANIFEST, _PLAN = "manifest.json", "data/plan.json"
_EARLIER = re.compile(r"data/earlier-[0-9]+[.]json")


class IntakeError(UserError):
    """A plan that does not enter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A plan that may enter, and where it comes from (a file's name, never a path of a machine)."""

    plan: Plan
    source: str


def refuse_draft(plan: Plan, source: str) -> None:
    """Raise IntakeError where a plan holds an answer that is not approved (確定), or one that stays inside."""
    reviews = [review for project in plan.projects for review in project.reviews]
    open_ones = sum(review.state is not ReviewState.APPROVED for review in reviews)
    inside = sum(one.internal for review in reviews for one in review.others)
    if open_ones or inside:
        ja = f"確定していない回答が{open_ones}件" if open_ones else f"庁内限りの回答が{inside}件"
        en = f"{open_ones} answers that are not approved" if open_ones else f"{inside} internal answers"
        raise IntakeError(
            ja=f"「{source}」には{ja}あります。公表した版（torikumi publish のフォルダー）だけを加えてください。",
            en=f"{source} holds {en}. Add published editions only (a folder of torikumi publish).",
        )


def body_code(text: str) -> str:
    """Return the code of a body in its one form: six digits, or "N:" and the name of a ministry.

    Five digits get their sixth. A sixth that does not check stays as it is: invented bodies may have any. Raises
    MunicipalityCodeError for anything else.
    """
    code = fold_width(text).strip()
    if code.startswith("N:") and code[2:].strip() and code.isprintable():
        return code
    return code if re.fullmatch("[0-9]{6}", code) else parse_code(code)


def body_of(
    plan: Plan,
    source: str,
    populations: Mapping[str, int],
    *,
    homes: Mapping[str, tuple[str, ...]] | None = None,
) -> Body:
    """Return the body that a plan belongs to. Raises IntakeError where the plan does not say it.

    `homes` are the prefectures in which bodies stand already, for a plan that does not say its own.
    """
    city = plan.municipality
    if city is None or not city.code:
        raise IntakeError(
            ja=f"「{source}」がどの団体の計画か分かりません。torikumi read --city で団体コードを入れてください。",
            en=f"{source} does not say whose plan it is. Give it a code and a name first (torikumi read --city).",
        )
    try:
        code = body_code(city.code)
    except MunicipalityCodeError as error:
        raise IntakeError(
            ja=f"「{source}」の団体コード「{city.code}」が使えません。torikumi read --city で6桁のコードを入れてください。",
            en=f"The code {city.code} in {source} cannot be used. Give six digits (torikumi read --city).",
        ) from error
    kind = kind_of(city.name, code)
    known = (homes or {}).get(code, ())
    prefecture = city.prefecture or prefecture_of(code) or next(iter(known), None)
    if prefecture is None:
        prefecture = NATION if kind is BodyKind.MINISTRY else "不明"
    population = populations.get(code)
    return Body(code=code, name=city.name, kind=kind, prefecture=prefecture, population=population)


def editions_in(folder: Path) -> Iterator[Entry]:
    """Yield the published editions in a folder and below it, each checked against its list of fingerprints.

    Of a site with several editions each is taken; a withdrawn one has no files and does not enter. Raises IntakeError
    for a folder that holds none, for an edition without a time of publication, and for a file that is not as it was
    published.
    """
    found = False
    for manifest in sorted(folder.rglob(_MANIFEST)):
        found = True
        yield from _edition_at(manifest)
    if not found:
        raise IntakeError(
            ja=f"「{folder}」に公表した版（{_MANIFEST}）がありません。公表したフォルダーか、ファイルを指定してください。",
            en=f"There is no published edition ({_MANIFEST}) in {folder}. Name a folder of torikumi publish, or files.",
        )


def withdrawn_in(folder: Path) -> list[tuple[str, str]]:
    """Return the withdrawn editions of the sites in a folder: the body's code, and the source that their records bear."""
    found = []
    for path in sorted(folder.rglob(_MANIFEST)):
        try:
            content = json.loads(path.read_text(encoding="utf-8"))
            code = body_code(str(content["municipality"]))
            gone = [one["slug"] for one in content.get("editions", ()) if one["withdrawn"] is not None]
        except (OSError, ValueError, KeyError, TypeError, MunicipalityCodeError):
            continue  # taking it in says what is wrong
        found += [(code, f"{slug}/{_PLAN}") for slug in gone]
    return found


def _edition_at(manifest: Path) -> Iterator[Entry]:
    folder = manifest.parent
    try:
        content = json.loads(manifest.read_text(encoding="utf-8"))
        listed = {one["path"]: one["sha256"] for one in content["files"]}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise _damaged(folder, _MANIFEST) from error
    if content.get("published", "") is None:
        raise IntakeError(
            ja=f"「{folder}」は公表日時のない版で、まだ変わりえます。torikumi publish --published で日時を入れてください。",
            en=f"{folder} has no time of publication yet and may still change. Publish it with --published, then add it.",
        )
    # A site has a folder an edition, and leaves out what was withdrawn; its newest edition stands in the site's own folder,
    # too. Other folders hold the earlier plans beside.
    is_site = (folder / "editions").is_dir()
    with_earlier = not is_site and folder.parent.name != "editions"
    for path in sorted(listed):
        if (path == _PLAN and not is_site) or (with_earlier and _EARLIER.fullmatch(path)):
            yield _entry(folder, path, listed[path])


def _entry(folder: Path, path: str, fingerprint: str) -> Entry:
    try:
        octets = (folder / path).read_bytes()
    except OSError as error:
        raise _damaged(folder, path) from error
    if sha256(octets).hexdigest() != fingerprint:
        raise IntakeError(
            ja=f"「{folder / path}」が公表したときと違います。公表し直してから加えてください。",
            en=f"{folder / path} is not as it was published. Publish it again, then add it.",
        )
    source = f"{folder.name}/{path}"
    plan = load_plan(octets.decode("utf-8"))
    refuse_draft(plan, source)
    return Entry(plan=plan, source=source)


def _damaged(folder: Path, path: str) -> IntakeError:
    return IntakeError(
        ja=f"「{folder}」は公表したときと違い、{path} が読めません。公表し直してください。",
        en=f"{folder} is not as it was published: {path} cannot be read. Publish it again.",
    )
