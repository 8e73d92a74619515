"""The list of changes (変更点一覧) as a paper: the sums, then what changed, by project."""

from torikumi.compare.change_list import ChangeList
from torikumi.compare.change_sums import sum_changes
from torikumi.publish.change_report.groups import ChangedSubject, changed_subjects, recorded_subjects
from torikumi.publish.change_report.sums import tabulate_sums
from torikumi.publish.change_report.words import (
    NAME,
    NOTE_ON_SECTIONS,
    NOTE_ON_SUMS,
    title_of_list,
)
from torikumi.publish.typeset.engine import Paper, template_text
from torikumi.publish.typeset.values import Value, frame, table


def change_list(listed: ChangeList) -> Paper:
    """Return the list as a paper; of the records of the year only their number, for they stand in the other forms."""
    goals, sections = tabulate_sums(sum_changes(listed))
    title = title_of_list(listed.old, listed.new)
    return Paper(
        template=template_text("change_list.typ"),
        data={
            **frame(listed.new, paper=NAME),
            "title": title,
            "goals": table(goals),
            "sections": table(sections),
            "note_on_sums": NOTE_ON_SUMS,
            "note_on_sections": NOTE_ON_SECTIONS,
            "unchanged": listed.unchanged,
            "subjects": [_subject(one) for one in changed_subjects(listed)],
            "recorded": len(recorded_subjects(listed)),
        },
    )


def _subject(subject: ChangedSubject) -> Value:
    return {
        "title": subject.title,
        "where": "／".join(part for part in (subject.path, subject.sections) if part),
        "kinds": "、".join(subject.kinds),
        "changes": [
            {
                "field": f"{one.field}（{one.remark}）" if one.remark else one.field,
                "before": _side(one.before),
                "after": _side(one.after),
                "pieces": [[piece.fate.value, piece.text] for piece in one.pieces],
            }
            for one in subject.changes
        ],
    }


def _side(words: str | None) -> str:
    return "（なし）" if words is None else words or "（空欄）"
