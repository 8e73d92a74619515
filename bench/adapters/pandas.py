"""pandas: read_excel and read_html."""

PACKAGES = ("pandas",)


def reader(mode):
    """Return a function that reads the sheets (`excel`) or the tables (`html`) of a file."""
    import pandas

    def read(path):
        if mode == "excel":
            frames = pandas.read_excel(path, sheet_name=None, header=None, dtype=str).values()
        else:
            frames = pandas.read_html(path, header=None, encoding="utf-8", keep_default_na=False)
        return {"tables": [{"page": None, "rows": _rows(frame)} for frame in frames]}

    return read


def _rows(frame):
    head = [[str(name) for name in frame.columns]] if frame.columns.dtype == object else []
    body = frame.astype(object).where(frame.notna(), "").to_numpy().tolist()
    return head + [[str(value) for value in row] for row in body]
