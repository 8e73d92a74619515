"""A first pass over XML that nobody has looked at: stops at whatever would grow in the memory or reach outside."""

from xml.parsers import expat

from torikumi.errors import UserError
from torikumi.read.archive import broken_archive, oversized

MAX_ELEMENTS = 3_000_000
MAX_DEPTH = 60
MAX_TEXT = 1_000_000


class ForbiddenXmlError(UserError):
    """The XML declares a document type: entities that grow without end, or that fetch other files."""


class XmlScan:
    """One pass of expat over one member; counts, and stops as soon as a bound is passed.

    What a file type wants to know beside that, it takes note of in `note_start`, `note_end` and `note_text`.
    """

    def __init__(self, name: str, *, elements: int = MAX_ELEMENTS, depth: int = MAX_DEPTH) -> None:
        self.name = name
        self.depth = 0
        self._elements = self._length = 0
        self._most_elements, self._most_depth = elements, depth

    def run(self, content: bytes) -> None:
        """Scan the whole of a member. Raises a UserError for what may not be opened."""
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._doctype
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        try:
            parser.Parse(content, True)
        except (expat.ExpatError, LookupError, ValueError) as error:
            raise broken_archive(self.name) from error

    def note_start(self, tag: str, attributes: dict[str, str]) -> None:
        """Take note of an element that begins; `tag` is as it stands, with its prefix."""

    def note_end(self, tag: str) -> None:
        """Take note of an element that ends."""

    def note_text(self, text: str) -> None:
        """Take note of text."""

    def _doctype(self, *_: object) -> None:
        raise ForbiddenXmlError(
            ja=f"「{self.name}」の中のXMLに文書型宣言（DOCTYPE）があり、安全のため開きません。"
            "元のソフトで開いて保存し直してください。",
            en=f"The XML inside {self.name} declares a document type (DOCTYPE), which is not opened for safety. "
            "Save the file again with the program that made it.",
        )

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        self._elements += 1
        self._length = 0
        if self.depth > self._most_depth:
            raise oversized(self.name, "XMLの入れ子が深すぎる", "its XML is nested too deep")
        if self._elements > self._most_elements:
            raise oversized(self.name, "セルが多すぎる", "it holds too many cells")
        self.note_start(tag, attributes)

    def _end(self, tag: str) -> None:
        self.note_end(tag)
        self.depth -= 1

    def _text(self, text: str) -> None:
        self._length += len(text)
        if self._length > MAX_TEXT:
            raise oversized(self.name, "1つのセルの文字が多すぎる", "one of its cells holds too much text")
        self.note_text(text)
