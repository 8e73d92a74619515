"""Files of a corpus are written whole or not at all."""

import os
import tempfile
from pathlib import Path


def write_whole(path: Path, octets: bytes) -> None:
    """Write a file under a temporary name, then give it its own; who reads sees the old or the new one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(octets)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
