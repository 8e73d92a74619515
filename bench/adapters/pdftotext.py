"""pdftotext -layout (poppler): lines of text; two or more spaces are taken for the border of a cell."""

import re
import subprocess

PACKAGES = ()
_GAP = re.compile(r" {2,}")


def reader(mode):  # noqa: ARG001 - it has one mode
    """Return a function that reads the lines of each page as one table."""

    def read(path):
        printed = subprocess.run(["pdftotext", "-layout", path, "-"], check=True, capture_output=True).stdout
        pages = printed.decode().split("\f")
        return {
            "tables": [
                {
                    "page": number,
                    "rows": [_GAP.split(line.strip()) for line in page.splitlines() if line.strip()],
                }
                for number, page in enumerate(pages, start=1)
                if page.strip()
            ]
        }

    return read
