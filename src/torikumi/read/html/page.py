"""A web page as a tree of what a person sees."""

import re
from collections.abc import Iterator
from typing import TypeAlias

from lxml import etree
from lxml import html as lxml_html

from torikumi.read.archive import broken_archive, oversized

MAX_ELEMENTS = 1_000_000
MAX_DEPTH = 150  # pages of the worst kind have some sixty
MAX_RULES = 200_000  # characters of style rules that are looked at
Element: TypeAlias = lxml_html.HtmlElement

# What is never printed, or belongs to the working of the page and not to what it says.
_LEFT_OUT = frozenset(
    (
        "script", "style", "template", "noscript", "iframe", "object", "embed", "svg", "canvas", "video", "audio",
        "head", "rt", "rp", "rtc", "nav", "button", "select", "datalist", "textarea", "input", "map", "area", "dialog",
    )
)  # fmt: skip
_HIDING = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse))", re.IGNORECASE)
_DRAWN = re.compile(
    r"border(?:-radius)?\s*:\s*(?!none|0\s*(?:;|\Z))|background(?:-color)?\s*:", re.IGNORECASE
)
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_CLASS = re.compile(r"\s*\.([A-Za-z_][\w-]*)\s*\Z")
_CONDITIONAL = re.compile(r"@[^{};]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_SITE = re.compile(r"\s*[|｜]\s*|\s[-–—]\s")
_JAPANESE = re.compile("[\u3040-\u30ff\u4e00-\u9fff]")
# Classes of the usual libraries for words that only a voice reads out.
_FOR_VOICES = frozenset(
    ("sr-only", "visually-hidden", "visuallyhidden", "screen-reader-text", "assistive-text")
)


def _is_of_table(element: Element) -> bool:
    return element.find(".//td") is not None or next(element.iterancestors("table"), None) is not None


def _depth(root: Element) -> int:
    depth = deepest = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return deepest


class PageTree:
    """The tree of a page, and which of its parts are hidden. Raises a UserError for a page beyond all measure."""

    def __init__(self, text: str, *, name: str) -> None:
        if text.count("<") > MAX_ELEMENTS:
            raise oversized(name, "要素が多すぎる", "it holds too many elements")
        parser = lxml_html.HTMLParser(
            encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=False
        )
        octets = text.replace("\0", "").encode("utf-8", "replace")
        try:
            self.root: Element | None = lxml_html.document_fromstring(octets, parser=parser)
        except etree.ParserError:
            self.root = None  # a page without any element
        except (etree.XMLSyntaxError, ValueError) as error:
            raise broken_archive(name) from error
        is_cut_off = any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log)
        if is_cut_off or (self.root is not None and _depth(self.root) > MAX_DEPTH):
            raise oversized(
                name,
                "入れ子が深すぎるか、1か所の文字が多すぎる",
                "it is nested too deep, or one text is too long",
            )
        self.hidden: list[str] = []
        self.hides_table = False  # what is hidden is a table, or a part of one, and no menu
        self.badges: list[str] = []
        self._hidden_classes = frozenset(self._classes_with_rule(_HIDING))
        self._drawn_classes = frozenset(self._classes_with_rule(_DRAWN))

    @property
    def body(self) -> Element | None:
        """The part of the page that is shown."""
        return None if self.root is None else self.root.find("body")

    @property
    def title(self) -> str:
        """What a browser shows above the page, without the name of the site."""
        found = None if self.root is None else self.root.find(".//title")
        text = " ".join((found.text_content() if found is not None else "").split())
        return _SITE.split(text)[0].strip()

    def is_shown(self, element: Element) -> bool:
        """Tell whether an element is printed; words that are hidden are taken note of."""
        if (
            not isinstance(element.tag, str)
            or element.tag in _LEFT_OUT
            or element.get("role") == "navigation"
        ):
            return False
        classes = frozenset((element.get("class") or "").split())
        if classes & _FOR_VOICES:
            return False
        is_hidden = element.get("hidden") is not None or _HIDING.search(element.get("style") or "")
        if is_hidden or classes & self._hidden_classes:
            words = " ".join(element.text_content().split())
            if _JAPANESE.search(words):
                self.hidden.append(words)
                self.hides_table = self.hides_table or _is_of_table(element)
            return False
        return True

    def is_badge(self, element: Element) -> bool:
        """Tell whether an element is drawn as a small mark of its own: with a border, or with words that appear above it."""
        classes = frozenset((element.get("class") or "").split())
        return element.get("title") is not None or bool(classes & self._drawn_classes)

    def japanese_in_scripts(self) -> int:
        """Return how many Japanese characters stand in the page's scripts: data that a script will put in."""
        return sum(
            len(_JAPANESE.findall(script.text or ""))
            for script in self._all("script")
            if script.get("type") != "application/ld+json"
        )

    def has_outside_scripts(self) -> bool:
        """Tell whether the page loads scripts from elsewhere."""
        return any(script.get("src") for script in self._all("script"))

    def _all(self, tag: str) -> Iterator[Element]:
        return iter(()) if self.root is None else self.root.iter(tag)

    def _classes_with_rule(self, wanted: re.Pattern[str]) -> Iterator[str]:
        """Yield the classes that the page's own rules always show so, not only on paper or on small screens."""
        for style in self._all("style"):
            if style.get("media") not in (None, "", "all", "screen"):
                continue
            rules = _CONDITIONAL.sub("", _COMMENT.sub("", (style.text or "")[:MAX_RULES]))
            for selectors, properties in _RULE.findall(rules):
                if wanted.search(properties):
                    yield from (found[1] for one in selectors.split(",") if (found := _CLASS.match(one)))
