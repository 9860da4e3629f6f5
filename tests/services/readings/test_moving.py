"""Moving to the right patient: kept with its trace, judged at both, undone, never twice."""

import json

import pytest

from station.core.bus import Bus
from station.core.clock import FixedClock
from station.core.i18n import speaking
from station.core.trouble import Trouble
from station.models.database import Actor, Database
from station.models.queries import judging as judging_queries
from station.models.queries import moves
from station.models.queries import readings as queries
from station.models.records import moves as move_records
from station.rules.readings import Excluded, Reading, Source
from station.services.alerts.alerts import UNDO_MS
from station.services.intake.intake import FileFacts, Incoming, Intake
from station.services.readings.entry import Entry, doubtful
from station.services.readings.manual import Manual, Typed
from station.services.readings.moving import Moving
from station.services.record import Record
from tests.intaking import BENEFIT, DAY, NURSE, plan_in_force, spo2_plan
from tests.patients import log_of, registered


class Desk:
    """Two patients with the same plan, and readings of the first that may be the second's."""

    def __init__(self, database: Database, actor: Actor, clock: FixedClock) -> None:
        self.database, self.clock = database, clock
        self.record = Record(Bus(), clock, database)
        self.moving, self.manual = Moving(self.record), Manual(self.record)
        self.wrong = registered(database, actor, birth_date="1948-03-07")
        self.right = registered(database, actor, given="Stille", family="Brygge")
        self.dead = registered(
            database, actor, given="Lun", family="Hylle", deceased_on="2026-01-01"
        )
        for patient in (self.wrong, self.right):
            plan_in_force(database, actor, patient, clock.now() - 9 * DAY, spo2_plan())

    def take(self, *values: float, file: FileFacts | None = None) -> tuple[str, ...]:
        came = [
            Incoming(
                self.wrong,
                "spo2",
                self.clock.now() - at * 60_000,
                (value,),
                Source.FILE if file else Source.DEVICE,
                f"key{at}:{value:g}",
                raw="råtekst",
                device_time="2026-11-20T09:00",
                quality="moved",
                row_number=at,
            )
            for at, value in enumerate(values)
        ]
        return Intake(self.record).take(NURSE, came, file).reading_ids

    def one(self, reading_id: str) -> Reading:
        with self.record.read() as reader:
            found = queries.one(reader, reading_id)
        assert found is not None
        return found

    def trace(self, reading_id: str) -> moves.Trace:
        with self.record.read() as reader:
            found = moves.trace(reader, reading_id)
        assert found is not None
        return found

    def counting(self, patient: str) -> list[float | None]:
        with self.record.read() as reader:
            return [r.values[0] for r in queries.history(reader, patient, "spo2") if r.counts]

    def alerts(self, patient: str) -> list[bool]:
        """Of each open alert of a patient: whether it is proposed for closing."""
        with self.record.read() as reader:
            return [each.proposed for each in judging_queries.open_alerts(reader, patient)]

    def log(self, patient: str) -> list[str]:
        with self.record.read() as reader:
            return log_of(reader, patient)


@pytest.fixture
def desk(database: Database, actor: Actor, clock: FixedClock) -> Desk:
    return Desk(database, actor, clock)


def test_a_reading_is_moved_with_its_trace_and_judged_at_both(desk: Desk) -> None:
    (red,) = desk.take(84)
    assert (desk.alerts(desk.wrong), desk.alerts(desk.right)) == ([False], [])
    moved = desk.moving.move(NURSE, red, desk.right, "navnet på apparatet")
    (step,) = moved.steps
    original, copy = desk.one(red), desk.one(step.copy_id)
    assert (original.excluded, original.excluded_reason) == (
        Excluded.WRONG_PATIENT,
        "navnet på apparatet",
    )
    same = ("kind", "taken_at", "values", "source", "device_time", "quality", "confirmed")
    assert [getattr(copy, each) for each in same] == [getattr(original, each) for each in same]
    assert (copy.patient_id, copy.excluded) == (desk.right, Excluded.NO)
    assert (desk.trace(copy.id).moved_from, desk.trace(copy.id).raw) == (red, "råtekst")
    assert (desk.counting(desk.wrong), desk.counting(desk.right)) == ([], [84.0])
    # The alert stays where it was raised until a person closes it, proposed for closing.
    assert (desk.alerts(desk.wrong), desk.alerts(desk.right)) == ([True], [False])
    assert desk.log(desk.wrong)[0] == "reading_moved_out"
    assert "reading_moved_in" in desk.log(desk.right)
    line = Entry(desk.record).line(NURSE, red)
    assert (line.moved, line.arrived) == (True, False)
    assert Entry(desk.record).line(NURSE, copy.id).arrived


def test_undoing_puts_both_back_and_moving_again_stores_no_second_copy(desk: Desk) -> None:
    (red,) = desk.take(84)
    moved = desk.moving.move(NURSE, red, desk.right, "feil")
    desk.moving.undo(NURSE, moved)
    assert (desk.counting(desk.wrong), desk.counting(desk.right)) == ([84.0], [])
    assert (desk.alerts(desk.wrong), desk.alerts(desk.right)) == ([False], [True])
    with pytest.raises(Trouble, match="move_undone"):
        desk.moving.undo(NURSE, moved)
    again = desk.moving.move(NURSE, red, desk.right, "likevel")
    assert again.steps[0].copy_id == moved.steps[0].copy_id
    assert desk.counting(desk.right) == [84.0]
    # And back from there.
    back = desk.moving.move(NURSE, again.steps[0].copy_id, desk.wrong, "tilbake")
    assert back.steps[0].copy_id == red
    assert (desk.counting(desk.wrong), desk.counting(desk.right)) == ([84.0], [])
    assert desk.moving.move(NURSE, red, desk.right, "en gang til").steps[0].copy_id


def test_undoing_comes_too_late_after_ten_minutes(desk: Desk) -> None:
    (red,) = desk.take(84)
    moved = desk.moving.move(NURSE, red, desk.right, "feil")
    desk.clock.advance(UNDO_MS + 1)
    with pytest.raises(Trouble, match="undo_late"):
        desk.moving.undo(NURSE, moved)


def test_what_must_not_be_moved_is_refused(desk: Desk) -> None:
    (red,) = desk.take(84)
    for to, reason, code in (
        (desk.wrong, "x", "move_same"),
        (desk.dead, "x", "patient_deceased"),
        ("0" * 32, "x", "patient_unknown"),
        (desk.right, " ", "move_reason"),
    ):
        with pytest.raises(Trouble, match=code):
            desk.moving.move(NURSE, red, to, reason)
    with pytest.raises(Trouble, match="reading_unknown"):
        desk.moving.move(NURSE, "0" * 32, desk.right, "x")
    for gone in (desk.manual.mark, Entry(desk.record).line):
        with pytest.raises(Trouble, match="reading_unknown"):
            gone(NURSE, "0" * 32, *([Excluded.NO] if gone == desk.manual.mark else []))
    with pytest.raises(Trouble, match="not_allowed"):
        desk.moving.move(BENEFIT, red, desk.right, "x")
    desk.moving.move(NURSE, red, desk.right, "x")
    with pytest.raises(Trouble, match="move_again"):
        desk.moving.move(NURSE, red, desk.right, "x")
    with pytest.raises(Trouble, match="reading_moved"):
        desk.manual.mark(NURSE, red, Excluded.NO)
    assert desk.counting(desk.right) == [84.0]


def test_what_cannot_be_taken_in_is_not_moved(desk: Desk) -> None:
    (red,) = desk.take(84)
    desk.clock.set(desk.clock.now() - DAY)
    with pytest.raises(Trouble, match="move_refused"):
        desk.moving.move(NURSE, red, desk.right, "x")
    assert (desk.counting(desk.wrong), desk.counting(desk.right)) == ([84.0], [])


def test_a_test_stays_a_test_and_one_marked_before_counts(desk: Desk) -> None:
    test, marked = desk.take(84, 85)
    desk.manual.mark(NURSE, test, Excluded.TEST, "prøve")
    desk.manual.mark(NURSE, marked, Excluded.WRONG_PATIENT, "ikke hennes")
    for reading in (test, marked):
        desk.moving.move(NURSE, reading, desk.right, "hans")
    assert desk.counting(desk.right) == [85.0]
    moved = desk.moving.move(
        NURSE,
        desk.moving.move(NURSE, desk.trace(test).copy_id, desk.wrong, "x").steps[0].copy_id,
        desk.right,
        "y",
    )
    assert desk.one(moved.steps[0].copy_id).excluded is Excluded.TEST


def test_a_whole_import_is_previewed_moved_and_undone(desk: Desk) -> None:
    file = FileFacts("maalinger.csv", "hash", "profil", patient_id=desk.wrong)
    first, *_ = desk.take(84, 92, 93, 900, file=file)
    preview = desk.moving.preview(NURSE, first)
    assert (preview.file_name, preview.batch_count, preview.batch_held) == ("maalinger.csv", 3, 1)
    assert (preview.alerts, preview.batch_alerts) == (1, 1)
    assert preview.last_at - preview.first_at == 2 * 60_000
    moved = desk.moving.move_batch(NURSE, preview.batch_id, desk.wrong, desk.right, "feil fil")
    assert (desk.counting(desk.wrong), desk.counting(desk.right)) == ([], [93.0, 92.0, 84.0])
    with desk.record.read() as reader:
        assert moves.held_in_batch(reader, preview.batch_id, desk.right)
    with pytest.raises(Trouble, match="move_nothing"):
        desk.moving.move_batch(NURSE, preview.batch_id, desk.wrong, desk.right, "en gang til")
    desk.moving.undo(NURSE, moved)
    assert (desk.counting(desk.wrong), desk.counting(desk.right)) == ([93.0, 92.0, 84.0], [])
    assert desk.moving.preview(NURSE, first).batch_held == 1


def test_what_the_right_patient_has_already_is_not_doubled(desk: Desk) -> None:
    (red,) = desk.take(84)
    known = desk.one(red)
    own = Incoming(desk.right, "spo2", known.taken_at, (84.0,), Source.DEVICE, "key0:84")
    (theirs,) = Intake(desk.record).take(NURSE, [own]).reading_ids
    with desk.record.read() as reader:
        assert queries.id_of_key(reader, desk.right, "spo2", "key0:84") == theirs
    moved = desk.moving.move(NURSE, red, desk.right, "hans")
    assert moved.steps[0].there
    assert (desk.counting(desk.wrong), desk.counting(desk.right)) == ([], [84.0])
    desk.moving.undo(NURSE, moved)
    assert (desk.counting(desk.wrong), desk.counting(desk.right)) == ([84.0], [84.0])


def test_a_preview_without_a_file_names_none(desk: Desk) -> None:
    (red,) = desk.take(84)
    preview = desk.moving.preview(NURSE, red)
    assert (preview.batch_id, preview.batch_count, preview.text) == ("", 0, "SpO₂ 84 %")


def test_the_first_origin_is_kept(desk: Desk) -> None:
    first, second = desk.take(84, 85)
    with desk.database.write(Actor("x", "x")) as writer:
        move_records.came_from(writer, first, second)
        move_records.came_from(writer, first, first)
        writer.audit("moved_for_test", "reading", first)
    assert desk.trace(first).moved_from == second
    with desk.record.read() as reader:
        assert moves.trace(reader, "0" * 32) is None
        assert moves.raw_answer(reader, "0" * 32) == ""


def test_the_first_of_a_pair_is_marked_in_the_same_step(desk: Desk) -> None:
    (low,) = desk.take(84)
    desk.clock.advance(300_000)
    typed = Typed(desk.wrong, "spo2", ("90",), "", desk.clock.now(), remeasures_id=low)
    saved = desk.manual.save(NURSE, typed, asked=True, first=Excluded.ACTIVITY)
    assert desk.one(low).excluded is Excluded.ACTIVITY
    lines = {line.id: line for line in Entry(desk.record).refresh(NURSE, desk.wrong).newest}
    assert lines[saved.reading_id].pair.startswith("new measurement of SpO₂ 84 %")
    assert lines[low].pair.startswith("measured again: SpO₂ 90 %")
    assert lines[low].doubt == "The meter noticed movement. Measure again at rest."


def test_what_is_doubtful_is_asked_for_until_it_is_measured_again(desk: Desk) -> None:
    (low,) = desk.take(93)

    def asked(told: tuple[str, ...] = ()) -> tuple[str, ...]:
        with desk.record.read() as reader, speaking("en"):
            return doubtful(reader, desk.wrong, desk.clock.now(), told)

    (words,) = asked()
    assert words.startswith("SpO₂ 93 %, today")
    assert words.endswith("The meter noticed movement. Measure again at rest.")
    assert asked((low,)) == ()
    typed = Typed(desk.wrong, "spo2", ("94",), "", desk.clock.now(), remeasures_id=low)
    desk.manual.save(NURSE, typed, asked=True)
    assert asked() == ()


def test_the_log_names_the_readings_and_no_patient(desk: Desk) -> None:
    (red,) = desk.take(84)
    desk.moving.move(NURSE, red, desk.right, "feil")
    with desk.record.read() as reader:
        rows = reader.raw("SELECT details FROM audit WHERE action LIKE 'reading_moved%'")
    for (text,) in rows:
        assert json.loads(text)["originals"] == [red]
        assert "Brygge" not in text
