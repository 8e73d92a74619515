"""A lineage of sections to read."""

from collections.abc import Mapping, Sequence

from torikumi.compare.lineage.edge import Verdict
from torikumi.compare.sections.edge import SectionEdge, SectionLineage, SectionTurn

TURN_WORDS: Mapping[SectionTurn, tuple[str, str]] = {
    SectionTurn.RENAMED: ("名前が変わった組織", "Renamed"),
    SectionTurn.MERGED: ("統合した組織", "Merged"),
    SectionTurn.SPLIT: ("分かれた組織", "Split"),
    SectionTurn.MOVED: ("上の組織が変わったもの", "Under another unit"),
    SectionTurn.CONTINUES: ("続いている組織", "Continuing"),
}
EVIDENCE_WORDS: Mapping[str, tuple[str, str]] = {
    "same_name": ("同じ名前", "the same name"),
    "alike_name": ("名前が似ている", "alike names"),
    "same_phone": ("同じ電話番号", "the same telephone number"),
    "same_below": ("下の組織が同じ", "the same units below"),
    "same_projects": ("事業を引き継いだ", "took the projects over"),
    "same_place": ("上の組織が同じ", "the same unit above"),
}


def sections_text(lineage: SectionLineage, *, language: str) -> str:
    """Return the lineage by what became of the units; those that continue are only counted."""
    said = 0 if language == "ja" else 1
    lines: list[str] = []
    for turn, words in TURN_WORDS.items():
        edges = [edge for edge in lineage.edges if edge.turn is turn]
        if edges:
            lines.append(f"■ {words[said]} {len(edges)}")
        if edges and turn is not SectionTurn.CONTINUES:
            lines += [f"  {_edge_line(edge, said)}" for edge in edges]
        lines += [""] if edges else []
    for paths, words in (
        (lineage.ended, ("後の一覧にない組織", "Not in the newer list")),
        (lineage.new, ("新しい組織", "New")),
    ):
        if paths:
            lines += [f"■ {words[said]} {len(paths)}", *(f"  {path_words(path)}" for path in paths), ""]
    return "\n".join(lines).rstrip() + "\n"


def path_words(path: Sequence[str]) -> str:
    """Return a unit with the units above it: 総務局 ＞ 秘書課."""
    return " ＞ ".join(path)


def _edge_line(edge: SectionEdge, said: int) -> str:
    sure = (
        ("人が確かめた", "confirmed by a person")[said]
        if edge.verdict is Verdict.CONFIRMED
        else f"{('確からしさ', 'confidence')[said]} {edge.confidence:.2f}"
    )
    comma = "、" if said == 0 else ", "
    speaking = comma.join(EVIDENCE_WORDS[one][said] for one in edge.evidence if one in EVIDENCE_WORDS)
    told = f"{sure}（{speaking}）" if said == 0 else f"{sure} ({speaking})"
    return f"{path_words(edge.old)} → {path_words(edge.new)}  {told if speaking else sure}"
