"""MarkItDown: any document to Markdown."""

from markdown_tables import tables_of_markdown

PACKAGES = ("markitdown",)


def reader(mode):  # noqa: ARG001 - it has one mode
    """Return a function that reads a file as one table of rows."""
    from markitdown import MarkItDown

    converter = MarkItDown(enable_plugins=False)

    def read(path):
        return {"tables": tables_of_markdown(converter.convert(path).markdown)}

    return read
