"""Reads one document in a process of its own, and prints what it read: python -m …reader_process FILE NAME.

NAME is what people call the document; FILE is only where its bytes lie.

A document that breaks its reader ends this process, never the one that serves the pages. Knows nothing of Django.
"""

import json
import resource
import sys
from pathlib import Path

from torikumi.errors import UserError
from torikumi.plan.codec import encode_all
from torikumi.plan.file import dump_plan, load_plan
from torikumi.read.gate import load_octets
from torikumi.read.reading import Reading
from torikumi.read.run import read_documents
from torikumi.web.plans.limits import refuse_too_many

MEMORY = 1536 * 1024 * 1024
SECONDS = 60


def read_file(path: Path, name: str) -> Reading:
    """Return what the document of that name says; a plan.json is taken as it is."""
    octets = load_octets(path)
    if octets.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] != b"{":
        return read_documents([path], names=[name])
    try:
        text = octets.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UserError(
            ja=f"「{name}」はUTF-8ではないplan.jsonです。UTF-8で保存し直してください。",
            en=f"{name} is a plan.json that is not UTF-8; save it as UTF-8.",
        ) from error
    return Reading(plan=load_plan(text), findings=())


def main(path: Path, name: str) -> None:
    """Print the plan and the findings, or the sentence for the person, as one JSON object."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    answer: dict[str, object]
    try:
        reading = read_file(path, name)
        refuse_too_many(reading.plan)
        answer = {
            "plan": dump_plan(reading.plan),
            "findings": encode_all(reading.findings),
        }
    except UserError as error:
        answer = {"error": {"ja": error.ja, "en": error.en}}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
