"""The station's card in a run: whose it is, before anything is sent and amid the run."""

import pytest

from station.models.database import Database
from station.models.records import hand
from station.sync.central_card import Holder
from station.sync.values import Found, Verdict
from tests.outbox_rows import patient, rename
from tests.run_office import Office, page


@pytest.fixture
def office(database: Database) -> Office:
    return Office(database)


def test_the_mark_is_stored_before_it_is_shown(office: Office) -> None:
    office.centre.holder = Holder.UNKNOWN
    report = office.run(card=True)
    assert (report.outcome, report.code) == ("failed", "no_answer")
    with office.sender.database.read() as reader:
        kept = hand.nonce(reader)
    assert kept.startswith(" 1-")
    office.centre.holder = Holder.MINE
    office.run(card=True)
    assert office.centre.marks[:2] == [kept.strip()] * 2
    with office.sender.database.read() as reader:
        assert hand.nonce(reader) == office.centre.marks[-1]


def test_a_double_gives_this_station_a_new_name_and_is_told(office: Office) -> None:
    with office.sender.database.read() as reader:
        before = hand.station_id(reader)
    office.run(card=True)
    office.centre.holder = Holder.ANOTHER
    report = office.run()
    assert (report.outcome, report.code) == ("done", "station_doubled")
    with office.sender.database.read() as reader:
        assert hand.station_id(reader) != before
        assert "station_renamed" in {row[0] for row in reader.raw("SELECT action FROM audit")}


def test_a_server_that_went_back_gets_again_what_it_lost(office: Office) -> None:
    elg, rev = patient(office.sender), patient(office.sender, family="Rev")
    office.run()
    office.centre.there["Patients"] = [rev]
    office.centre.holder = Holder.BACK
    office.centre.remembering.has.clear()
    office.run(card=True)
    # Also what it still has is put to it again: the client asks first whether it is the same.
    assert set(office.centre.remembering.has) >= {f"patients/{elg}", f"patients/{rev}"}
    # It may have lost any row of the audit log, too.
    with office.sender.database.read() as reader:
        logged = {f"audit/{seq}" for (seq,) in reader.raw("SELECT seq FROM audit")}
    assert logged
    assert logged <= set(office.centre.remembering.has)
    assert "fetch" not in office.centre.calls


def test_a_server_that_went_back_is_noticed_before_anything_is_sent(office: Office) -> None:
    elg = patient(office.sender)
    office.run(card=True)
    # What went stands behind a mark: without that mark, it is lost.
    assert office.centre.calls[-1] == "card"
    office.centre.calls.clear()
    office.run()
    assert office.centre.calls[0] == "whose"
    assert "card" not in office.centre.calls
    office.centre.calls.clear()
    office.centre.remembering.has.clear()
    office.centre.holder = Holder.BACK
    patient(office.sender, family="Rev")
    office.run()
    assert office.centre.calls[:2] == ["whose", "card"]
    assert f"patients/{elg}" in office.centre.remembering.has


MINE, BACK = Holder.MINE, Holder.BACK


def _old(kind: str, record_id: str) -> Found:
    return Found(kind.title(), record_id, "1", {"resourceType": kind.title(), "old": True})


def _begun(office: Office) -> str:
    """One patient who is at the server, and nothing else to do."""
    elg = patient(office.sender)
    office.run(card=True)
    office.centre.calls.clear()
    office.centre.remembering.has.clear()
    return elg


def test_a_server_put_back_amid_a_run_is_noticed_before_the_next_delivery(office: Office) -> None:
    elg = _begun(office)
    office.centre.soon = [MINE, BACK, BACK]
    patient(office.sender, family="Rev")
    assert office.run().outcome == "done"
    assert office.centre.calls[:4] == ["whose", "whose", "card", "upload"]
    assert f"patients/{elg}" in office.centre.remembering.has


def test_what_an_older_server_has_instead_is_not_held_against_what_was_known(
    office: Office,
) -> None:
    elg = _begun(office)
    rename(office.sender, elg, "Rev")
    office.centre.remembering.found = _old("patients", elg)
    office.centre.remembering.answers[elg] = [Verdict.STALE]
    office.centre.soon = [MINE, MINE, BACK, BACK]
    assert office.run().outcome == "done"
    assert office.centre.calls[:5] == ["whose", "whose", "upload", "whose", "card"]
    with office.sender.database.read() as reader:
        assert reader.raw("SELECT count(*) FROM sync_inbox")[0][0] == 0
    assert f"patients/{elg}" in office.centre.remembering.has


def test_a_page_of_an_older_server_is_not_taken(office: Office) -> None:
    _begun(office)
    office.centre.pages["Patients"] = [page("a", "b")]
    office.centre.soon = [MINE, MINE, BACK, BACK]
    patient(office.sender, family="Rev")
    assert office.run().received == 0
    with office.sender.database.read() as reader:
        assert reader.raw("SELECT count(*) FROM sync_inbox")[0][0] == 0


def test_a_server_that_goes_to_and_fro_is_begun_anew_once_amid_a_run(office: Office) -> None:
    _begun(office)
    patient(office.sender, family="Rev")
    office.centre.holder = BACK
    office.centre.soon = [MINE]
    assert office.run().outcome == "done"
    # Amid the run, and at its end.
    assert office.centre.calls.count("card") == 2


def test_a_second_program_under_our_name_is_noticed_amid_a_run_too(office: Office) -> None:
    _begun(office)
    patient(office.sender, family="Rev")
    office.centre.soon = [MINE, Holder.ANOTHER, Holder.ANOTHER]
    report = office.run()
    assert (report.outcome, report.code) == ("done", "station_doubled")
    assert office.centre.calls[-1] == "card"
