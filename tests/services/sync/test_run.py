"""One run with the central service: what goes, what comes, and what each trouble leaves behind."""

from collections.abc import Callable

import pytest

from station.core.clock import FixedClock
from station.core.trouble import Trouble
from station.models.database import Database, Writer
from station.services.sync import gathering
from station.services.sync import run as syncing_run
from station.services.sync.values import Worked
from station.services.today.watch import STATION
from station.sync.central_replies import Unanswered
from station.sync.values import Verdict
from tests.central_double import Counting
from tests.outbox_office import CENTRE
from tests.outbox_rows import patient, relative, rename
from tests.run_office import Office, page


@pytest.fixture
def office(database: Database) -> Office:
    return Office(database)


def test_everything_goes_and_everything_comes(office: Office, clock: FixedClock) -> None:
    elg = patient(office.sender)
    relative(office.sender, "r1", elg)
    office.centre.pages["Patients"] = [page("a", "b", last=False), page("b", "c")]
    report = office.run()
    assert (report.outcome, report.sent, report.received, report.applied) == ("done", 6, 3, 3)
    assert office.centre.remembering.has.keys() >= {f"patients/{elg}", "relatives/r1"}
    row = office.channel
    assert (row.sent_at, row.pulled_at, row.failing_since) == (clock.now(), clock.now(), None)
    assert (row.clock_skew_ms, row.last_try_at) == (1500, clock.now())
    assert {each.step for each in office.told} == {"send", "fetch", "apply"}
    assert office.runs()[0][:5] == (CENTRE, clock.now(), clock.now(), "done", 6)


def test_the_log_goes_too_each_line_once(office: Office) -> None:
    patient(office.sender)
    office.run()
    kinds = [each.kind for each in office.centre.remembering.log]
    with office.sender.database.read() as reader:
        lines = reader.raw("SELECT count(*) FROM audit")[0][0]
    assert kinds.count("audit") == lines
    office.run()
    assert [each.kind for each in office.centre.remembering.log] == kinds


def test_a_run_that_met_nothing_is_not_kept(office: Office) -> None:
    office.run()
    before = len(office.runs())
    office.run()
    assert len(office.runs()) == before


def test_a_service_that_is_away_is_told_once_and_nothing_is_lost(
    office: Office, clock: FixedClock
) -> None:
    elg = patient(office.sender)
    began = clock.now()
    office.centre.remembering.answers[elg] = [Verdict.LATER, Verdict.LATER]
    report = office.run()
    assert (report.outcome, report.code) == ("failed", "code_later")
    assert office.channel.failing_since == began
    assert "pull Patients" not in office.centre.calls
    clock.advance(60_000)
    office.run()
    assert office.channel.failing_since == began
    assert office.channel.sent_at is None
    clock.advance(60_000)
    assert office.run().outcome == "done"
    after = office.channel
    assert (after.failing_since, after.reason_code) == (None, "")


def test_a_service_that_breaks_on_one_record_is_fetched_from_all_the_same(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(syncing_run, "BROKE", "code_later")
    elg = patient(office.sender)
    office.centre.remembering.answers[elg] = [Verdict.LATER]
    report = office.run()
    assert (report.outcome, report.left) == ("left", 1)
    assert "pull Patients" in office.centre.calls
    assert office.channel.failing_since is None


def test_some_that_fail_do_not_stop_the_others(office: Office) -> None:
    elg, rev = patient(office.sender), patient(office.sender, family="Rev")
    office.centre.remembering.answers[elg] = [Verdict.LATER]
    office.centre.remembering.answers[rev] = [Verdict.HELD]
    report = office.run()
    assert (report.outcome, report.held, report.left) == ("left", 1, 2)
    assert office.channel.sent_at is None
    assert office.channel.pulled_at is not None


def test_the_whole_channel_rests_with_the_reason_of_the_service(office: Office) -> None:
    elg = patient(office.sender)
    office.centre.remembering.answers[elg] = [Verdict.CHANNEL]
    report = office.run()
    assert (report.outcome, report.code, report.sentence) == (
        "failed",
        "code_channel",
        "it said so",
    )
    assert (office.channel.reason_code, office.channel.reason) == ("code_channel", "it said so")


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (Unanswered(Verdict.LATER, "no_answer"), "no_answer"),
        (Trouble("database_full", "x"), "database_full"),
        (ValueError("a bug"), "bug"),
    ],
)
def test_trouble_while_fetching_is_told(office: Office, error: Exception, code: str) -> None:
    office.centre.trouble["pull Patients"] = [error]
    report = office.run()
    assert (report.outcome, report.code) == ("failed", code)
    assert office.channel.reason_code == code
    assert office.channel.pulled_at is None


def test_a_type_that_the_service_does_not_have_holds_up_no_other(office: Office) -> None:
    office.centre.trouble["pull Patients"] = [Unanswered(Verdict.HELD, "http_404")]
    elg = patient(office.sender)
    report = office.run()
    assert (report.outcome, report.code) == ("failed", "http_404")
    assert "pull Relatives" in office.centre.calls
    assert f"patients/{elg}" in office.centre.remembering.has
    assert office.channel.pulled_at is None


def test_a_closed_file_is_no_failure_of_the_exchange(office: Office) -> None:
    office.centre.trouble["pull Patients"] = [Trouble("locked", "x")]
    with pytest.raises(Trouble):
        office.run()
    assert office.channel.failing_since is None


def test_a_cancelled_run_keeps_what_it_has_done(office: Office) -> None:
    elg = patient(office.sender)
    office.centre.before_reply = lambda _: office.stop.set()
    report = office.run()
    assert (report.outcome, report.sent) == ("stopped", 1)
    assert f"patients/{elg}" in office.centre.remembering.has
    assert office.channel.failing_since is None
    assert "pull Patients" not in office.centre.calls


def test_what_was_merged_here_goes_out_in_the_same_run(office: Office) -> None:
    elg = patient(office.sender)
    office.run()

    def merged(writer: Writer, channel: str, limit: int) -> Worked:
        writer.execute("UPDATE patients SET city = 'Fjellsund' WHERE id = ?", (elg,))
        writer.quiet()
        return Worked(1, 1, 1, 1)

    office.inbox = _Merging(merged)
    report = office.run()
    assert (report.applied, report.conflicts, report.held) == (1, 1, 1)
    assert "Fjellsund" in office.centre.remembering.has[f"patients/{elg}"]


class _Merging(Counting):
    """Works in once as it is told."""

    def __init__(self, job: Callable[[Writer, str, int], Worked]) -> None:
        super().__init__()
        self.jobs = [job]

    def apply(self, writer: Writer, channel: str, limit: int) -> Worked:
        return self.jobs.pop()(writer, channel, limit) if self.jobs else Worked()


def test_cancelled_while_an_answer_is_waited_for_is_no_failure_of_the_service(
    office: Office,
) -> None:
    office.centre.trouble["pull Patients"] = [Unanswered(Verdict.LATER, "stopped")]
    report = office.run()
    assert (report.outcome, report.code) == ("stopped", "")
    assert office.channel.failing_since is None


# ------------------------------------------------------------------------------- comparing


def test_what_the_server_lost_goes_again_and_what_lacks_here_is_fetched(office: Office) -> None:
    elg, rev, ulv = (patient(office.sender, family=each) for each in ("Elg", "Rev", "Ulv"))
    office.run()
    office.centre.there["Patients"] = [rev, "new"]
    office.centre.deleted = {ulv}
    office.centre.remembering.has.clear()
    report = office.run(compare=True)
    assert set(office.centre.remembering.has) >= {f"patients/{elg}"}
    # What was deleted there on purpose is for a person, and what is there stays.
    assert not {f"patients/{rev}", f"patients/{ulv}"} & set(office.centre.remembering.has)
    assert report.received == 1
    office.centre.calls.clear()
    office.run(compare=True)
    assert office.centre.calls.count("fetch") == 2


def test_rows_from_before_are_noted_first(office: Office) -> None:
    with office.sender.database.write(STATION.actor) as writer:
        writer.execute("UPDATE sync_hand SET capture = 0")
        writer.quiet()
    elg = patient(office.sender)
    with office.sender.database.write(STATION.actor) as writer:
        writer.execute("UPDATE sync_hand SET capture = 1")
        writer.execute("INSERT INTO meta VALUES ('sync_backfill', '')")
        writer.quiet()
    office.run()
    assert f"patients/{elg}" in office.centre.remembering.has
    assert "prepare" in {each.step for each in office.told}
    rename(office.sender, elg, "Klok")
    assert office.run().sent == 2


def test_more_changes_than_one_step_and_one_delivery_hold_all_go(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gathering, "STEP", 2)
    monkeypatch.setattr(syncing_run, "FEW", 2)
    ids = [patient(office.sender, family=f"Elg {number}") for number in range(5)]
    office.room = 3
    assert office.run().outcome == "done"
    assert office.centre.remembering.has.keys() >= {f"patients/{each}" for each in ids}


def test_what_was_changed_and_changed_back_is_not_sent(office: Office) -> None:
    elg = patient(office.sender)
    office.run()
    with office.sender.database.read() as reader:
        name = str(reader.raw("SELECT given_name FROM patients")[0][0])
    rename(office.sender, elg, "Stille")
    rename(office.sender, elg, name)
    before = len(office.centre.remembering.log)
    assert office.run().outcome == "done"
    sent = office.centre.remembering.log[before:]
    assert not [each for each in sent if each.kind == "patients"]


@pytest.mark.parametrize(
    ("verdict", "outcome"), [(Verdict.HELD, "done"), (Verdict.LATER, "failed")]
)
def test_a_server_without_a_log_is_no_trouble(
    office: Office, verdict: Verdict, outcome: str
) -> None:
    office.centre.trouble["pull AuditEvent"] = [Unanswered(verdict, "http_404")]
    assert office.run().outcome == outcome


def test_much_that_comes_is_worked_in_while_it_comes(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(syncing_run, "AHEAD", 2)
    pages = [page(f"a{at}", f"b{at}", last=False, cursor=str(at)) for at in range(3)]
    office.centre.pages["Patients"] = [*pages, page("c")]
    report = office.run()
    assert (report.outcome, report.received, report.applied) == ("done", 7, 7)
    steps = [each.step for each in office.told]
    assert "apply" in steps[: len(steps) - steps[::-1].index("fetch")]


def test_what_is_listed_and_is_not_there_any_more_is_passed_over(office: Office) -> None:
    office.run()
    office.centre.there = {"Patients": ["gone", "here"]}
    office.centre.deleted = {"gone"}
    assert office.run(compare=True).received == 1


def test_what_the_sign_in_said_is_kept_for_who_set_it_up(office: Office) -> None:
    patient(office.sender)
    refused = Trouble("sign_in", "{reason}", reason="invalid_client")
    office.centre.trouble["pull Patients"] = [refused]
    assert office.run().code == "sign_in"
    assert office.channel.reason == "invalid_client"
