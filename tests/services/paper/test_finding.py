"""Which version a code on paper opens, and what is refused with which sentence."""

from dataclasses import replace
from pathlib import Path

import pytest

from station.core.i18n import use
from station.core.trouble import Trouble
from station.models.database import Actor, Database
from station.rules.papercode import PaperCode, pack, scanned
from station.rules.plans import LineState, PlanStatus
from station.security.signing import Stamp, new_key
from station.services.paper.paper import Paper
from station.services.paper.values import Found, FoundKind, Verdict
from station.services.paper.words import found_words
from station.services.record import Record
from station.services.stamping import page_stamp, sealed, stamp_of
from tests.paper_desk import HOUR, Desk, change_goal
from tests.paper_scans import drawn, packed
from tests.paper_scans import scanned as rescanned
from tests.patients import log_of, registered
from tests.plan_office import NURSE, walked


def test_the_right_version_opens_by_its_code(desk: Desk) -> None:
    found = desk.find(desk.code(desk.draft))
    assert (found.kind, found.sealed, found.pages, found.of) == (FoundKind.RIGHT, True, (1,), 2)
    assert found.row is not None
    assert found.row.version.id == desk.draft
    assert found.person is not None
    assert found.person.name == "Rask Elg"
    assert found.print_id
    assert found_words(found, desk.clock.now()) == ""
    with desk.record.read() as reader:
        assert log_of(reader, desk.patient)[0] == "paper_found"


def test_the_signed_sheet_from_the_office_scanner_opens_the_right_version(
    desk: Desk, tmp_path: Path
) -> None:
    path = tmp_path / "SCAN0001.PDF"
    path.write_bytes(packed(rescanned(drawn(desk.print(desk.draft))), "PDF"))
    found = desk.paper.read_file(NURSE, path, desk.patient)
    assert (found.kind, found.pages, found.of) == (FoundKind.RIGHT, (1,), 1)


def test_the_short_code_at_the_foot_finds_the_version_without_proving_anything(desk: Desk) -> None:
    printed = desk.prints.preview(NURSE, desk.draft)
    found = desk.find(printed.code.lower())
    assert (found.kind, found.sealed) == (FoundKind.RIGHT, False)
    assert desk.find("FFFF-0000-v1").kind is FoundKind.UNKNOWN


def test_two_versions_with_one_short_code_are_asked_about(desk: Desk, database: Database) -> None:
    like = desk.draft[:4] + "0" * 28
    database.connection.execute(
        "INSERT INTO plans SELECT 'other', patient_id, template, created_at FROM plans"
    )
    database.connection.execute(
        "INSERT INTO plan_versions (id, plan_id, patient_id, number, status, content, "
        "content_hash, created_at, created_by) SELECT ?, 'other', patient_id, number, status, "
        "content, content_hash, created_at, created_by FROM plan_versions",
        (like,),
    )
    found = desk.find(f"{desk.draft[:4]}-0000-v1")
    assert found.kind is FoundKind.SEVERAL
    assert {each.text for each in found.choices} == {desk.draft, like}


def test_a_version_chosen_by_hand_is_held_against_its_newest_print(desk: Desk) -> None:
    assert desk.paper.by_hand(NURSE, desk.draft).kind is FoundKind.RIGHT
    change_goal(desk)
    assert desk.paper.by_hand(NURSE, desk.draft).kind is FoundKind.CHANGED
    assert desk.paper.by_hand(NURSE, "f" * 32).kind is FoundKind.UNKNOWN


def test_an_unprinted_version_chosen_by_hand_opens(desk: Desk, database: Database) -> None:
    database.connection.execute("DELETE FROM plan_prints")
    assert desk.paper.by_hand(NURSE, desk.draft).kind is FoundKind.RIGHT


def test_a_draft_that_was_changed_after_its_print_is_shown_with_the_difference(desk: Desk) -> None:
    code = desk.code(desk.draft)
    change_goal(desk)
    found = desk.find(code)
    assert found.kind is FoundKind.CHANGED
    assert [change.after for change in found.changes] == ["Gå til posten."]
    assert "changed after this sheet was printed" in found_words(found, desk.clock.now())
    with pytest.raises(Trouble) as told:
        desk.paper.register(NURSE, desk.answer(Verdict.APPROVED, checksum=found.checksum))
    assert told.value.code == "paper_changed"
    assert desk.status(desk.draft) is PlanStatus.DRAFT


def test_lines_only_gone_through_after_the_print_say_what_the_gp_has_seen(
    record: Record, database: Database, actor: Actor, desk: Desk
) -> None:
    patient = registered(database, actor, given="Blid", family="Sky")
    version = desk.plans.start_draft(NURSE, patient, "kols", "nb")
    row = desk.plans.open(NURSE, version)
    ready = walked(row.version.content)
    zones = tuple(
        replace(zone, signs=tuple(replace(line, state=LineState.PROPOSED) for line in zone.signs))
        for zone in ready.zones
    )
    proposed = replace(ready, zones=zones)
    before = desk.plans.save_draft(NURSE, version, proposed, row.content_hash)
    desk.print(version)
    code = desk.code(version)
    desk.plans.save_draft(NURSE, version, ready, before)
    found = desk.find(code)
    assert found.kind is FoundKind.RIGHT
    answer = desk.answer(Verdict.APPROVED, version, checksum=found.checksum)
    assert desk.paper.register(NURSE, answer).hindered == ()


def test_an_outdated_sheet_points_at_the_version_in_force(desk: Desk) -> None:
    code = desk.code(desk.draft)
    assert desk.paper.register(NURSE, desk.answer(Verdict.APPROVED)).hindered == ()
    desk.clock.advance(HOUR)
    second = desk.plans.next_draft(NURSE, desk.draft)
    row = desk.plans.open(NURSE, second)
    desk.plans.save_draft(NURSE, second, replace(row.version.content, goal="Ny"), row.content_hash)
    desk.paper.register(NURSE, desk.answer(Verdict.APPROVED, second))
    found = desk.find(code)
    assert found.kind is FoundKind.OUTDATED
    assert found_words(found, desk.clock.now()) == "Version 1 is replaced by version 2."
    with pytest.raises(Trouble) as told:
        desk.paper.register(NURSE, desk.answer(Verdict.APPROVED))
    assert told.value.code == "paper_outdated"


def test_a_withdrawn_draft_says_so(desk: Desk) -> None:
    code = desk.code(desk.draft)
    desk.plans.drop_draft(NURSE, desk.draft)
    found = desk.find(code)
    assert found.kind is FoundKind.OUTDATED
    assert found_words(found, 0) == "The draft, version 1, was withdrawn."
    with_nothing = replace(found, row=None)
    assert found_words(with_nothing, 0) == "Version 0 is not in force any more."


def test_a_draft_that_was_deleted_is_not_in_the_file(desk: Desk) -> None:
    row = desk.plans.open(NURSE, desk.draft)
    gone = replace(row, version=replace(row.version, id="e" * 32))
    code = page_stamp(stamp_of(desk.record, NURSE), gone)(1, 1)
    found = desk.find(code)
    assert found.kind is FoundKind.UNKNOWN
    assert "deleted" in found_words(found, 0)


def test_a_sheet_of_another_patient_than_the_one_open_is_named_and_not_opened(desk: Desk) -> None:
    found = desk.find(desk.code(desk.draft), "9" * 32)
    assert found.kind is FoundKind.OTHER_PATIENT
    assert "Rask Elg" in found_words(found, 0)
    assert found_words(replace(found, person=None), 0)


def test_a_sheet_of_another_station_is_not_ours(desk: Desk) -> None:
    row = desk.plans.open(NURSE, desk.draft)
    foreign = page_stamp(Stamp(new_key()), row)(1, 1)
    found = desk.find(foreign)
    assert (found.kind, found.row, found.person) == (FoundKind.ELSEWHERE, None, None)


def test_before_the_first_print_every_code_is_somebody_elses(record: Record) -> None:
    code = PaperCode("00" * 4, "11" * 16, 1, 1, 1, "22" * 8, "33" * 16)
    assert Paper(record).read_code(NURSE, pack(code)).kind is FoundKind.ELSEWHERE


@pytest.mark.parametrize("part", ["version_id", "checksum", "number", "page", "pages", "seal"])
def test_whatever_is_changed_under_our_name_the_sentence_is_the_same(desk: Desk, part: str) -> None:
    (code,) = scanned(desk.code(desk.draft)).codes
    forged = {
        "version_id": replace(code, version_id="ab" * 16),
        "checksum": replace(code, checksum="cd" * 8),
        "number": replace(code, number=77),
        "page": replace(code, page=2),
        "pages": replace(code, pages=9),
        "seal": replace(code, seal="ef" * 16),
    }[part]
    found = desk.find(pack(forged))
    assert found == Found(FoundKind.ALTERED)
    damaged = desk.find(pack(code)[:-1] + ("A" if pack(code)[-1] != "A" else "B"))
    assert found_words(found, 0) == found_words(damaged, 0)
    with desk.record.read() as reader:
        rows = reader.raw("SELECT action FROM audit ORDER BY seq DESC LIMIT 1")
    assert rows == [("paper_refused",)]


def test_one_altered_page_spoils_the_sheet(desk: Desk) -> None:
    (code,) = scanned(desk.code(desk.draft)).codes
    text = pack(code) + pack(replace(code, page=2))
    assert desk.find(text).kind is FoundKind.ALTERED


def test_ten_codes_on_one_page_are_asked_about_and_foreign_ones_named_by_nobody(desk: Desk) -> None:
    stamp = stamp_of(desk.record, NURSE)
    (code,) = scanned(desk.code(desk.draft)).codes
    gone = [sealed(stamp, replace(code, version_id=f"{at:032x}")) for at in range(8)]
    other = replace(code, station="0" * 8, version_id="f" * 32)
    found = desk.find("\n".join(pack(each) for each in (code, *gone, other)))
    assert found.kind is FoundKind.SEVERAL
    assert [each.name for each in found.choices] == ["Rask Elg", *[""] * 9]
    assert found_words(found, 0)
    assert desk.find(found.choices[0].text).kind is FoundKind.RIGHT


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("", FoundKind.NONE),
        ("STN1ABC", FoundKind.CUT),
        ("STN2" + "A" * 80, FoundKind.NEWER),
        ("7038010055123", FoundKind.FOREIGN),
    ],
)
def test_what_is_no_code_of_ours_says_what_it_is(desk: Desk, text: str, kind: FoundKind) -> None:
    found = desk.find(text)
    assert found == Found(kind)
    for language in ("nb", "nn"):
        use(language)
        assert found_words(found, 0)
