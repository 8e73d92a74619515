"""What is said of tables beside the projects: whose indicators they hold, and what of them was not read."""

from torikumi.plan.finding import Finding, Severity
from torikumi.plan.place import Place


def name_from_above(name: str, place: Place) -> Finding:
    """Return what is said of figures whose name is the line above their table."""
    return Finding(
        code="read-indicator-named-above",
        severity=Severity.WARNING,
        ja=f"この表には指標の名前の列がないため、すぐ上の行『{name}』を指標の名前として読みました。確かめてください。",
        en=f"This table names no indicator; the line above it, “{name}”, was taken for the name. Look at it.",
        place=place,
    )


def figures_unread(heading: str, place: Place) -> Finding:
    """Return what is said of a column of a table of indicators that is no part of an indicator."""
    return Finding(
        code="read-unread-column",
        severity=Severity.INFO,
        ja=f"指標の表の列『{heading}』は指標のどの項目にも当たらないため、読み取りませんでした。",
        en=f"The column “{heading}” of a table of indicators is no part of an indicator and was not read.",
        place=place,
    )


def figures_of_heading(text: str, count: int, node: str, place: Place) -> Finding:
    """Return what is said of indicators of which nothing says whose they are."""
    return Finding(
        code="read-indicators-of-title",
        severity=Severity.WARNING,
        ja=f"{count}つの指標は、どの目標や施策のものか書かれていないため、表の題『{text}』の指標として読みました。",
        en=f"Nothing says which goal or measure {count} indicators belong to; they were read under the title “{text}”.",
        subject=node,
        place=place,
    )


def without_owner(count: int, place: Place) -> Finding:
    """Return what is said of indicators that nothing could be found to hold."""
    return Finding(
        code="read-indicators-without-owner",
        severity=Severity.WARNING,
        ja=f"{count}つの指標は、どの目標・施策・事業のものかわからないため読みませんでした。表の上に目標や施策の名前を書いてください。",
        en=f"{count} indicators were not read: nothing says which goal, measure or project they belong to. "
        "Write its name above the table.",
        place=place,
    )


def no_projects(indicators: int) -> Finding:
    """Return what is said of a document that lists indicators and no project."""
    return Finding(
        code="read-no-projects",
        severity=Severity.WARNING,
        ja=f"事業の一覧はなく、目標や施策の指標{indicators}件だけを読みました。事業の表が別にあるときは、一緒に指定してください。",
        en=f"The document lists no projects; {indicators} indicators of its goals and measures were read. "
        "If another file lists the projects, name it with this one.",
    )


def list_as_projects(text: str, count: int, place: Place) -> Finding:
    """Return what is said of a list in running text whose names were taken for projects."""
    return Finding(
        code="read-list-as-projects",
        severity=Severity.INFO,
        ja=f"表ではありませんが、『{text}』の下に並ぶ{count}件の名前を事業として読みました。",
        en=f"The {count} names listed below “{text}” were read as projects, though they stand in no table.",
        place=place,
    )


def other_name(node: str, code: str, known: str, printed: str, place: Place | None) -> Finding:
    """Return what is said of a code that stands beside two names."""
    return Finding(
        code="read-code-name-differs",
        severity=Severity.WARNING,
        ja=f"番号{code}の名前が、『{known}』と『{printed}』の2通りあります。番号が同じなので1つとして読みました。",
        en=f"The code {code} stands beside two names, “{known}” and “{printed}”. They were read as one.",
        subject=node,
        field="name",
        place=place,
    )
