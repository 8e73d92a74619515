"""The papers of an edition: what they are called, where they lie, and what to say where they cannot be made."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from torikumi.publish.history import Editions
from torikumi.publish.remark import Remark
from torikumi.publish.typeset import committee_summary, plan_table, project_sheets
from torikumi.publish.typeset.engine import Typeset, typeset
from torikumi.publish.typeset.fonts import TypesetterMissingError, missing_parts


@dataclass(frozen=True, slots=True, kw_only=True)
class SetPaper:
    """A PDF of the edition: its address from the root of the site, its name for people, its bytes."""

    address: str
    name: str
    octets: bytes


def set_papers(
    editions: Editions, *, tell: Callable[[Remark], None], is_wanted: bool
) -> tuple[SetPaper, ...]:
    """Return the plan's table, the project sheets and the committee's summary as PDF.

    Where the parts that make PDFs are not installed, `tell` hears it and there are none; raises
    TypesetterMissingError instead where the PDFs are what is wanted. Letters that no font has are told, too.
    """
    if missing_parts() and not is_wanted:
        tell(_without_papers())
        return ()
    volumes = project_sheets.project_sheets(editions)
    asked = (
        ("papers/plan-table.pdf", plan_table.NAME, plan_table.plan_table(editions.newest)),
        ("papers/committee.pdf", committee_summary.NAME, committee_summary.committee_summary(editions)),
        *(
            (_address(number, len(volumes)), one.name, one.paper)
            for number, one in enumerate(volumes, start=1)
        ),
    )
    # Each in a process of its own: the typesetter gives no memory back between two papers.
    answered = [typeset(paper) for _, _, paper in asked]
    lacking = _lacking(answered)
    if lacking:
        tell(lacking)
    return tuple(
        SetPaper(address=address, name=name, octets=one.octets)
        for (address, name, _), one in zip(asked, answered, strict=True)
    )


def _address(number: int, count: int) -> str:
    return "papers/project-sheets.pdf" if count == 1 else f"papers/project-sheets-{number}.pdf"


def _without_papers() -> Remark:
    error = TypesetterMissingError(missing_parts())
    return Remark(
        ja=f"PDFは作りませんでした。{error.ja}",
        en=f"No PDF was made. {error.en}",
    )


def _lacking(answered: Sequence[Typeset]) -> Remark | None:
    texts = list(dict.fromkeys(text for one in answered for text in one.replaced))
    if not texts:
        return None
    named = "、".join(" ".join(f"U+{ord(c):04X}" for c in text) for text in texts)
    return Remark(
        ja=f"PDFの書体にない文字（{named}）は、PDFでは〓になっています。ほかの字に直せるときは、元の計画を直してください。",
        en=f"Characters that the fonts of the PDFs lack ({named}) are 〓 there; change them in the plan where you can.",
    )
