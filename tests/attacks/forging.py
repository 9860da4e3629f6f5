"""Resources as a station that has the code sends them, and as only a server would."""

import json
from typing import Any

from station.services.sync import stamps
from station.sync import fhir
from station.sync.values import Context
from tests.attacks.hostile import Body
from tests.services.stations import Place

THERE = "f" * 32


def stamped(station: Place, kind: str, fields: dict[str, Any], number: int = 1) -> Body:
    """Give the resource as a station that has the code would send it."""
    with station.database.read() as reader:
        key = stamps.key_of(reader)
    about = (kind, str(fields["id"]))
    known = stamps.Known(number - 1) if number > 1 else stamps.NOTHING
    text = stamps.to_say(key, about, fields, known, {})
    assert text
    body: Body = json.loads(
        fhir.text(fhir.encode(kind, fields, Context(station=THERE, stamp=text))[0])
    )
    return body


def said(station: Place, kind: str, record_id: str, **more: object) -> dict[str, Any]:
    """Give the columns of a record here with other values in some."""
    fields = station.one(kind, record_id)
    assert fields is not None
    return {**fields, **more}


def forged(fields: dict[str, Any], kind: str) -> Body:
    """Give the resource as only the server would send it."""
    body: Body = json.loads(fhir.text(fhir.encode(kind, fields, Context(station=THERE))[0]))
    return body
