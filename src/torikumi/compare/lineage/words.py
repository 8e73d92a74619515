"""A lineage to read: what became of every project, how sure that is, and what speaks for it."""

from collections.abc import Iterator, Mapping

from torikumi.compare.lineage.edge import Edge, EdgeKind, Evidence, Lineage, Verdict
from torikumi.plan.model import Plan
from torikumi.plan.project import Project

_KINDS: Mapping[EdgeKind, tuple[str, str]] = {
    EdgeKind.RENAMED: ("名前が変わった事業", "Renamed"),
    EdgeKind.MERGED: ("統合した事業", "Merged"),
    EdgeKind.SPLIT: ("分かれた事業", "Split"),
    EdgeKind.REPLACED: ("後継に替わった事業", "Replaced"),
    EdgeKind.CONTINUES: ("続いている事業", "Continuing"),
}
EVIDENCE_WORDS: Mapping[str, tuple[str, str]] = {
    "succeeds": ("後継だと書いてある", "the newer text says that it follows"),
    "told": ("統合したと書いてある", "the plan tells of the merge"),
    "same_name": ("同じ名前", "the same name"),
    "same_bare_name": ("かっこと年度を除いた名前が同じ", "the same name without brackets and years"),
    "former_name": ("旧名が書いてある", "the former name is given"),
    "named_by_new": ("新しい方の文に古い方の名前がある", "the newer text names the older project"),
    "named_by_old": ("古い方の文に新しい方の名前がある", "the older text names the newer project"),
    "name": ("名前が似ている", "alike names"),
    "text": ("概要が似ている", "alike summaries"),
    "same_section": ("同じ担当課", "the same section"),
    "same_amounts": ("同じ年度の金額が同じ", "the same amounts in the same years"),
    "same_values": ("指標の値が同じ", "the same values of indicators"),
    "indicators": ("指標が似ている", "alike indicators"),
    "same_top": ("同じ目標", "the same goal"),
    "decided": ("前に人が確かめた", "a person confirmed it before"),
    "paired": ("名前か番号から同じ事業とした", "paired by name or number"),
}
CHANGE_WORDS: Mapping[str, tuple[str, str]] = {
    "number": ("番号", "number"),
    "name": ("名前", "name"),
    "sections": ("担当課", "sections"),
    "place": ("位置づけ", "place"),
}
SURE = 0.9
# From how high a chance on each word is said; the highest first.
_CONFIDENCE: tuple[tuple[float, tuple[str, str]], ...] = (
    (0.99, ("ほぼ確か", "almost certain")),
    (SURE, ("確からしい", "likely")),
    (0.7, ("たぶん", "perhaps")),
    (0.0, ("迷っている", "doubtful")),
)


def lineage_text(lineage: Lineage, *, old: Plan, new: Plan, language: str) -> str:
    """Return the lineage by kinds; what continues under its name is only counted, unless something moved or is doubtful."""
    said = 0 if language == "ja" else 1
    lines: list[str] = []
    for kind, words in _KINDS.items():
        edges = [edge for edge in lineage.edges if edge.kind is kind]
        if not edges:
            continue
        lines.append(f"■ {words[said]} {len(edges)}")
        for edge in edges:
            if (
                kind is not EdgeKind.CONTINUES
                or edge.changes not in ((), ("number",))
                or edge.confidence < SURE
            ):
                lines += _edge_lines(edge, old=old, new=new, said=said)
        lines.append("")
    for ids, plan, words in (
        (lineage.ended, old, ("後の版にない事業", "Not in the newer edition")),
        (lineage.new, new, ("新しい事業", "New")),
    ):
        if ids:
            lines.append(f"■ {words[said]} {len(ids)}")
            lines += [f"  {_title(plan.project_by_id[one])}" for one in ids]
            lines.append("")
    return "\n".join(lines).rstrip() + "\n"


def evidence_words(evidence: Evidence, *, language: str) -> str:
    """Return one piece of evidence in words, with its strength where it is a matter of degree."""
    words = EVIDENCE_WORDS[evidence.feature][0 if language == "ja" else 1]
    return words if evidence.strength >= 1 else f"{words} {evidence.strength:.2f}"


def confidence_words(confidence: float, *, language: str) -> str:
    """Return a chance from 0 to 1 as a word of everyday language."""
    return next(words for least, words in _CONFIDENCE if confidence >= least)[0 if language == "ja" else 1]


def _edge_lines(edge: Edge, *, old: Plan, new: Plan, said: int) -> Iterator[str]:
    yield f"  {_title(old.project_by_id[edge.old])} → {_title(new.project_by_id[edge.new])}"
    sure = (
        ("人が確かめた", "confirmed by a person")[said]
        if edge.verdict is Verdict.CONFIRMED
        else f"{('確からしさ', 'confidence')[said]} {edge.confidence:.2f}"
    )
    language = "ja" if said == 0 else "en"
    speaking = "、".join(evidence_words(one, language=language) for one in edge.evidence)
    speaking = speaking if said == 0 else speaking.replace("、", ", ")
    moved = "・".join(CHANGE_WORDS[each][said] for each in edge.changes if each != "name")
    moved_words = f"{('、変わったもの：', '; changed: ')[said]}{moved}" if moved else ""
    yield f"    {sure}（{speaking}）{moved_words}" if said == 0 else f"    {sure} ({speaking}){moved_words}"


def _title(project: Project) -> str:
    return f"No.{project.number} {project.name}" if project.number else project.name
