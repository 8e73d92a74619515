"""python-calamine: the values of each sheet."""

PACKAGES = ("python-calamine",)


def reader(mode):  # noqa: ARG001 - it has one mode
    """Return a function that reads the sheets of a workbook."""
    from python_calamine import CalamineWorkbook

    def read(path):
        book = CalamineWorkbook.from_path(path)
        return {
            "tables": [
                {
                    "page": None,
                    "rows": [
                        [_text(value) for value in row] for row in book.get_sheet_by_name(name).to_python()
                    ],
                }
                for name in book.sheet_names
            ]
        }

    return read


def _text(value):
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
