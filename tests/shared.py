"""Where the real documents lie, beside the checkout; tests that need them are skipped where they are absent."""

import os
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("TORIKUMI_SHARED") or REPOSITORY.parent / "shared" / "data")

needs_shared = pytest.mark.skipif(
    not SHARED.is_dir(), reason="the folder of real documents (../shared/data) is not beside this checkout"
)
