"""The other ways that lineage is measured beside: exact names, rapidfuzz with assignment, splink."""

import importlib.util
from collections import defaultdict
from importlib.metadata import version

import numpy as np
from bench.lineages.measures import Edges
from bench.lineages.sheets import Year
from scipy.optimize import linear_sum_assignment

_LEAST_RATIO = 60


def exact_names(old: Year, new: Year) -> Edges:
    """Return the pairs of the same ministry and the same name."""
    by_name: dict[tuple[str, str], list[int]] = defaultdict(list)
    for at, sheet in enumerate(old.sheets):
        by_name[sheet["府省庁"], sheet["事業名"]].append(at)
    found = set()
    for at, sheet in enumerate(new.sheets):
        known = by_name.get((sheet["府省庁"], sheet["事業名"]))
        if known:
            found.add((known[0], at))
    return found


def fuzzy_names(old: Year, new: Year) -> Edges | str:
    """Return the best assignment by rapidfuzz's token_sort_ratio of the names within each ministry."""
    if importlib.util.find_spec("rapidfuzz") is None:
        return "rapidfuzz is not installed"
    from rapidfuzz import fuzz, process

    found: Edges = set()
    for ministry in {sheet["府省庁"] for sheet in new.sheets}:
        olds = [at for at, sheet in enumerate(old.sheets) if sheet["府省庁"] == ministry]
        news = [at for at, sheet in enumerate(new.sheets) if sheet["府省庁"] == ministry]
        if not olds or not news:
            continue
        names = [[side.sheets[at]["事業名"] for at in ats] for side, ats in ((old, olds), (new, news))]
        ratios = np.asarray(process.cdist(*names, scorer=fuzz.token_sort_ratio))
        for one, other in zip(*linear_sum_assignment(ratios, maximize=True), strict=True):
            if ratios[one, other] >= _LEAST_RATIO:
                found.add((olds[one], news[other]))
    return found


def linked_records(old: Year, new: Year) -> Edges | str:
    """Return splink's best partner of each new sheet, its model estimated on the two years themselves."""
    missing = [name for name in ("splink", "pandas") if importlib.util.find_spec(name) is None]
    if missing:
        return f"{' and '.join(missing)} is not installed"
    if not (installed := version("splink")).startswith("4."):
        return f"splink 4 is asked in its own words; {installed} has others"
    import pandas
    import splink.comparison_library as compared
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    def frame(side: Year) -> pandas.DataFrame:
        return pandas.DataFrame(
            {
                "unique_id": range(len(side.sheets)),
                "ministry": [sheet["府省庁"] for sheet in side.sheets],
                "name": [sheet["事業名"] for sheet in side.sheets],
                "head": [sheet["事業名"][:2] for sheet in side.sheets],
                "section": [sheet.get("担当課室") or None for sheet in side.sheets],
                "text": [(sheet.get("事業目的") or "")[:200] or None for sheet in side.sheets],
                "begun": [str(sheet.get("開始年度") or "") or None for sheet in side.sheets],
            }
        )

    rules = [block_on("ministry", "head"), block_on("ministry", "section"), block_on("ministry", "begun")]
    settings = SettingsCreator(
        link_type="link_only",
        comparisons=[
            compared.JaroWinklerAtThresholds("name", [0.95, 0.85, 0.7]),
            compared.ExactMatch("section"),
            compared.JaroWinklerAtThresholds("text", [0.95, 0.8]),
            compared.ExactMatch("begun"),
        ],
        blocking_rules_to_generate_predictions=rules,
    )
    linker = Linker(
        [frame(old), frame(new)], settings, db_api=DuckDBAPI(), input_table_aliases=["old", "new"]
    )
    linker.training.estimate_probability_two_random_records_match([block_on("ministry", "name")], recall=0.9)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("ministry", "begun"))
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("ministry", "section"))
    table = linker.inference.predict(threshold_match_probability=0.5).as_pandas_dataframe()
    best: dict[int, tuple[float, int]] = {}
    for row in table.itertuples():
        ends = {row.source_dataset_l: row.unique_id_l, row.source_dataset_r: row.unique_id_r}
        given = (float(row.match_weight), int(ends["old"]))
        if int(ends["new"]) not in best or given > best[int(ends["new"])]:
            best[int(ends["new"])] = given
    return {(one, other) for other, (_, one) in best.items()}
