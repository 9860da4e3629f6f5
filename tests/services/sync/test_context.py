"""What a reading says besides itself: limits and zone of the version that decided when it was."""

import pytest

from station.core.trouble import Trouble
from station.models.queries import judging
from station.models.queries import outbox as queries
from station.services.sync import context as sync_context
from station.services.sync.context import Contexts, zone_of
from station.sync.values import Context
from tests.cohort import SPO2, Cohort


def fields(value: float | None = None, **more: object) -> dict[str, object]:
    return {"kind": "spo2", "value": value, "value2": None, "beyond": "", "excluded": "", **more}


@pytest.mark.parametrize(
    ("reading", "zone"),
    [
        (fields(92), "green"),
        (fields(88), "yellow"),
        (fields(85), "red"),
        (fields(85, excluded="test"), ""),
        (fields(None), ""),
        (fields(None, beyond="low"), "red"),
        (fields(None, beyond="high"), "green"),
    ],
)
def test_the_zone_of_a_single_value(reading: dict[str, object], zone: str) -> None:
    assert zone_of(reading, SPO2) == zone


def test_without_limits_there_is_no_zone() -> None:
    assert zone_of(fields(85), ()) == ""
    assert zone_of(fields(85, kind="bp", value2=None), SPO2) == ""


def contexts_of(cohort: Cohort, kind: str, known: Contexts | None = None) -> list[Context]:
    with cohort.station.record.read() as reader:
        ids = [row[0] for row in reader.raw(f"SELECT id FROM {kind} ORDER BY rowid")]  # noqa: S608
        rows = queries.fields_of(reader, kind, ids)
        whose = {each: str(row["patient_id"]) for each, row in rows.items()}
        found = (known or Contexts()).of(reader, kind, rows, whose)
    return [found[each] for each in ids]


def test_a_reading_bears_the_limits_of_its_own_time(cohort: Cohort) -> None:
    rev = cohort.patient("Klok Rev")
    cohort.spo2(rev, 80)
    cohort.clock.advance(60_000)
    version = cohort.plan(rev)
    cohort.spo2(rev, 92, 85)
    known = Contexts()
    before, green, red = contexts_of(cohort, "readings", known)
    assert (before.zone, before.plan_version_id) == ("", "")
    assert (green.zone, red.zone) == ("green", "red")
    assert green.plan_version_id == version
    assert [limit["level"] for limit in green.limits] == ["red", "yellow"]
    # Another version decides from now on; what was measured before keeps its own.
    cohort.clock.advance(60_000)
    other = cohort.plan(rev, SPO2[:1])
    cohort.spo2(rev, 88)
    *earlier, latest = contexts_of(cohort, "readings", known)
    assert (latest.plan_version_id, latest.zone) == (other, "green")
    assert earlier[1].plan_version_id == version


def test_a_plan_that_cannot_be_read_holds_up_no_reading(
    cohort: Cohort, monkeypatch: pytest.MonkeyPatch
) -> None:
    rev = cohort.followed("Klok Rev")
    cohort.spo2(rev, 85)

    def unreadable(*_: object) -> None:
        raise Trouble("plan_unreadable", "x")

    monkeypatch.setattr(judging, "versions", unreadable)
    assert contexts_of(cohort, "readings")[0].zone == ""


def test_not_more_plans_are_kept_in_mind_than_agreed(
    cohort: Cohort, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sync_context, "MOST_KEPT", 1)
    for name in ("Klok Rev", "Stille Ulv"):
        cohort.spo2(cohort.followed(name), 85)
    known = Contexts()
    assert [each.zone for each in contexts_of(cohort, "readings", known)] == ["red", "red"]
    assert len(known._forces) == 1


def test_others_say_who_writes_and_whether_the_address_is_protected(cohort: Cohort) -> None:
    rev = cohort.patient("Klok Rev")
    with cohort.station.record.write(cohort.session) as writer:
        writer.execute("UPDATE patients SET protection = 'strict' WHERE id = ?", (rev,))
        writer.audit("x", "y", "z")
    context = contexts_of(cohort, "relatives")[0]
    assert context.protected
    assert context.names[cohort.session.user_id] == cohort.session.name
    cohort.patient("Stille Ulv")
    assert [each.protected for each in contexts_of(cohort, "relatives")] == [True, False]


def test_a_document_brings_its_pages(cohort: Cohort) -> None:
    rev = cohort.patient("Klok Rev")
    with cohort.station.record.write(cohort.session) as writer:
        writer.execute(
            "INSERT INTO documents (id, patient_id, subject_kind, subject_id, kind, file_name, "
            "media_type, pages, size, digest, note, added_at, added_by, content) VALUES "
            "('d', ?, 'patient', ?, 'other', 'a.pdf', 'application/pdf', 1, 3, 'x', '', 1, 'u', "
            "x'010203')",
            (rev, rev),
        )
        writer.audit("x", "y", "z")
    assert contexts_of(cohort, "documents")[0].content == b"\x01\x02\x03"
    with cohort.station.record.read() as reader:
        assert queries.content(reader, "nobody") == b""
