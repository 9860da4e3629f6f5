"""Application receipts (AppRec 1.0 and 1.1): whether the GP's record took a letter."""

from dataclasses import dataclass
from enum import StrEnum
from xml.etree.ElementTree import Element, ParseError, fromstring

SPACES = (
    "http://www.kith.no/xmlstds/apprec/2004-11-21",
    "http://www.kith.no/xmlstds/apprec/2012-02-15",
)
_MOST = 256 * 1024


class Taken(StrEnum):
    """What the receiver says: taken, taken with a remark, or refused."""

    OK = "1"
    REMARK = "3"
    REFUSED = "2"


@dataclass(frozen=True, slots=True)
class Receipt:
    """One receipt: of which message, what it says, and the receiver's words."""

    message_id: str
    taken: Taken
    words: str = ""


def read(xml: bytes) -> Receipt:
    """Read a receipt; ValueError if it is none, is too large, or brings a DOCTYPE."""
    if len(xml) > _MOST or b"<!DOCTYPE" in xml or b"<!ENTITY" in xml:
        raise ValueError("not a receipt")
    try:
        root = fromstring(xml)  # noqa: S314  (bounded, and without declarations)
    except ParseError as error:
        raise ValueError("not a receipt") from error
    space, _, tag = root.tag.removeprefix("{").partition("}")
    if space not in SPACES or tag != "AppRec":
        raise ValueError("not a receipt")
    return _receipt(root, f"{{{space}}}")


def _receipt(root: Element, space: str) -> Receipt:
    status = root.find(f"{space}Status")
    original = root.findtext(f"{space}OriginalMsgId/{space}Id", "").strip()
    if status is None or not original:
        raise ValueError("a receipt without status, or of nothing")
    errors = [each.get("DN") or each.get("OT") or "" for each in root.iter(f"{space}Error")]
    return Receipt(original, Taken(status.get("V", "")), "; ".join(filter(None, errors)))
