"""Print how long reading takes: the sample document in this process, a large workbook in processes of their own.

    python bench/read_speed.py

The large workbook is invented: 1,500 projects with levels in merged cells, indicators and money. openpyxl, which only gives
the cells and knows nothing of plans, stands beside as a measure.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import xlsxwriter

from torikumi.read.run import read_documents

ROWS = 1_500
REPOSITORY = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("TORIKUMI_SHARED") or REPOSITORY.parent / "shared" / "data")
HEADER = (
    "基本目標", "施策", "No.", "事業名", "事業概要", "今後の方向性", "担当課", "指標", "単位", "基準値", "目標値",
    "R5決算額（千円）", "R6予算額（千円）", "備考",
)  # fmt: skip
SUMMARY = "市民と事業者が力を合わせて取り組む。" * 6

_READ = """
import json, resource, sys, time
from pathlib import Path
begin = time.perf_counter()
from torikumi.read.run import read_documents
loaded = time.perf_counter()
count = len(read_documents([Path(sys.argv[1])]).plan.projects)
"""
_OPENPYXL = """
import json, resource, sys, time
begin = time.perf_counter()
import openpyxl
loaded = time.perf_counter()
book = openpyxl.load_workbook(sys.argv[1], read_only=True)
count = sum(1 for sheet in book for row in sheet.iter_rows(values_only=True) if row[3]) - 1
"""
_TELL = """
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({"load": loaded - begin, "read": time.perf_counter() - loaded, "MB": peak, "count": count}))
"""


def main() -> None:
    source = SHARED / "iruma" / "source.txt"
    if source.is_file():
        seconds, count = time_in_process(source)
        print(f"{source.name}: {count} projects, median {seconds:.3f} s in this process (goal < 0.1 s)")
    else:
        print(f"{source} is not here: left out")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "large.xlsx"
        write_large(path)
        print(
            f"generated workbook: {ROWS} projects × {len(HEADER)} columns, {path.stat().st_size // 1024} KB"
        )
        for name, program in (("torikumi read", _READ), ("openpyxl, read-only, cells alone", _OPENPYXL)):
            seconds, memory, count = time_in_subprocess(path, program)
            print(f"  {name}: {count} rows, median {seconds:.2f} s, peak {memory:.0f} MB")
        print("  (goal: < 1 s, < 150 MB)")


def time_in_process(path: Path, times: int = 9) -> tuple[float, int]:
    """Return the median of several readings, and how many projects were found."""
    taken = []
    for _ in range(times):
        begin = time.perf_counter()
        count = len(read_documents([path]).plan.projects)
        taken.append(time.perf_counter() - begin)
    return statistics.median(taken), count


def time_in_subprocess(path: Path, program: str, times: int = 3) -> tuple[float, float, int]:
    """Return median seconds (without loading the program), peak memory in MB, and rows found."""
    results = [
        json.loads(
            subprocess.run(
                [sys.executable, "-c", program + _TELL, str(path)], check=True, capture_output=True
            ).stdout
        )
        for _ in range(times)
    ]
    return statistics.median(r["read"] for r in results), max(r["MB"] for r in results), results[0]["count"]


def write_large(path: Path) -> None:
    """Write the invented workbook: 10 goals of 10 measures of 15 projects."""
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet("一覧")
        sheet.write_row(0, 0, HEADER)
        for index in range(ROWS):
            row = index + 1
            if index % 150 == 0:
                sheet.merge_range(row, 0, row + 149, 0, f"{index // 150 + 1} 目標その{index // 150 + 1}")
            if index % 15 == 0:
                sheet.merge_range(
                    row, 1, row + 14, 1, f"施策{index // 150 + 1}-{index // 15 % 10 + 1} 暮らしを支える"
                )
            label = ("A：充実", "B：継続", "C：縮小", "D：廃止")[index % 4]
            section = f"第{index % 40 + 1}推進課"
            cells = (index + 1, f"第{index + 1}号まちづくり事業", f"{SUMMARY}{index}", label, section)
            figures = (f"参加者数{index}", "人", index, index * 2, index * 1000, index * 1100, "市単独の事業")
            sheet.write_row(row, 2, cells + figures)


if __name__ == "__main__":
    main()
