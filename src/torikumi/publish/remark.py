"""What publishing tells the person who asked for it, besides the files."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Remark:
    """One sentence, in Japanese and in English."""

    ja: str
    en: str
