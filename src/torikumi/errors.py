"""The two roots of what can go wrong."""


class TorikumiError(Exception):
    """Any error that this package raises on purpose."""


class UserError(TorikumiError):
    """Something the person can fix: one sentence with the next step, in Japanese and in English."""

    def __init__(self, ja: str, en: str) -> None:
        super().__init__(ja)
        self.ja = ja
        self.en = en

    def sentence(self, language: str) -> str:
        """Return the sentence in `language` ("ja" or "en")."""
        return self.ja if language == "ja" else self.en
