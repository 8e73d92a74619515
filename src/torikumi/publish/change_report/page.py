"""The list of changes as one HTML file that needs nothing beside it: to be mailed, printed, put on an intranet."""

from torikumi.compare.change_list import ChangeList
from torikumi.compare.change_sums import sum_changes
from torikumi.publish.change_report.groups import changed_subjects, recorded_subjects
from torikumi.publish.change_report.sums import tabulate_sums
from torikumi.publish.change_report.words import (
    NOTE_ON_SECTIONS,
    NOTE_ON_SUMS,
    owner_of_list,
    title_of_list,
)
from torikumi.publish.page import fill_template


def write_change_page(listed: ChangeList) -> bytes:
    """Return the page; what went is struck through and said, what came is underlined and said."""
    goals, sections = tabulate_sums(sum_changes(listed))
    return fill_template(
        "change_list.html",
        title=title_of_list(listed.old, listed.new),
        owner=owner_of_list(listed.new),
        notice=listed.new.notice or "",
        goals=goals,
        sections=sections,
        note_on_sums=NOTE_ON_SUMS,
        note_on_sections=NOTE_ON_SECTIONS,
        unchanged=listed.unchanged,
        changed=changed_subjects(listed),
        recorded=recorded_subjects(listed),
    )
