"""The files that the data page offers, with the words that say what each is for."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A file to download: its address, its name for people, its kind and its size in bytes."""

    address: str
    group: str
    name: str
    kind: str
    octets: int

    @property
    def size(self) -> str:
        """The size in words."""
        if self.octets < 1024:
            return f"{self.octets}バイト"
        return f"{self.octets / 1024:,.0f}KB"


def offer_file(address: str, group: str, name: str, kind: str, octets: bytes) -> tuple[Offer, bytes]:
    """Return the offer of a file, and the file."""
    return Offer(address=address, group=group, name=name, kind=kind, octets=len(octets)), octets


@dataclass(frozen=True, slots=True)
class OfferGroup:
    """Files that serve one purpose."""

    title: str
    words: str
    files: tuple[Offer, ...]


PAPER = "印刷する資料"
PEOPLE = "人が読む表"
MACHINE = "機械で読めるデータ"
NATIONAL = "国の形に合わせたデータ"
ABOUT = "データの説明"
ORIGINAL = "計画の全部"

_WORDS = {
    PAPER: "そのまま印刷して配れるPDFです。しおりがあり、読み上げソフトでも読めます。",
    PEOPLE: "会議資料に直して使える表です。見出しの行、色、罫線があります。",
    MACHINE: "1行1件、1セル1値で、セルの結合はありません。年度は西暦、数値は数値だけで、単位は別の列にあります。",
    NATIONAL: "国の行政事業レビュー（RSシステム）の表の形と、デジタル庁の事例データモデル（DS-451-3）の形にしたものです。",
    ABOUT: "プログラムのための目録（DCAT）と、CSVの列の説明（CSV on the Web）です。",
    ORIGINAL: "読み取った場所まで含む、この計画の正本です。ほかのファイルはここから作られています。",
}


def grouped_offers(offers: Sequence[Offer]) -> tuple[OfferGroup, ...]:
    """Return the files by purpose; a purpose without a file is left out."""
    return tuple(_groups(offers))


def _groups(offers: Sequence[Offer]) -> Iterable[OfferGroup]:
    for title, words in _WORDS.items():
        files = tuple(offer for offer in offers if offer.group == title)
        if files:
            yield OfferGroup(title, words, files)
