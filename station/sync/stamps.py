"""Where a resource carries the stamp of the station that sent it: an extension of its own.

Beside the one that holds columns: a program in between that knows neither keeps both, and a
station puts its own in the place of whatever stood there.
"""

from typing import Any

from station.sync.values import Resource

STAMP = "urn:station:fhir:stamp"


def stamp_of(body: Resource) -> str:
    """Give the stamp of a resource as it stands there, "" where there is none."""
    return next((str(each.get("valueString", "")) for each in _there(body) if _is_stamp(each)), "")


def put_stamp(body: dict[str, Any], text: str) -> None:
    """Let a resource carry this stamp and no other; none with ""."""
    others = [each for each in _there(body) if not _is_stamp(each)]
    found = [*others, *([{"url": STAMP, "valueString": text}] if text else [])]
    if found:
        body["extension"] = found
    else:
        body.pop("extension", None)


def _there(body: Resource) -> list[Any]:
    found = body.get("extension")
    return found if isinstance(found, list) else []


def _is_stamp(each: object) -> bool:
    return isinstance(each, dict) and each.get("url") == STAMP
