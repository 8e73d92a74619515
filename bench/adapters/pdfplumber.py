"""pdfplumber, and pdfplumber-rs, which installs itself under the same name in an environment of its own."""

PACKAGES = ()
_STRATEGIES = {
    "lines": ("lines", "lines"),
    "deduped": ("lines", "lines"),
    "text": ("text", "text"),
    "hlines": ("text", "lines"),
}


def reader(mode):
    """Return a function that reads the tables of a file with the strategy `mode`."""
    import pdfplumber

    # pdfplumber-rs takes no settings: the mode without a name.
    vertical, horizontal = _STRATEGIES.get(mode, (None, None))
    settings = [{"vertical_strategy": vertical, "horizontal_strategy": horizontal}] if mode else []

    def read(path):
        tables = []
        with pdfplumber.open(path) as document:
            for number, page in enumerate(document.pages, start=1):
                # Not its default: one call more for documents whose text is printed twice.
                seen = page.dedupe_chars(tolerance=1) if mode == "deduped" else page
                tables.extend({"page": number, "rows": rows} for rows in seen.extract_tables(*settings))
                close = getattr(page, "close", None)
                if close is not None:
                    close()
        return {"tables": tables}

    return read
