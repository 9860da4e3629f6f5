"""A server that makes up readings page by page and keeps none: python -m benchmarks.sync.pages N.

Filling a real server with 100 000 readings takes longer than what is measured. It says its port on
its output, and serves forty patients and N readings of them in FHIR, in the order of their times.
"""

import json
import sys
import uuid
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from station.rules.synced import kind_of
from station.sync import fhir
from station.sync.values import Context, Fields

PATIENTS = 40
BEGAN = datetime(2026, 11, 1, tzinfo=UTC)
HOUR_MS = 3_600_000
FIRST_MS = 1_600_000_000_000
_NOTHING: dict[str, object] = {"resourceType": "Bundle", "type": "searchset", "total": 0}
_STATION = "5" * 32


def name_of(kind: str, at: int) -> str:
    """The id of the nth record of a kind."""
    return uuid.uuid5(uuid.NAMESPACE_URL, f"{kind}/{at}").hex


def _plain(kind: str, said: Fields) -> Fields:
    numbers = {"created_at", "status_since", "taken_at", "arrived_at", "confirmed"}
    empty: dict[str, object] = {
        name: 0
        if name in numbers
        else None
        if name.endswith(("_id", "_on", "_at", "_by", "_from"))
        else ""
        for name in kind_of(kind).shared
    }
    return {**empty, **said}


def patient(at: int) -> Fields:
    """The nth patient's columns."""
    said: Fields = {
        "id": name_of("patients", at),
        "given_name": "Lun",
        "family_name": "Bro",
        "national_number": None,
        "birth_date": "1950-01-01",
        "gender": "other",
        "status": "active",
        "status_since": 1,
        "created_at": 1,
    }
    return _plain("patients", said)


def reading(at: int) -> Fields:
    """The nth reading's columns: one after the other of all patients, an hour apart."""
    taken = FIRST_MS + at // PATIENTS * HOUR_MS
    said: Fields = {
        "id": name_of("readings", at),
        "patient_id": name_of("patients", at % PATIENTS),
        "kind": "spo2",
        "taken_at": taken,
        "arrived_at": taken + 1,
        "value": 88.0 + at % 9,
        "value2": None,
        "source": "manual",
        "confirmed": 1,
        "source_key": f"m{at}",
        "entered_by": "u" * 32,
    }
    return _plain("readings", said)


class _Pages(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    count = 0

    def do_GET(self) -> None:
        place = urlsplit(self.path)
        kind = place.path.rpartition("/")[2]
        made: Mapping[str, tuple[Callable[[int], Fields], str, int]] = {
            "Patient": (patient, "patients", PATIENTS),
            "Observation": (reading, "readings", self.count),
        }
        body = _page(*made[kind], parse_qs(place.query)) if kind in made else _NOTHING
        self._give(_capable() if kind == "metadata" else body)

    def _give(self, body: Mapping[str, object]) -> None:
        data = json.dumps(body).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/fhir+json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_said: object) -> None:
        """Say nothing."""


def _page(
    made: Callable[[int], Fields], kind: str, count: int, asked: Mapping[str, list[str]]
) -> dict[str, object]:
    since = asked.get("_lastUpdated", [""])[0].removeprefix("ge")
    begin = 0
    if since:
        begin = max(0, int((datetime.fromisoformat(since) - BEGAN).total_seconds()))
    places = range(begin, min(begin + int(asked["_count"][0]), count))
    entries = [{"resource": _resource(kind, made(at), at)} for at in places]
    return {
        "resourceType": "Bundle",
        "type": "searchset",
        "total": max(0, count - begin),
        "entry": entries,
    }


def _resource(kind: str, fields: Fields, at: int) -> Mapping[str, object]:
    body = dict(fhir.encode(kind, fields, Context(_STATION, {"u" * 32: "Rask Elg"}))[0])
    meta = body.get("meta")
    stamp = (BEGAN + timedelta(seconds=at)).isoformat()
    told = dict(meta) if isinstance(meta, Mapping) else {}
    return {**body, "meta": {**told, "versionId": "1", "lastUpdated": stamp}}


def _capable() -> dict[str, object]:
    return {"resourceType": "CapabilityStatement", "fhirVersion": "4.0.1", "rest": []}


def main(count: int) -> None:
    """Serve until it is ended."""
    _Pages.count = count
    with ThreadingHTTPServer(("127.0.0.1", 0), _Pages) as server:
        print(server.server_address[1], flush=True)
        server.serve_forever()


if __name__ == "__main__":
    main(int(sys.argv[1]))
