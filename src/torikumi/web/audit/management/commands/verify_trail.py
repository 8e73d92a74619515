"""`verify_trail`: whether the trail is as it was written."""

import sys
from argparse import ArgumentParser
from collections.abc import Iterable
from itertools import islice

from django.core.management.base import BaseCommand

from torikumi.errors import UserError
from torikumi.web.audit.chain import Head
from torikumi.web.audit.queries import chains, faults_of, trail_head

_SHOWN = 20


class Command(BaseCommand):
    """Follows every chain from its first entry; ends with exit code 1 where something is wrong."""

    help = "操作の記録が書かれた時のままかを確かめます。違うところがあれば、終了コード1で終わります。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("--municipality", metavar="CODE", help="この団体の記録だけを確かめる（6桁）")
        parser.add_argument(
            "--head",
            action="append",
            default=[],
            metavar="HASH@POSITION",
            help="外に控えてあるハッシュと位置。--municipality と一緒に。何度でも",
        )

    def handle(self, *args: object, **options: object) -> None:
        """Verify, print one line a chain, and what is wrong below it."""
        only, known = options["municipality"], [_parse_head(str(text)) for text in _texts(options["head"])]
        if known and only is None:
            raise UserError(
                ja="--head は --municipality と一緒に使います。団体コードも指定してください。",
                en="--head needs --municipality; name the city as well.",
            )
        codes = chains() if only is None else (str(only),)
        broken = sum(self._verify(code, known) for code in codes)
        if broken:
            sys.exit(1)

    def _verify(self, code: str, known: Iterable[Head]) -> bool:
        name = code or "（団体によらない記録）"
        faults = list(islice(faults_of(code, known=known), _SHOWN + 1))
        if not faults:
            head = trail_head(code)
            self.stdout.write(f"{name}：{head.position:,}件、異状なし。{head}")
            return False
        self.stdout.write(f"{name}：書かれた時のままではありません。")
        for fault in faults[:_SHOWN]:
            self.stdout.write(f"  {fault}")
        if len(faults) > _SHOWN:
            self.stdout.write("  ほかにもあります。")
        return True


def _texts(value: object) -> list[object]:
    assert isinstance(value, list)  # noqa: S101  action="append" gives a list
    return value


def _parse_head(text: str) -> Head:
    hash_, _, position = text.strip().partition("@")
    if (
        len(hash_) == 64
        and set(hash_) <= set("0123456789abcdef")
        and position.isascii()
        and position.isdigit()
    ):
        return Head(position=int(position), hash=hash_)
    raise UserError(
        ja=f"「{text}」は、ハッシュ64文字、@、位置の順ではありません。操作の記録の画面にある形で指定してください。",
        en=f"{text!r} is not 64 digits of a hash, @ and a position; give it as the page of the trail shows it.",
    )
