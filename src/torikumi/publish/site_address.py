"""The address of a site on the net (base address), where it is known."""

from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from torikumi.errors import UserError


@dataclass(frozen=True, slots=True)
class SiteAddress:
    """An address such as https://www.city.example.lg.jp/plan/, always with a slash at its end."""

    text: str

    def of(self, path: str) -> str:
        """Return the address of a file of the site."""
        return self.text + quote(path)

    @property
    def path(self) -> str:
        """The part behind the name of the server: "/plan/"."""
        return urlsplit(self.text).path


def parse_site_address(text: str) -> SiteAddress:
    """Return the address that a person wrote; raises UserError for what is none."""
    try:
        parts = urlsplit(text.strip())
        is_good = (
            parts.scheme in ("http", "https")
            and bool(parts.hostname)
            and not (parts.query or parts.fragment or parts.username or parts.password)
        )
    except ValueError:
        is_good = False
    if not is_good or any(letter.isspace() or letter in "<>\"'" for letter in text.strip()):
        raise UserError(
            ja=f"サイトのアドレス「{text}」は使えません。https://www.city.example.lg.jp/plan/ のように書いてください。",
            en=f"“{text}” is no address of a site. Write it like https://www.city.example.lg.jp/plan/.",
        )
    address = text.strip()
    return SiteAddress(address if address.endswith("/") else f"{address}/")
