"""How the exchange stands: never well when anything is left, and each reason in words."""

from dataclasses import replace

import pytest

from station.core.clock import FixedClock
from station.models.database import Database
from station.models.records import sync_channels, sync_runs
from station.models.records.exchange import keep_secret
from station.services.session import Session
from station.services.sync import status as sync_status
from station.services.sync.setup import ChannelSettings
from station.services.sync.values import CENTRE, ChannelStatus, Progress, Standing, Status
from station.services.today.watch import STATION
from station.sync.values import Verdict
from tests.outbox_office import Sender
from tests.outbox_rows import conflict, consent, patient, relative, withdraw

NURSE = Session("0" * 31 + "1", "Rask Elg", "RE", "nurse", "en")


@pytest.fixture
def sender(database: Database) -> Sender:
    made = Sender(database)
    made.begin()
    settings = ChannelSettings("https://fhir.example.no/r4", sign_in="none")
    with database.write(STATION.actor) as writer:
        sync_channels.put(writer, CENTRE, settings.to_text(), {})
    return made


def look(
    sender: Sender, progress: Progress | None = None, *, running: bool = False
) -> tuple[Status, ChannelStatus]:
    now = sender.now()
    with sender.database.read() as reader:
        found = sync_status.status(reader, now, NURSE, progress, running=running)
    return found, found.channels[0]


def told(sender: Sender, sql: str, *values: str) -> None:
    with sender.database.write(STATION.actor) as writer:
        writer.execute(sql, values)
        writer.quiet()


def all_well(sender: Sender) -> None:
    sender.push()
    with sender.database.write(STATION.actor) as writer:
        sync_channels.tried(writer, CENTRE, skew_ms=1200)
        sync_channels.complete(writer, CENTRE, sent=True, pulled=True)


def test_nothing_was_ever_exchanged(sender: Sender) -> None:
    status, centre = look(sender)
    assert (len(status.station), status.conflicts, status.runs) == (8, 0, ())
    assert (centre.standing, centre.title) == (Standing.NEVER, "Central service")


def test_it_is_well_only_when_nothing_at_all_is_left(sender: Sender, clock: FixedClock) -> None:
    elg = patient(sender)
    all_well(sender)
    centre = look(sender)[1]
    assert (centre.standing, centre.skew_ms, centre.oldest_since) == (Standing.WELL, 1200, None)
    relative(sender, "r1", elg)
    clock.advance(3_600_000)
    centre = look(sender)[1]
    assert (centre.standing, centre.counts.waiting) == (Standing.WAITING, 1)
    assert (centre.sentence, centre.oldest_age) == ("1 is on its way.", "1 h")
    sender.gather()
    assert look(sender)[1].counts.waiting == 1
    sender.seal()
    assert look(sender)[1].counts.sealed == 1


def test_a_refusal_waits_for_a_person_with_the_words_of_the_service(sender: Sender) -> None:
    elg = patient(sender)
    relative(sender, "r1", elg)
    sender.centre.answers[elg] = [Verdict.HELD]
    all_well(sender)
    status, centre = look(sender)
    assert (centre.standing, centre.sentence) == (Standing.PERSON, "1 waits for a person.")
    assert (centre.counts.held, centre.counts.behind) == (1, 1)
    stuck = status.stuck[0]
    assert (stuck.key, stuck.what, stuck.whose) == (
        f"out/centre/patients/{elg}",
        "Patient details",
        "Rask Elg",
    )
    assert (stuck.state, stuck.attempts, stuck.server_says) == ("held", 1, "it said so")
    assert (len(status.stuck), status.stuck_more) == (1, 0)


def test_who_has_withdrawn_is_shown_and_makes_nothing_fail(sender: Sender) -> None:
    elg = patient(sender)
    consent(sender, "c1", elg)
    sender.push()
    withdraw(sender, "c1", elg)
    relative(sender, "r1", elg)
    all_well(sender)
    status, centre = look(sender)
    assert (centre.standing, centre.counts.paused) == (Standing.WELL, 1)
    assert "withdrawn" in status.stuck[0].reason


def test_differences_are_counted(sender: Sender) -> None:
    elg = patient(sender)
    conflict(sender, "patients", elg, "open")
    all_well(sender)
    status, centre = look(sender)
    assert (status.conflicts, centre.counts.differs) == (1, 1)
    assert centre.standing is Standing.PERSON


def test_what_came_and_could_not_be_taken_in_is_shown(sender: Sender) -> None:
    all_well(sender)
    for name, kind, state in (("a", "patients", "held"), ("b", "", "waiting"), ("c", "", "new")):
        told(
            sender,
            "INSERT INTO sync_inbox (id, channel, kind, resource_type, resource_id, body, "
            "received_at, state) VALUES (?, 'centre', ?, 'Basic', ?, '', 1, ?)",
            name,
            kind,
            name,
            state,
        )
    status, centre = look(sender)
    assert (centre.standing, centre.counts.inbox) == (Standing.WAITING, 3)
    assert [(each.key, each.what, each.acts) for each in status.stuck] == [
        ("in/centre/a", "Patient details", ("retry", "leave", "export")),
        ("in/centre/b", "Basic", ("export",)),
    ]
    assert all(each.reason for each in status.stuck)
    assert [(each.why, each.kind, each.number) for each in centre.kinds] == [
        ("inbox", "Basic", 2),
        ("inbox", "patients", 1),
    ]


def test_what_a_person_let_lie_is_told_apart_and_stands_last(sender: Sender) -> None:
    elg = patient(sender)
    sender.centre.answers[elg] = [Verdict.HELD]
    all_well(sender)
    told(sender, "UPDATE sync_outbox SET state = 'left', reason_code = 'unwritable'")
    told(
        sender,
        "INSERT INTO sync_inbox (id, channel, kind, resource_type, resource_id, body, "
        "received_at, state) VALUES ('a', 'stick', 'loans', 'x', 'a', '', 1, 'held'), "
        "('b', 'centre', 'loans', 'x', 'b', '', 1, 'left')",
    )
    status, centre = look(sender)
    assert (centre.standing, centre.counts.left, centre.counts.paused) == (Standing.WELL, 2, 0)
    assert [(each.key[:9], each.acts) for each in status.stuck] == [
        ("in/stick/", ("retry", "leave", "export")),
        ("out/centr", ("take_up", "export")),
        ("in/centre", ("take_up", "export")),
    ]
    assert status.by_stick == 1
    assert "Somebody has let it lie here." in status.stuck[1].reason
    assert "could not be put together" in status.stuck[1].reason


def test_what_waits_is_told_by_kind(sender: Sender, clock: FixedClock) -> None:
    elg = patient(sender)
    all_well(sender)
    relative(sender, "r1", elg)
    sender.gather()
    clock.advance(60_000)
    relative(sender, "r2", elg)
    kinds = look(sender)[1].kinds
    assert [(each.why, each.kind, each.number) for each in kinds] == [("waiting", "relatives", 2)]
    assert kinds[0].since == clock.now() - 60_000


@pytest.mark.parametrize(
    ("code", "standing", "said"),
    [
        ("no_name", Standing.OFFLINE, "fhir.example.no"),
        ("clock_ahead", Standing.RESTS, "20 minutes"),
        ("key_missing", Standing.RESTS, "no key"),
        ("http_418", Standing.OFFLINE, "http_418"),
        ("http_403", Standing.RESTS, "must give Station access"),
        ("http_404", Standing.RESTS, "fhir.example.no does not know what Station asks for"),
        ("no_fhir_server", Standing.RESTS, "Check the address"),
    ],
)
def test_why_it_does_not_go_is_said_in_words(
    sender: Sender, clock: FixedClock, code: str, standing: Standing, said: str
) -> None:
    all_well(sender)
    with sender.database.write(STATION.actor) as writer:
        sync_channels.tried(writer, CENTRE, skew_ms=20 * 60_000)
        sync_channels.failed(writer, CENTRE, code, "its own words")
        sync_channels.rest(writer, CENTRE, clock.now() + 5)
    centre = look(sender)[1]
    assert (centre.standing, centre.server_says) == (standing, "its own words")
    assert said in centre.reason
    assert (centre.offline_since, centre.next_try_at) == (clock.now(), clock.now() + 5)
    assert centre.in_settings is (code in ("key_missing", "http_404", "no_fhir_server"))


def test_off_and_preparing_and_running(sender: Sender) -> None:
    told(sender, "INSERT INTO meta VALUES ('sync_backfill', 'patients:0')")
    centre = look(sender)[1]
    assert centre.standing is Standing.PREPARING
    assert centre.progress is not None
    progress = Progress("send", 3, 10)
    centre = look(sender, progress, running=True)[1]
    assert (centre.progress, centre.running) == (progress, True)
    with sender.database.write(STATION.actor) as writer:
        sync_channels.switch(writer, CENTRE, on=False)
    assert look(sender)[1].standing is Standing.OFF


def test_what_is_not_fetched_yet_is_not_well(sender: Sender) -> None:
    with sender.database.write(STATION.actor) as writer:
        sync_channels.tried(writer, CENTRE, skew_ms=None)
        sync_channels.complete(writer, CENTRE, sent=True, pulled=False)
    centre = look(sender)[1]
    assert (centre.standing, centre.sentence) == (
        Standing.WAITING,
        "Not everything has been fetched yet.",
    )


def test_the_last_runs_are_told(sender: Sender, clock: FixedClock) -> None:
    with sender.database.write(STATION.actor) as writer:
        sync_runs.begin(writer, "a", CENTRE)
        sync_runs.end(writer, "a", "done", {"sent": 3}, "", "")
        sync_runs.begin(writer, "b", CENTRE)
        sync_runs.end(writer, "b", "failed", {}, "no_answer", "its words")
    runs = look(sender)[0].runs
    assert [(run.outcome, run.sent) for run in runs] == [("failed", 0), ("done", 3)]
    assert runs[0].reason.endswith("its words")
    assert runs[1].reason == ""


def test_another_channel_is_shown_without_runs_of_the_centre(sender: Sender) -> None:
    with sender.database.write(STATION.actor) as writer:
        sync_channels.put(writer, "pmd", "", {})
        sync_channels.switch(writer, "pmd", on=True)
    now, progress = sender.now(), Progress("send", 1, 2)
    with sender.database.read() as reader:
        found = sync_status.status(
            reader, now, replace(NURSE, language="nb"), progress, running=True
        )
    pmd = found.channels[1]
    assert (pmd.name, pmd.running, pmd.progress) == ("pmd", False, None)


def test_it_is_told_that_the_service_is_believed_until_there_is_a_code(sender: Sender) -> None:
    all_well(sender)
    assert "believed" in look(sender)[0].believed
    with sender.database.write(STATION.actor) as writer:
        keep_secret(writer, b"s" * 16)
        writer.quiet()
    assert look(sender)[0].believed == ""
