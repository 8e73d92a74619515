"""What is carried over the border between the closed network and the internet: a published folder, sealed for the way."""

import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path

from torikumi.errors import UserError
from torikumi.publish.manifest import NAME
from torikumi.publish.verify import verify_folder

SUMS = "SHA256SUMS"
READ_ME = "README.txt"
SITE_FOLDER = "site"
# A file in a ZIP has a time; this one is the earliest that ZIP can say.
_NO_TIME = (1980, 1, 1, 0, 0, 0)
_SMALLEST_PART = 100_000

_INSTRUCTIONS = """\
{title}
公表するサイトの受け渡し

このまとまりに入っているのは、公表するファイルだけです。
  site/        ウェブサーバーに置くフォルダー
  SHA256SUMS   全部のファイルのSHA-256（sha256sum の形）
  README.txt   この説明

受け取った側ですること
  1. ファイルが変わっていないことを確かめます。取組（Torikumi）は要りません。
       Linux、macOS：
         sha256sum -c --quiet SHA256SUMS      （macOS では shasum -a 256 -c SHA256SUMS）
       Windows（PowerShell）：
         Get-Content -Encoding UTF8 SHA256SUMS | ForEach-Object {{
           $h, $f = $_ -split '  ', 2
           if ((Get-FileHash -Algorithm SHA256 -LiteralPath $f).Hash -ne $h) {{ "違います: $f" }} }}
     何も表示されなければ、全部そろっていて、変わっていません。
     SHA256SUMS そのもののSHA-256は、送った側に、別の方法（電話など）で確かめてください。
  2. site フォルダーの中身を、ウェブサーバーの公開する場所に丸ごと写します。
     先に新しい場所へ写してから切り替えると、途中の姿が見えません。
  3. 見つからないページの表示に、site/404.html を使うように設定します。
  4. 前に公表した版のアドレス（editions/…）は、新しいまとまりにも入っています。消えた版はありません。

全部で{count}個のファイル、{size}バイトです。
"""
_PARTS = """\
このまとまりは{count}個に分けてあります。元に戻してから、ZIPとして開いてください。
  Linux、macOS： cat {name}.part-* > {name}
  Windows：      copy /b {plus} {name}
戻したファイルの SHA-256： {seal}
"""


def bundle_site(folder: Path) -> dict[str, bytes]:
    """Return the files of the bundle by their path: the site, its sums and what the receiver has to do.

    Nothing but files that the manifest lists is in it. Raises UserError where the folder is not as it was published.
    """
    faults = verify_folder(folder)
    if faults:
        raise UserError(
            ja=f"「{folder}」は公表したときのままではありません（{faults[0].ja}全{len(faults)}件）。"
            "公表し直してから、もう一度実行してください。",
            en=f"{folder} is not as it was published ({faults[0].en} {len(faults)} in all). Publish again first.",
        )
    manifest = (folder / NAME).read_bytes()
    content = json.loads(manifest)
    listed = [str(entry["path"]) for entry in content["files"]]
    files = {f"{SITE_FOLDER}/{path}": (folder / path).read_bytes() for path in listed}
    files[f"{SITE_FOLDER}/{NAME}"] = manifest
    words = _INSTRUCTIONS.format(title=content["title"], count=len(files), size=sum(map(len, files.values())))
    files[READ_ME] = words.replace("\n", "\r\n").encode("utf-8-sig")
    return {**files, SUMS: _sums(files)}


def zip_bundle(files: Mapping[str, bytes], *, name: str) -> bytes:
    """Return the bundle as a ZIP whose files stand in a folder `name`; the same files give the same bytes."""
    octets = io.BytesIO()
    with zipfile.ZipFile(octets, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in sorted(files.items()):
            entry = zipfile.ZipInfo(f"{name}/{path}", _NO_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content)
    return octets.getvalue()


def split_zip(octets: bytes, *, name: str, most: int) -> dict[str, bytes]:
    """Return the ZIP in parts of at most `most` bytes, with the sums of the parts and how to join them."""
    if most < _SMALLEST_PART:
        raise UserError(
            ja=f"分ける大きさは{_SMALLEST_PART:,}バイト以上にしてください。",
            en=f"A part has at least {_SMALLEST_PART:,} bytes.",
        )
    parts = {f"{name}.part-{number:03}": part for number, part in enumerate(_cut(octets, most), start=1)}
    words = _PARTS.format(count=len(parts), name=name, plus="+".join(parts), seal=sha256(octets).hexdigest())
    return {
        **parts,
        READ_ME: words.replace("\n", "\r\n").encode("utf-8-sig"),
        SUMS: _sums(parts),
    }


def _cut(octets: bytes, most: int) -> Iterator[bytes]:
    for at in range(0, len(octets), most):
        yield octets[at : at + most]


def _sums(files: Mapping[str, bytes]) -> bytes:
    lines = [f"{sha256(octets).hexdigest()}  {path}\n" for path, octets in sorted(files.items())]
    return "".join(lines).encode()
