"""mammoth: DOCX to HTML; its tables with their spans."""

from html_tables import tables_of_html

PACKAGES = ("mammoth",)


def reader(mode):  # noqa: ARG001 - it has one mode
    """Return a function that reads the tables of a document."""
    import mammoth

    def read(path):
        with open(path, "rb") as file:  # noqa: PTH123 - as its manual does
            return {"tables": tables_of_html(mammoth.convert_to_html(file).value)}

    return read
