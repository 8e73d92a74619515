"""The two roots of what can go wrong, and why the system refuses a file."""

import errno

_REASONS = {
    errno.ENOENT: "見つかりません",
    errno.EACCES: "許可がありません",
    errno.EPERM: "許可がありません",
    errno.EISDIR: "フォルダーです",
    errno.ENOTDIR: "フォルダーではありません",
    errno.ENOSPC: "空きがありません",
    errno.EROFS: "書き込めない媒体です",
    errno.ENAMETOOLONG: "名前が長すぎます",
}


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


def reason_ja(error: OSError) -> str:
    """Return in Japanese why the system refused a file; in its own words where we have none."""
    return _REASONS.get(error.errno or 0) or error.strerror or str(error)
