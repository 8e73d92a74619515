"""LiteParse: its Markdown; what stands outside its tables is kept as rows of one cell, for bands stand there."""

from markdown_tables import tables_of_markdown

PACKAGES = ("liteparse",)


def reader(mode):  # noqa: ARG001 - it has one mode
    """Return a function that reads a file as one table of rows."""
    from liteparse import LiteParse

    parser = LiteParse(ocr_enabled=False, output_format="markdown", quiet=True)

    def read(path):
        return {"tables": tables_of_markdown(parser.parse(path).text)}

    return read
