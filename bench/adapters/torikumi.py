"""Our own reader: the tables of a document, or with `plan` the whole way to a plan and its records."""

PACKAGES = ()


def reader(mode):
    """Return a function that reads a document."""
    from pathlib import Path

    from torikumi.read.run import read_document, read_documents
    from torikumi.read.sources import docx, html, pdf, xlsx  # noqa: F401 - loaded when asked for; start-up is counted apart

    read = read_document if mode == "tables" else lambda path: read_documents([path])
    return lambda path: read(Path(path))


def plain(found):
    """Return what was read as plain values; turning it into JSON is no part of reading."""
    from dataclasses import asdict

    from torikumi.plan.records import to_records

    if hasattr(found, "plan"):
        findings = [{"code": finding.code, "ja": finding.ja} for finding in found.findings]
        return {"tables": [], "records": to_records(found.plan), "findings": findings}
    return {
        "tables": [{"page": None, "cells": [asdict(cell) for cell in table.cells]} for table in found.tables],
        "findings": [{"code": finding.code, "ja": finding.ja} for finding in found.findings],
    }
