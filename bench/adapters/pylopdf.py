"""pylopdf: Page.find_tables."""

PACKAGES = ("pylopdf",)


def reader(mode):
    """Return a function that reads the tables of a file with the strategy `mode` (lines, text)."""
    import pylopdf

    def read(path):
        document = pylopdf.open(path)
        tables = []
        for number in range(len(document)):
            found = document[number].find_tables(mode)
            tables.extend({"page": number + 1, "rows": table.extract()} for table in found.tables)
        return {"tables": tables}

    return read
