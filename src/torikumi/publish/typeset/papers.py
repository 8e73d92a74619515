"""The papers of an edition: what they are called, where they lie, and what to say where they cannot be made."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from torikumi.publish.history import Editions
from torikumi.publish.remark import Remark
from torikumi.publish.typeset import (
    change_list,
    committee_summary,
    logic_models,
    plan_table,
    project_sheets,
)
from torikumi.publish.typeset.engine import Typeset
from torikumi.publish.typeset.fonts import TypesetterMissingError, missing_parts
from torikumi.publish.typeset.press import AskedPaper, Press


@dataclass(frozen=True, slots=True, kw_only=True)
class SetPaper:
    """A PDF of the edition: its address from the root of the site, its name for people, its bytes."""

    address: str
    name: str
    octets: bytes


def set_papers(
    editions: Editions, *, tell: Callable[[Remark], None], is_wanted: bool, press: Press
) -> tuple[SetPaper, ...]:
    """Return the plan's table, the committee's summary, the logic models and the project sheets as PDF.

    Where the parts that make PDFs are not installed, `tell` hears it and there are none; raises
    TypesetterMissingError instead where the PDFs are what is wanted. Letters that no font has are told, too.
    """
    if missing_parts() and not is_wanted:
        tell(_without_papers())
        return ()
    asked = press.asked.pop(editions.seals, None) or begin_papers(editions, press)
    # Each in a process of its own: the typesetter gives no memory back between two papers.
    answered = [press.paper(one.paper) for one in asked]
    lacking = lacks_remark(answered)
    if lacking:
        tell(lacking)
    return tuple(
        SetPaper(address=one.address, name=one.name, octets=made.octets)
        for one, made in zip(asked, answered, strict=True)
    )


def begin_papers(editions: Editions, press: Press) -> tuple[AskedPaper, ...]:
    """Have the papers of an edition set, and return what was asked for, in the order in which people see it."""
    volumes = project_sheets.project_sheets(editions)
    asked = (
        AskedPaper("papers/plan-table.pdf", plan_table.NAME, plan_table.plan_table(editions.newest)),
        AskedPaper(
            "papers/committee.pdf", committee_summary.NAME, committee_summary.committee_summary(editions)
        ),
        *_changes(editions),
        AskedPaper("papers/logic-models.pdf", logic_models.NAME, logic_models.logic_models(editions)),
        *(
            AskedPaper(_address(number, len(volumes)), one.name, one.paper)
            for number, one in enumerate(volumes, start=1)
        ),
    )
    # The sheets first: they take the longest, and what is short fills the gaps at the end.
    press.begin(one.paper for one in reversed(asked))
    return asked


def _changes(editions: Editions) -> Iterator[AskedPaper]:
    if len(editions.plans) > 1:
        listed = editions.listed(len(editions.plans) - 1)
        yield AskedPaper("papers/changes.pdf", "変更点一覧（前の版から）", change_list.change_list(listed))


def _address(number: int, count: int) -> str:
    return "papers/project-sheets.pdf" if count == 1 else f"papers/project-sheets-{number}.pdf"


def _without_papers() -> Remark:
    error = TypesetterMissingError(missing_parts())
    return Remark(
        ja=f"PDFは作りませんでした。{error.ja}",
        en=f"No PDF was made. {error.en}",
    )


def lacks_remark(answered: Sequence[Typeset]) -> Remark | None:
    """Return what to say of the letters of set papers that no font has; None where there are none."""
    texts = list(dict.fromkeys(text for one in answered for text in one.replaced))
    if not texts:
        return None
    named = "、".join(" ".join(f"U+{ord(c):04X}" for c in text) for text in texts)
    return Remark(
        ja=f"PDFの書体にない文字（{named}）は、PDFでは〓になっています。ほかの字に直せるときは、元の計画を直してください。",
        en=f"Characters that the fonts of the PDFs lack ({named}) are 〓 there; change them in the plan where you can.",
    )
