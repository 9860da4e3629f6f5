"""Choices about what was changed, taken away or drafted meanwhile: nothing is left undecided."""

from dataclasses import replace

import pytest

from station.core.trouble import Trouble
from station.models.database import Writer
from station.models.queries import forms as form_queries
from station.models.queries.sync_conflicts import ConflictRow
from station.models.records.forms import content_text, hash_of
from station.rules.forms import Form, FormStatus, Words
from station.services.conflicts import choosing
from tests.services.conflict_desk import choose, settled
from tests.services.stations import CENTRE, Place, exchange
from tests.services.sync_cases import PATIENT, add, add_patient, add_version, change

ROW = ConflictRow(
    "c", CENTRE, "patients", PATIENT, PATIENT, "both_changed", {}, {}, {}, ("phone",), 1, "open",
    "", None, None,
)  # fmt: skip


def take(station: Place, row: ConflictRow, side: str, *columns: str) -> None:
    """Choose one side of a conflict."""

    def work(writer: Writer) -> None:
        choosing.take(writer, row, dict.fromkeys(columns or ("",), side))
        writer.quiet()

    with station.database.write(station.actor) as writer:
        work(writer)


def form(station: Place, title: str, status: str) -> str:
    """Add the first version of a form of the municipality's own."""
    text = content_text(Form("own_sovn", 1, Words(nb=title), Words(), Words(), ()))
    return add(
        station, "form_versions", code="own_sovn", version=1, status=status, content=text,
        content_hash=hash_of(text), created_at=1, created_by=station.actor.user_id,
    )  # fmt: skip


@pytest.mark.parametrize("side", ["ours", "theirs"])
@pytest.mark.parametrize(
    ("theirs", "ours"), [("in_use", "in_use"), ("draft", "in_use"), ("in_use", "draft")]
)
def test_two_versions_of_a_form(
    both: tuple[Place, Place], side: str, theirs: str, ours: str
) -> None:
    north, south = both
    ids = {"theirs": form(north, "Søvn", theirs), "ours": form(south, "Søvn og uro", ours)}
    exchange(north, south)
    choose(south, side)
    settled(north, south)
    with north.database.read() as reader:
        rows = {row.id: row for row in form_queries.versions(reader)}
    assert {row.version for row in rows.values()} == {1, 2}
    in_use = [name for name, each in ids.items() if rows[each].status is FormStatus.IN_USE]
    other = {"ours": "theirs", "theirs": "ours"}[side]
    assert rows[ids[side]].status.value == {"ours": ours, "theirs": theirs}[side]
    assert in_use == ([side] if rows[ids[side]].status is FormStatus.IN_USE else in_use)
    assert rows[ids[other]].status in (FormStatus.REPLACED, FormStatus.DRAFT, FormStatus.IN_USE)


def test_a_draft_that_is_chosen_takes_no_plan_out_of_force(both: tuple[Place, Place]) -> None:
    north, south = both
    plan_id = add(north, "plans", patient_id=PATIENT, template="kols", created_at=1)
    exchange(north, south)
    draft = add_version(north, plan_id, 1, 86.0, status="draft", in_force_from=None)
    approved = add_version(south, plan_id, 1, 90.0)
    exchange(north, south)
    choose(south, "theirs")
    settled(north, south)
    rows = north.rows("SELECT id, number, status FROM plan_versions ORDER BY number")
    assert rows == [(approved, 1, "approved"), (draft, 2, "draft")]


@pytest.mark.parametrize("reason", ["both_changed", "same_number"])
def test_what_was_taken_away_meanwhile_has_nothing_to_choose(north: Place, reason: str) -> None:
    row = replace(ROW, record_id="n" * 32, reason=reason)
    with pytest.raises(Trouble) as told:
        take(north, row, "theirs", "phone")
    assert told.value.code == "conflict_over"


def test_a_number_goes_over_though_the_other_has_none_any_more(north: Place) -> None:
    add_patient(north)
    theirs: dict[str, object] = {"national_number": "01814049996", "number_kind": "F"}
    for other in ("", "b" * 32):
        if other:
            add_patient(north, other)
        change(north, "patients", PATIENT, national_number=None, number_kind="")
        row = replace(ROW, reason="same_number", theirs=theirs, ours={"other_id": other})
        take(north, row, "theirs")
        found = north.one("patients", PATIENT)
        assert found is not None
        assert found["national_number"] == "01814049996"


def test_a_record_that_is_gone_here_too_is_not_sent_again(north: Place) -> None:
    take(north, replace(ROW, record_id="n" * 32, reason="gone"), "ours")
    assert north.rows("SELECT * FROM sync_log") == []


def test_files_that_are_linked_already_are_linked_once(north: Place) -> None:
    other = "b" * 32
    add_patient(north)
    add_patient(north, other)
    for _ in range(2):
        take(north, replace(ROW, reason="merged", theirs={"replaced_by": other}), "theirs")
    assert len(north.rows("SELECT id FROM patient_links")) == 1


@pytest.mark.parametrize("side", ["ours", "theirs"])
def test_what_was_deleted_here_and_changed_there(both: tuple[Place, Place], side: str) -> None:
    north, south = both
    contact = add(
        north, "contacts", patient_id=PATIENT, kind="note", initiative="centre", outcome="",
        note="Ringt", at=5, by=north.actor.user_id,
    )  # fmt: skip
    exchange(north, south)
    north.write("DELETE FROM contacts WHERE id = ?", contact)
    change(south, "contacts", contact, note="Ringt to ganger")
    theirs = south.one("contacts", contact)
    assert theirs is not None
    row = replace(
        ROW, kind="contacts", record_id=contact, reason="deleted_here", theirs=theirs, columns=()
    )
    take(north, row, side)
    assert (north.one("contacts", contact) is None) is (side == "ours")
    op = north.rows("SELECT op FROM sync_log ORDER BY seq DESC LIMIT 1")
    assert op == [("delete" if side == "ours" else "insert",)]


def test_a_choice_about_a_stick_keeps_no_head_of_the_central_service(
    both: tuple[Place, Place],
) -> None:
    """What a stick brought has no version at the service to remember."""
    north, south = both
    device = add(north, "devices", kind="spo2", label="P-1", added_at=1, added_by="u")
    other = add(south, "devices", kind="spo2", label="P-1", added_at=1, added_by="u")
    theirs = south.one("devices", other)
    assert theirs is not None
    north.write(
        "INSERT INTO sync_inbox (id, channel, resource_type, resource_id, version, kind, "
        "record_id, body, state, received_at) VALUES "
        "('i', 'stick', 'Device', 'x', '1', 'devices', ?, '{}', 'waiting', 1)",
        other,
    )
    row = replace(
        ROW, channel="stick", kind="devices", record_id=other, patient_id=None, reason="twice",
        ours={"id": device}, theirs=theirs, columns=("label",),
    )  # fmt: skip
    take(north, row, "theirs")
    assert north.rows("SELECT id FROM devices WHERE label = 'P-1'") == [(other,)]
    assert north.rows("SELECT state FROM sync_inbox") == [("done",)]
    assert north.rows("SELECT * FROM sync_heads WHERE channel = 'stick'") == []
