"""A choice is taken back: what stood before stands again, and the question is open once more."""

from dataclasses import replace

import pytest

from station.core.trouble import Trouble
from station.models.queries import sync_conflicts as queries
from station.services.conflicts.undoing import lasting
from station.services.conflicts.values import Made
from tests.services.conflict_desk import choose, only, service, session, settled
from tests.services.stations import RASK, STILLE, Place, Server, exchange, resource
from tests.services.sync_cases import (
    PATIENT,
    add,
    add_device,
    add_patient,
    add_version,
    change,
    lend,
)

NUMBER = "01814049996"
NUMBERS = "SELECT id FROM patients WHERE national_number = '01814049996' ORDER BY id"
OPEN = "SELECT count(*) FROM sync_conflicts WHERE state = 'open'"
LOG = "SELECT action, user_id FROM audit WHERE action LIKE 'conflict%' ORDER BY seq"


def two_numbers(north: Place, south: Place) -> None:
    """Both stations write another telephone number and another GP; one conflict is open here."""
    change(north, "patients", PATIENT, phone="68050001", gp_name="Rask")
    change(south, "patients", PATIENT, phone="68050002", gp_name="Elg")
    exchange(north, south)


def chosen(station: Place, choice: object) -> Made:
    """Choose in the only conflict, and give what it did."""
    made = choose(station, choice)
    assert made is not None
    return made


def undo(station: Place, made: Made) -> None:
    """Take a choice back."""
    service(station).undo(session(station), made)


def facts(station: Place) -> tuple[object, object]:
    """The telephone number and the GP that stand at a station."""
    patient = station.one("patients", PATIENT)
    assert patient is not None
    return patient["phone"], patient["gp_name"]


def refused(station: Place, made: Made) -> str:
    """The code of the refusal."""
    before = station.everything()
    with pytest.raises(Trouble) as told:
        undo(station, made)
    assert station.everything() == before
    return told.value.code


@pytest.mark.parametrize("sent", [False, True])
@pytest.mark.parametrize(
    "choice", ["ours", "theirs", {"phone": "theirs", "gp_name": "ours"}], ids=str
)
def test_what_stood_before_stands_again_and_the_other_side_can_still_be_chosen(
    both: tuple[Place, Place], choice: object, sent: bool
) -> None:
    north, south = both
    two_numbers(north, south)
    found = only(south)
    made = chosen(south, choice)
    assert not made.final
    if sent:
        exchange(north, south)
    undo(south, made)
    assert facts(south) == ("68050002", "Elg")
    assert only(south) == found
    pairs = service(south).one(session(south), found).pairs
    both_sides = {(each.ours, each.theirs) for each in pairs}
    assert both_sides == {("68 05 00 02", "68 05 00 01"), ("Elg", "Rask")}
    log = south.rows(LOG)
    assert [each[0] for each in log] == ["conflict_found", "conflict_chosen", "conflict_reopened"]
    assert log[1][1] == log[2][1] == south.actor.user_id
    # It rests until somebody chooses, and goes everywhere then.
    exchange(north, south)
    assert south.rows(OPEN) == [(1,)]
    chosen(south, "theirs")
    settled(north, south)
    assert facts(north) == ("68050001", "Rask")


def test_what_is_put_back_is_a_change_of_the_one_who_chose(both: tuple[Place, Place]) -> None:
    north, south = both
    two_numbers(north, south)
    undo(south, chosen(south, "theirs"))
    last = south.rows('SELECT op, "by", new FROM sync_log ORDER BY seq DESC LIMIT 1')
    assert last[0][:2] == ("update", south.actor.user_id)
    assert "68050002" in str(last[0][2])


def test_what_was_changed_since_is_not_put_back(both: tuple[Place, Place]) -> None:
    north, south = both
    two_numbers(north, south)
    made = chosen(south, "theirs")
    change(south, "patients", PATIENT, phone="68050003")
    assert refused(south, made) == "conflict_undo"


def test_what_others_have_changed_since_is_not_put_back(both: tuple[Place, Place]) -> None:
    north, south = both
    two_numbers(north, south)
    made = chosen(south, "ours")
    exchange(north, south)
    change(north, "patients", PATIENT, needs="Hører dårlig")
    exchange(north, south)
    assert refused(south, made) == "conflict_undo"


def test_what_differs_anew_is_not_put_back(both: tuple[Place, Place]) -> None:
    north, south = both
    two_numbers(north, south)
    made = chosen(south, "theirs")
    south.write(
        "INSERT INTO sync_conflicts (id, channel, kind, record_id, reason, fields, found_at, "
        "state) VALUES ('n', 'centre', 'patients', ?, 'both_changed', '[]', 1, 'open')",
        PATIENT,
    )
    assert refused(south, made) == "conflict_undo"


def test_it_is_undone_once_by_who_chose_and_not_ten_minutes_after(
    both: tuple[Place, Place],
) -> None:
    north, south = both
    two_numbers(north, south)
    made = chosen(south, "theirs")
    south.actor = RASK if south.actor == STILLE else STILLE
    assert refused(south, made) == "conflict_undo"
    south.actor = RASK if south.actor == STILLE else STILLE
    undo(south, made)
    assert refused(south, made) == "conflict_undo"
    late = chosen(south, "theirs")
    south.clock.advance(11 * 60_000)
    assert refused(south, late) == "undo_late"


def test_a_conflict_that_is_nowhere_is_not_opened(both: tuple[Place, Place]) -> None:
    south = both[1]
    assert refused(south, Made(("nowhere",), south.clock.now())) == "conflict_undo"


def test_who_may_not_choose_may_not_undo(both: tuple[Place, Place]) -> None:
    north, south = both
    two_numbers(north, south)
    made = chosen(south, "theirs")
    with pytest.raises(Trouble) as told:
        service(south).undo(session(south, "benefit"), made)
    assert told.value.code == "not_allowed"
    with pytest.raises(Trouble) as told:
        service(south).undo(session(south), replace(made, about=(("users", "u"),)))
    assert told.value.code == "not_allowed"


@pytest.mark.parametrize("side", ["ours", "theirs"])
def test_a_national_number_goes_back_to_whose_it_was(both: tuple[Place, Place], side: str) -> None:
    north, south = both
    theirs, ours = "b" * 32, "d" * 32
    add_patient(north, theirs, national_number=NUMBER, number_kind="F")
    add_patient(south, ours, national_number=NUMBER, number_kind="F")
    exchange(north, south)
    made = chosen(south, side)
    undo(south, made)
    assert south.rows(NUMBERS) == [(ours,)]
    chosen(south, "theirs")
    settled(north, south)
    assert north.rows(NUMBERS) == [(theirs,)]


def test_a_number_that_somebody_else_has_got_since_is_not_put_back(
    both: tuple[Place, Place],
) -> None:
    north, south = both
    third = add_patient(south, "c" * 32)
    change(north, "patients", PATIENT, national_number=NUMBER, number_kind="F")
    change(south, "patients", PATIENT, national_number="02814049922", number_kind="F")
    exchange(north, south)
    made = chosen(south, "theirs")
    change(south, "patients", third, national_number="02814049922", number_kind="F")
    assert refused(south, made) == "conflict_undo"


@pytest.mark.parametrize("side", ["ours", "theirs"])
def test_files_that_were_linked_are_taken_apart_again(
    both: tuple[Place, Place], server: Server, side: str
) -> None:
    north, _ = both
    other = add_patient(north, "b" * 32)
    link = {"type": "replaced-by", "other": {"reference": f"Patient/{other}"}}
    server.force(resource("patients", PATIENT, north.one("patients", PATIENT) or {}, link=[link]))
    north.fetch()
    made = chosen(north, side)
    undo(north, made)
    assert north.rows("SELECT 1 FROM patient_links WHERE unlinked_at IS NULL") == []
    again = chosen(north, "theirs")
    (found,) = again.links
    north.write(
        "UPDATE patient_links SET unlinked_at = 5, unlinked_by = 'u' WHERE id = ?", found.id
    )
    assert refused(north, again) == "conflict_undo"


def test_what_the_server_lost_and_is_kept_here_can_still_be_sent(
    both: tuple[Place, Place], server: Server
) -> None:
    north, _ = both
    server.delete("patients", PATIENT)
    north.fetch()
    undo(north, chosen(north, "theirs"))
    assert chosen(north, "ours").final
    north.send()
    assert ("patients", PATIENT) in server.rows


def test_drafts_of_a_plan_go_back_and_what_was_approved_is_stricter_again(
    both: tuple[Place, Place],
) -> None:
    north, south = both
    plan_id = add(north, "plans", patient_id=PATIENT, template="kols", created_at=1)
    draft = add_version(north, plan_id, 1, 88.0, status="draft", in_force_from=None)
    exchange(north, south)
    change(north, "plan_versions", draft, approval_note="Fra nord")
    change(south, "plan_versions", draft, approval_note="Fra sør")
    exchange(north, south)
    assert service(south).one(session(south), only(south)).lasting == frozenset()
    undo(south, chosen(south, "theirs"))
    row = south.one("plan_versions", draft)
    assert row is not None
    assert row["approval_note"] == "Fra sør"
    assert south.rows(OPEN) == [(1,)]


def test_what_cannot_be_undone_is_said_before_and_refused_after(
    both: tuple[Place, Place],
) -> None:
    north, south = both
    device = add_device(north, label="P-1")
    exchange(north, south)
    lend(north, device)
    lend(south, device)
    exchange(north, south)
    seen = service(south).one(session(south), only(south))
    assert seen.lasting == {"ours", "theirs"}
    made = chosen(south, "theirs")
    assert made.final
    assert refused(south, made) == "conflict_undo"


def test_an_alert_that_is_closed_by_a_choice_is_lasting(both: tuple[Place, Place]) -> None:
    north, south = both
    two_numbers(north, south)
    with south.database.read() as reader:
        (row,) = queries.listed(reader)
    alert = replace(row, kind="alerts", columns=("state", "verdict"))
    assert lasting(alert) == {"theirs"}
    assert lasting(replace(alert, columns=("verdict",))) == frozenset()
    assert lasting(replace(row, kind="consents")) == {"theirs"}
    approved: dict[str, object] = {"status": "approved"}
    assert lasting(replace(row, kind="plan_versions", ours=approved)) == {"theirs"}
    # What was never here is written, and decides at once.
    assert lasting(replace(row, kind="pauses", reason="unstamped", ours={})) == {"theirs"}
    assert lasting(replace(row, reason="unstamped")) == frozenset()
