"""Who has whom open at other stations: each station speaks for itself."""

from tests.services.stations import Place, Server, resource
from tests.services.sync_cases import PATIENT, add


def test_who_has_whom_open_elsewhere_is_told_and_forgotten(
    both: tuple[Place, Place], server: Server
) -> None:
    north, _ = both
    add(north, "users", id="u" * 32, name="Rask Elg", initials="RE", role="nurse", language="nb",
        active=1, created_at=1)  # fmt: skip
    mine = str(north.rows("SELECT station FROM sync_hand")[0][0])
    who = {"patient_id": PATIENT, "user_id": "u" * 32, "since": 5}
    system = "urn:station:fhir:station"
    other = ["?", {"system": "x"}, {"system": system, "value": "south"}]
    server.force(resource("openings", "1" * 32, who, identifier=other))
    own = [{"system": system, "value": mine}]
    server.force(resource("openings", "2" * 32, who, identifier=own))
    server.force(resource("openings", "3" * 32, {**who, "since": "now"}))
    north.fetch()
    assert north.rows("SELECT station, user_name FROM sync_claims") == [("south", "Rask Elg")]
    server.force(resource("openings", "1" * 32, who, identifier=other, deleted=True))
    north.fetch()
    assert north.rows("SELECT count(*) FROM sync_claims") == [(0,)]
