"""The files of an edition, and the manifest that seals them."""

import json

from django.http import HttpRequest, HttpResponse
from ninja import Router

from torikumi.publish.manifest import NAME
from torikumi.web.api.addresses import edition_address, file_address
from torikumi.web.api.answers import json_response, public, tag_of, unchanged
from torikumi.web.api.editions import open_edition
from torikumi.web.api.openapi import openapi_document
from torikumi.web.api.shapes import FileList, PublishedFile
from torikumi.web.api.views.cities import EDITION, REFUSALS

router = Router(tags=["公表"])


@router.get("/openapi.json", url_name="openapi", include_in_schema=False)
def openapi(request: HttpRequest) -> HttpResponse:
    """Give the document of the API, by which programs and tools know it."""
    octets = openapi_document()
    tag = tag_of(octets.decode())
    return unchanged(request, tag) or public(HttpResponse(octets, content_type="application/json"), tag)


@router.get(
    EDITION + "/files", response={200: FileList, **REFUSALS}, url_name="files", operation_id="listFiles"
)
def file_list(request: HttpRequest, code: str, plan: int, edition: str) -> HttpResponse:
    """版のファイルの一覧。指紋（SHA-256）も。The files of an edition with their fingerprints."""
    opened = open_edition(code=code, series=plan, edition=edition)
    if (same := unchanged(request, opened.tag)) is not None:
        return same
    publication, city = opened.publication, opened.city.code
    entries = tuple(
        PublishedFile(
            path=str(one["path"]),
            sha256=str(one["sha256"]),
            size=int(one["size"]),
            address=file_address(publication, city, str(one["path"])),
        )
        for one in json.loads(opened.manifest)["files"]
    )
    found = FileList(
        total=len(entries),
        manifest=f"{edition_address(publication, city)}/{NAME}",
        manifest_sha256=publication.manifest_sha256,
        items=entries,
    )
    return public(json_response(FileList, found), opened.tag)


@router.get(
    EDITION + "/manifest.json",
    response={200: dict[str, object], **REFUSALS},
    url_name="manifest",
    operation_id="getManifest",
)
def manifest(request: HttpRequest, code: str, plan: int, edition: str) -> HttpResponse:
    """ファイルの目録そのもの。一字も変わらない。The manifest, byte for byte."""
    opened = open_edition(code=code, series=plan, edition=edition)
    return unchanged(request, opened.tag) or public(
        HttpResponse(opened.manifest, content_type="application/json"), opened.tag
    )
