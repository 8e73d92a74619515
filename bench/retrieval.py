"""How well a project's successor is found among all of the next year by its text alone, beside other ways.

    python bench/retrieval.py OLD.ndjson.gz NEW.ndjson.gz [--gold ids|links] [--name-only] [--json]
    python bench/retrieval.py --jsquad FILE | --jsts FILE

The first takes two years of review sheets (JUDGIT!): of each old project whose successor the source knows, name and
summary are the question, all new projects of all ministries the texts. `shipped` is the search of the product as it is:
an index on disk, its candidates, its likeness. The others look at every text. With --name-only the old project's name is
the whole question, as where somebody types one or a plan lists names alone. --jsquad takes a file of JSQuAD (question
to paragraph: MRR@10, recall@1), --jsts one of JSTS (JSON lines; Spearman of the likeness), in their own form.
"""

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np
from scipy.stats import spearmanr

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.corpora.searcher import searcher_of
from bench.corpora.texts import Texts, bigrams, bm25, cosines, embedded, sudachi_words
from bench.lineages.sheets import edges_by_id, edges_by_link, read_year

from torikumi.corpus.embedder import open_embedder
from torikumi.corpus.similar import Asked, find_similar, likeness_of
from torikumi.text.names import project_key

Scores = Callable[[Sequence[int]], np.ndarray]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("years", nargs="*", type=Path)
    parser.add_argument("--gold", choices=("ids", "links"), default="links")
    parser.add_argument("--name-only", action="store_true")
    parser.add_argument("--jsquad", type=Path)
    parser.add_argument("--jsts", type=Path)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    if asked.jsquad:
        found: Mapping[str, object] = paragraphs(asked.jsquad)
    elif asked.jsts:
        found = pairs(asked.jsts)
    elif len(asked.years) == 2:
        found = successors(*asked.years, gold=asked.gold, name_only=asked.name_only)
    else:
        parser.error("name two years of sheets, or --jsquad FILE, or --jsts FILE")
    if asked.json:
        print(json.dumps(found, ensure_ascii=False, indent=1))
        return
    for name, value in found.items():
        print(f"{name}: {value}")


def successors(old_path: Path, new_path: Path, *, gold: str, name_only: bool = False) -> dict[str, object]:
    """Recall@1, recall@10 and MRR over all, and over those whose name changed."""
    old, new = read_year(old_path), read_year(new_path)
    edges, _ = (edges_by_id if gold == "ids" else edges_by_link)(old, new)
    right: dict[int, set[int]] = {}
    for one, other in edges:
        right.setdefault(one, set()).add(other)
    questions = sorted(right)
    renamed = [
        at
        for at in questions
        if all(
            project_key(old.sheets[at]["事業名"]) != project_key(new.sheets[one]["事業名"])
            for one in right[at]
        )
    ]
    sides = [
        Texts(
            [project.name for project in year.plan.projects],
            ["" if name_only and year is old else project.summary or "" for project in year.plan.projects],
        )
        for year in (old, new)
    ]
    result: dict[str, object] = {
        "years": f"{old.year} → {new.year}",
        "gold": gold,
        "asked by": "name" if name_only else "name and summary",
        "questions": len(questions),
        "renamed": len(renamed),
        "texts": len(new.sheets),
    }
    for name, ranks in _ways(*sides, questions, right).items():
        result[name] = _figures(ranks, questions, renamed)
    return result


def _ways(
    old: Texts, new: Texts, questions: Sequence[int], right: Mapping[int, set[int]]
) -> dict[str, list[int]]:
    keys = [[project_key(name) for name in side.names] for side in (old, new)]
    names = cosines(bigrams(old.names), bigrams(new.names))
    wholes = cosines(bigrams(old.whole), bigrams(new.whole))
    ways: dict[str, Scores] = {
        "exact name": lambda rows: np.asarray(
            [[keys[0][at] == key for key in keys[1]] for at in rows], dtype=float
        ),
        "cosine of bigrams": wholes,
        "BM25 of bigrams": bm25(bigrams(old.whole), bigrams(new.whole)),
        "BM25 of Sudachi words": bm25(sudachi_words(old.whole), sudachi_words(new.whole)),
    }
    embedder = open_embedder()
    if embedder is not None:
        meaning = embedded(embedder, old, new)
        ways["model alone"] = meaning
        ways["words and model, every text"] = lambda rows: _likeness(names(rows), wholes(rows), meaning(rows))
    ways["words, every text"] = lambda rows: _likeness(names(rows), wholes(rows), None)
    ranks = {name: _ranks(scores, questions, right) for name, scores in ways.items()}
    ranks["shipped (words)"] = _shipped(old, new, questions, right)
    return ranks


def _likeness(name: np.ndarray, whole: np.ndarray, meaning: np.ndarray | None) -> np.ndarray:
    shares = [
        likeness_of(name=one, whole=1 - one, meaning=0.0 if meaning is not None else None)[1]
        for one in (1.0, 0.0)
    ]
    by_words = shares[0] * name + shares[1] * whole
    if meaning is None:
        return by_words
    return by_words + likeness_of(name=0.0, whole=0.0, meaning=1.0)[1] * np.maximum(meaning, 0)


def _shipped(old: Texts, new: Texts, questions: Sequence[int], right: Mapping[int, set[int]]) -> list[int]:
    with tempfile.TemporaryDirectory(prefix="torikumi-retrieval-") as folder:
        searcher = searcher_of(Path(folder), new.names, new.summaries)
        ranks = []
        begun = time.perf_counter()
        for at in questions:
            answer = find_similar(
                searcher, Asked(name=old.names[at], summary=old.summaries[at]), limit=10, least=0.0
            )
            found = [int(one.hit.line.partition("@")[0]) for one in answer.projects]
            ranks.append(
                next((rank for rank, one in enumerate(found, start=1) if one in right[at]), len(new.names))
            )
        print(
            f"{1000 * (time.perf_counter() - begun) / len(questions):.1f} ms a question (shipped)",
            file=sys.stderr,
        )
    return ranks


def _ranks(scores: Scores, questions: Sequence[int], right: Mapping[int, set[int]]) -> list[int]:
    ranks = []
    for start in range(0, len(questions), 200):
        some = questions[start : start + 200]
        for row, at in zip(scores(some), some, strict=True):
            best = max(row[one] for one in right[at])
            # Of equals half stand before it.
            ranks.append(1 + int((row > best).sum()) + int((row == best).sum() - 1) // 2)
    return ranks


def _figures(ranks: Sequence[int], questions: Sequence[int], some: Sequence[int]) -> dict[str, float]:
    chosen = set(some)
    found = np.asarray(ranks)
    part = found[[at in chosen for at in questions]]
    return {
        "recall@1": round(float((found == 1).mean()), 4),
        "recall@10": round(float((found <= 10).mean()), 4),
        "MRR": round(float((1 / found).mean()), 4),
        "renamed recall@1": round(float((part == 1).mean()), 4) if len(part) else float("nan"),
        "renamed recall@10": round(float((part <= 10).mean()), 4) if len(part) else float("nan"),
    }


def paragraphs(path: Path) -> dict[str, object]:
    """JSQuAD: each question's own paragraph among all paragraphs of the file."""
    content = json.loads(path.read_text(encoding="utf-8"))
    contexts: list[str] = []
    asked: list[tuple[str, int]] = []
    for article in content["data"]:
        for paragraph in article["paragraphs"]:
            contexts.append(paragraph["context"])
            asked += [(one["question"], len(contexts) - 1) for one in paragraph["qas"]]
    questions, right = [one for one, _ in asked], {at: {one} for at, (_, one) in enumerate(asked)}
    old, new = Texts(questions, [""] * len(questions)), Texts(contexts, [""] * len(contexts))
    ways: dict[str, Scores] = {
        "BM25 of bigrams": bm25(bigrams(old.names), bigrams(new.names)),
        "BM25 of Sudachi words": bm25(sudachi_words(old.names), sudachi_words(new.names)),
        "cosine of bigrams": cosines(bigrams(old.names), bigrams(new.names)),
    }
    embedder = open_embedder()
    if embedder is not None:
        ways["model alone"] = embedded(embedder, old, new)
    result: dict[str, object] = {"questions": len(questions), "paragraphs": len(contexts)}
    for name, scores in ways.items():
        ranks = np.asarray(_ranks(scores, range(len(questions)), right))
        result[name] = {
            "recall@1": round(float((ranks == 1).mean()), 4),
            "MRR@10": round(float(np.where(ranks <= 10, 1 / ranks, 0).mean()), 4),
        }
    return result


def pairs(path: Path) -> dict[str, object]:
    """JSTS: Spearman's correlation of the likeness of two sentences with what people said."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    ones, others = ([row[name] for row in rows] for name in ("sentence1", "sentence2"))
    said = [float(row["label"]) for row in rows]
    words = np.asarray(
        [
            float(cosines(bigrams([one]), bigrams([other]))([0])[0, 0])
            for one, other in zip(ones, others, strict=True)
        ]
    )
    result: dict[str, object] = {"pairs": len(rows), "words": _spearman(words, said)}
    embedder = open_embedder()
    if embedder is not None:
        meaning = (embedder.embed(ones) * embedder.embed(others)).sum(axis=1)
        result["model alone"] = _spearman(meaning, said)
        result["words and model"] = _spearman(_likeness(words, words, meaning), said)
    return result


def _spearman(found: np.ndarray, said: Sequence[float]) -> float:
    return round(float(spearmanr(found, said).statistic), 4)


if __name__ == "__main__":
    main()
