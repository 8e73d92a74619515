"""tabula-py: tabula-java behind a Python wrapper."""

PACKAGES = ("tabula-py",)


def reader(mode):
    """Return a function that reads the tables of a file; `mode` is lattice or stream."""
    import tabula

    def read(path):
        found = tabula.read_pdf(path, pages="all", output_format="json", **{mode: True})
        return {
            "tables": [
                {
                    "page": table.get("page_number"),
                    "rows": [[cell["text"] for cell in row] for row in table["data"]],
                }
                for table in found
            ]
        }

    return read
