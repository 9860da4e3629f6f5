"""What a station has is vouched for once it shares a code, and again with another."""

from station.core.ids import new_id
from station.models.queries import exchange
from station.services.sync import restamping
from station.services.sync.restamping import STEP
from tests.services.stations import Place
from tests.services.sync_cases import PATIENT, add_patient, change, measure


def _step(place: Place) -> bool:
    with place.database.write(place.actor) as writer:
        return restamping.step(writer)


def _all(place: Place) -> int:
    for number in range(1, 100):
        if not _step(place):
            return number
    raise AssertionError("it never ends")


def _waiting(place: Place) -> list[tuple[object, ...]]:
    return place.rows("SELECT kind, record_id, patient_id FROM sync_outbox ORDER BY kind")


def test_without_a_code_nothing_is_vouched_for(north: Place) -> None:
    add_patient(north, status="ended")
    assert not _step(north)
    assert _waiting(north) == []


def test_what_people_did_goes_out_once_for_each_code(north: Place) -> None:
    add_patient(north, status="ended")
    add_patient(north, new_id())
    left_out, _ = measure(north, 91.0, "one"), measure(north, 92.0, "two")
    change(north, "readings", left_out, excluded="activity", excluded_by="u", excluded_at=5)
    north.write(
        "INSERT INTO form_versions (id, code, version, status, content, content_hash, created_at, "
        "created_by) VALUES ('f', 'own', 1, 'in_use', '{}', 'x', 5, 'u')"
    )
    north.share_code()
    _all(north)
    assert _waiting(north) == [
        ("form_versions", "f", None),
        ("patients", PATIENT, PATIENT),
        ("readings", left_out, PATIENT),
    ]
    north.write("DELETE FROM sync_outbox")
    assert not _step(north)
    assert _waiting(north) == []
    north.share_code(b"n" * 16)
    _all(north)
    assert len(_waiting(north)) == 3


def test_it_goes_step_by_step(north: Place) -> None:
    for _ in range(STEP + 1):
        add_patient(north, new_id(), status="ended")
    north.share_code()
    assert _step(north)
    assert len(_waiting(north)) == STEP
    with north.database.read() as reader:
        assert exchange.stamped(reader).partition(" ")[2].startswith("patients:")
    _all(north)
    assert len(_waiting(north)) == STEP + 1
    with north.database.read() as reader:
        assert exchange.stamped(reader).endswith(" done")
