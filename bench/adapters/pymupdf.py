"""PyMuPDF: Page.find_tables."""

PACKAGES = ("pymupdf",)


def reader(mode):
    """Return a function that reads the tables of a file with the strategy `mode` (lines, text)."""
    import pymupdf

    def read(path):
        tables = []
        with pymupdf.open(path) as document:
            for number, page in enumerate(document, start=1):
                found = page.find_tables(strategy=mode)
                tables.extend({"page": number, "rows": table.extract()} for table in found.tables)
        return {"tables": tables}

    return read
