"""Documents: DocumentReference with the pages themselves, and hashes that they are held against."""

import base64
import binascii
import hashlib
import re

from station.sync.fhir import codecs
from station.sync.fhir.base import Shape, Unreadable, at, columns, derived
from station.sync.fhir.paths import Json
from station.sync.fhir.understanding import understood
from station.sync.values import Context, Fields, Resource

_MEDIA = re.compile(r"[\w.+-]+/[\w.+-]+", re.ASCII)
_ATTACHMENT = "content[0].attachment"


def _media(value: object, _: Context) -> object:
    return value if isinstance(value, str) and _MEDIA.fullmatch(value) else None


def _size(value: object, context: Context) -> object:
    return codecs.WHOLE.write(value, context) if isinstance(value, int) and value >= 0 else None


def _put_pages(body: Json, _: Fields, context: Context) -> None:
    """Put the pages with FHIR's hash (SHA-1 in base64); Station's own digest says more."""
    if not context.content:
        return
    attachment = body.setdefault("content", [{}])[0].setdefault("attachment", {})
    attachment["data"] = base64.b64encode(context.content).decode()
    digest = hashlib.sha1(context.content, usedforsecurity=False).digest()
    attachment["hash"] = base64.b64encode(digest).decode()


DOCUMENTS = Shape(
    "documents",
    "DocumentReference",
    columns(
        "id:text patient_id:text! subject_kind:text subject_id:text kind:text file_name:text "
        "media_type:text pages:whole! size:whole! digest:text note:text added_at:moment! "
        "added_by:user"
    ),
    (
        at("patient_id", "subject", codecs.literal("Patient")),
        at("kind", "type", codecs.concept("urn:station:document")),
        at("file_name", f"{_ATTACHMENT}.title"),
        at("media_type", f"{_ATTACHMENT}.contentType", codecs.Codec(_media, codecs.as_text)),
        at("size", f"{_ATTACHMENT}.size", codecs.Codec(_size, codecs.WHOLE.read)),
        at("note", "description"),
        at("added_at", "date", codecs.MOMENT),
        at("added_by", "author[type=Practitioner]", codecs.USER),
    ),
    (derived("", "status", lambda *_: "current"),),
    said=_put_pages,
    gone=("status", "entered-in-error"),
    context_keys=("data", "hash"),
)


def content_of(resource: Resource) -> bytes:
    """Give the pages of a document; b"" where it brings none, Unreadable if they are not those."""
    body = dict(resource)
    contents = body.get("content")
    attachment = contents[0].get("attachment") if isinstance(contents, list) and contents else {}
    data = attachment.get("data") if isinstance(attachment, dict) else None
    if data is None:
        return b""
    try:
        content = base64.b64decode(codecs.as_text(data), validate=True)
    except (ValueError, binascii.Error) as error:
        raise Unreadable("bad_content") from error
    said = str(understood(DOCUMENTS, body)[0].get("digest", ""))
    if said and hashlib.sha256(content).hexdigest() != said:
        raise Unreadable("wrong_hash", digest=said)
    return content
