"""Verify an exported trail (JSON lines) with nothing but Python: `python verify_trail.py trail.jsonl [HASH@POSITION ...]`.

Give the heads that were written down outside the system as further arguments; without one, a trail that was rewritten
from the first entry to the last is not found. The form of an entry is explained in docs/reference/trail.md.
"""

import hashlib
import json
import sys

SEALED = (
    "action", "actor", "address", "after", "at", "before", "chain_position", "municipality",
    "object_id", "object_kind", "on_behalf_of", "previous_hash", "reason", "request_id", "role",
)  # fmt: skip


def seal(entry: dict[str, object]) -> str:
    """Return the hash that an entry must have."""
    sealed = {name: entry.get(name) for name in SEALED}
    line = json.dumps(sealed, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(line.encode()).hexdigest()


def verify(path: str, known: list[str]) -> list[str]:
    """Return what is wrong with the file, one sentence each."""
    wrong, position, previous, sequence, head = [], 0, "0" * 64, 0, ""
    missing = set(known)
    with open(path, encoding="utf-8") as lines:  # noqa: PTH123  no more than any language can do
        for line in lines:
            entry = json.loads(line)
            if "head_hash" in entry:
                head = f"{entry['head_hash']}@{entry['head_position']}"
                continue
            position += 1
            if entry["chain_position"] != position:
                wrong.append(f"{position}: entry {entry['chain_position']} stands here")
                position = entry["chain_position"]
            if entry["previous_hash"] != previous:
                wrong.append(f"{position}: does not follow the entry before")
            if seal(entry) != entry["hash"]:
                wrong.append(f"{position}: is not what was written")
            if entry["sequence"] <= sequence:
                wrong.append(f"{position}: the numbers of the entries are out of order")
            previous, sequence = entry["hash"], entry["sequence"]
            missing.discard(f"{previous}@{position}")
    if head != f"{previous}@{position}":
        wrong.append(f"{position}: the last entry is not the head {head or '(missing)'}")
    wrong += [f"{one}: this known head is not in the trail" for one in sorted(missing)]
    print(f"{position} entries, head {previous}@{position}")
    return wrong


if __name__ == "__main__":
    found = verify(sys.argv[1], sys.argv[2:])
    print("\n".join(found) or "as it was written")
    sys.exit(1 if found else 0)
