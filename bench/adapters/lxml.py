"""lxml: the tables of an HTML page, spans laid out by our own few lines."""

from html_tables import tables_of_html

PACKAGES = ("lxml",)


def reader(mode):  # noqa: ARG001 - it has one mode
    """Return a function that reads the tables of a page."""
    import lxml.html  # noqa: F401 - its start belongs to the start

    def read(path):
        with open(path, "rb") as file:  # noqa: PTH123 - a path is what it is given
            return {"tables": tables_of_html(file.read())}

    return read
