"""Learns the weights of lineage anew: `python bench/lineage_training.py FOLDER`, the folder of the yearly review sheets.

Learnt from 2015 to 2018; the step from 2018 to 2019 is left for measuring (`bench/lineage.py`). With `--leave-out 2017`
the step from that year is left, too, and with `-o FILE` the weights go to a file for `bench/lineage.py --weights FILE`.
"""

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.lineages.learning import learn, rows_of
from bench.lineages.sheets import read_year

from torikumi.compare.lineage.model import WEIGHTS, write_model

_STEPS = (("2015", "2016", "ids"), ("2016", "2017", "ids"), ("2017", "2018", "links"))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--leave-out", choices=[old for old, _, _ in _STEPS], default=None)
    parser.add_argument("-o", "--output", type=Path, default=WEIGHTS)
    asked = parser.parse_args()
    steps = [step for step in _STEPS if step[0] != asked.leave_out]
    rows = []
    for old, new, gold in steps:
        rows += [*rows_of(*(read_year(asked.folder / f"{name}.ndjson.gz") for name in (old, new)), gold=gold)]
    names = [f"{old}→{new} ({gold})" for old, new, gold in steps]
    asked.output.write_text(write_model(learn(rows), learnt_from=names), encoding="utf-8")
    print(asked.output.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
