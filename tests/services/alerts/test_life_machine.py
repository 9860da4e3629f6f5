"""Whatever is put off, paused, waited for, closed, undone or acknowledged: red is never hidden.

The machine lets green, yellow and red readings come, lets people do everything they can do about an
alert, and sets the clock on and back. What must be seen is told from the stored rows alone.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    invariant,
    rule,
    run_state_machine_as_test,
)

from station.core.bus import Bus
from station.core.trouble import Trouble
from station.core.zone import day_of
from station.models.database import Actor
from station.rules.contacts import Action, Verdict
from station.rules.limits import Level, Limit, Operator, Side
from station.rules.readings import Source
from station.rules.resting import PAUSE_DAYS, SNOOZE_DAYS
from station.rules.resting import Cause as PauseCause
from station.rules.standing import Standing
from station.services.alerts.alerts import Alerts, Closed, Handling
from station.services.alerts.snoozing import Snoozing
from station.services.care.following import Following
from station.services.care.statuses import Statuses
from station.services.intake.intake import Incoming, Intake
from station.services.record import Record
from station.services.today.acknowledging import Acknowledging
from station.services.today.suppressed import Cause, Suppressed
from station.services.today.worklist import Worklist
from tests.conftest import FRIDAY_NINE
from tests.intaking import DAY, NURSE, plan_in_force, spo2_plan
from tests.patients import registered
from tests.throwaway import FileMachine

HOUR = 3_600_000
LIMITS = (
    Limit("spo2", Level.RED, Side.LOW, Operator.BELOW, 86),
    Limit("spo2", Level.YELLOW, Side.LOW, Operator.BELOW, 89),
    Limit("spo2", Level.YELLOW, Side.HIGH, Operator.ABOVE, 97),
)
VALUES = (80, 88, 88, 93, 93, 99)
AHEAD = (DAY, HOUR, 30 * DAY, 2 * DAY, -DAY, 3650 * DAY)


@contextmanager
def may_refuse(*codes: str) -> Iterator[None]:
    """Let a step be refused for one of these reasons, and for no other."""
    try:
        yield
    except Trouble as refused:
        if refused.code not in codes:
            raise


class Life(FileMachine):
    """One patient with limits on both sides, and a nurse who tries everything."""

    def __init__(self, empty: Path) -> None:
        """Begin with a copy of the `empty` encrypted file."""
        super().__init__(empty)
        actor = Actor(NURSE.user_id, NURSE.name)
        self.patient = registered(self.database, actor)
        with self.database.write(actor) as writer:
            writer.execute("UPDATE patients SET status = 'active'")
            writer.quiet()
        # Without a schedule she is green as soon as something has come.
        plan = replace(spo2_plan(LIMITS), schedule=())
        plan_in_force(self.database, actor, self.patient, FRIDAY_NINE - DAY, plan)
        self.record = Record(Bus(), self.clock, self.database)
        self.closed: list[Closed] = []
        self.rounds: list[str] = []

    def open_alerts(self) -> list[tuple[str, str, str, int]]:
        """Give (id, component, side, level) of every open alert."""
        with self.database.read() as reader:
            rows = reader.raw(
                "SELECT id, component, side, level FROM alerts WHERE state <> 'closed' ORDER BY id"
            )
        return [(row[0], row[1], row[2], row[3]) for row in rows]

    def running(self) -> list[tuple[str, str, str, int, int]]:
        """Give (id, component, side, from, until) of every snooze that holds now."""
        now = self.clock.now()
        with self.database.read() as reader:
            rows = reader.raw(
                "SELECT id, component, side, from_at, until_at FROM snoozes "
                "WHERE ended_at IS NULL AND from_at <= ? AND until_at > ?",
                (now, now),
            )
        return [(row[0], row[1], row[2], row[3], row[4]) for row in rows]

    @rule(values=st.lists(st.sampled_from(VALUES), min_size=1, max_size=3))
    def readings_come(self, values: list[int]) -> None:
        """Let readings come in one after the other."""
        for value in values:
            self.a_reading_of(value)

    def a_reading_of(self, value: int) -> None:
        """Let a reading come in, a second after what happened last."""
        self.clock.advance(1000)
        now = self.clock.now()
        Intake(self.record).take(
            NURSE,
            [Incoming(self.patient, "spo2", now, (float(value),), Source.TABLET, f"{now}")],
        )

    @rule(
        which=st.integers(0, 3),
        ahead=st.sampled_from(AHEAD),
        reason=st.sampled_from(("x", "x", "x", "")),
    )
    def an_alert_is_put_off(self, which: int, ahead: int, reason: str) -> None:
        """Put an open alert off, a new yellow one if there is none; what is bad is refused."""
        if not self.open_alerts():
            self.a_reading_of(88)
        alerts = self.open_alerts()
        if not alerts:
            return
        alert_id, _, _, level = alerts[which % len(alerts)]
        self.clock.advance(1000)
        until = self.clock.now() + ahead
        with may_refuse("snooze_red", "rest_refused"):
            row = Snoozing(self.record).snooze(NURSE, alert_id, until, reason)
            assert reason
            assert level == Level.YELLOW
            assert 0 < row.until_at - row.from_at <= (SNOOZE_DAYS + 1) * DAY

    @rule()
    def a_snooze_is_ended(self) -> None:
        """End the first snooze that runs."""
        for snooze in self.running()[:1]:
            Snoozing(self.record).end(NURSE, snooze[0])

    @rule(days=st.sampled_from((-1, 0, 1, 20, 4000)))
    def a_pause_is_set(self, days: int) -> None:
        """Pause until a day; a bad one is refused."""
        until = day_of(self.clock.now()) + timedelta(days=days)
        with may_refuse("patient_incomplete", "paused_already"):
            Statuses(self.record).pause(NURSE, self.patient, "", until, PauseCause.TRAVEL)
            assert 0 < days <= PAUSE_DAYS

    @rule()
    def a_pause_is_ended(self) -> None:
        """End the pause, if there is one."""
        with may_refuse("not_paused"):
            Statuses(self.record).end_pause(NURSE, self.patient)

    @rule(days=st.sampled_from((0, 3)))
    def she_is_followed_closer(self, days: int) -> None:
        """Begin closer follow-up; today is refused."""
        until = day_of(self.clock.now()) + timedelta(days=days)
        with may_refuse("rest_refused"):
            Following(self.record).begin(NURSE, self.patient, until, "ny kur")

    @rule(which=st.integers(0, 3), how=st.sampled_from(("take", "wait", "stop", "close")))
    def somebody_acts(self, which: int, how: str) -> None:
        """Take an alert, let it wait, let it wait no more, or close it."""
        alerts = self.open_alerts()
        if not alerts:
            return
        alert_id, services = alerts[which % len(alerts)][0], Alerts(self.record)
        self.clock.advance(1000)
        if how == "take":
            services.take(NURSE, alert_id)
        elif how == "wait":
            with may_refuse("alert_deadline"):
                services.wait(NURSE, alert_id, self.clock.now() + DAY)
        elif how == "stop":
            services.stop_waiting(NURSE, alert_id)
        else:
            handling = Handling(Action.ADVICE)
            self.closed.append(services.close(NURSE, alert_id, handling, Verdict.REAL))

    @rule()
    def a_closing_is_undone(self) -> None:
        """Undo the newest closing, if it is not too late."""
        if self.closed:
            with may_refuse("alert_new", "undo_late"):
                Alerts(self.record).undo_close(NURSE, self.closed.pop())

    @rule(wait=st.sampled_from((0, HOUR)))
    def green_is_acknowledged(self, wait: int) -> None:
        """Make a round, at once or after an hour."""
        service = Acknowledging(self.record)
        offer = service.offer(NURSE)
        self.clock.advance(wait)
        with may_refuse("nobody_taken", "offer_stale"):
            made = service.take(
                NURSE, [line.patient_id for line in offer.taken], offer.shown_at, offer.up_to
            )
            self.rounds.append(made.id)

    @rule()
    def a_round_is_undone(self) -> None:
        """Undo the newest round, if it is not too late."""
        if self.rounds:
            with may_refuse("undo_late"):
                Acknowledging(self.record).undo(NURSE, self.rounds.pop())

    @rule(by=st.sampled_from((HOUR, DAY, 31 * DAY, -HOUR, -400 * DAY)))
    def the_clock_is_set(self, by: int) -> None:
        """Let time pass, or set the clock back, but never before the plan."""
        self.clock.set(max(self.clock.now() + by, FRIDAY_NINE))

    @invariant()
    def red_is_never_hidden(self) -> None:
        """Tell from the stored rows where she must stand."""
        (row,) = Worklist(self.record).rows(NURSE).rows
        alerts = self.open_alerts()
        off = {(component, side) for _, component, side, _, _ in self.running()}
        if any(level == Level.RED for *_, level in alerts):
            assert row.standing is Standing.RED
        elif any((component, side) not in off for _, component, side, _ in alerts):
            assert row.standing is Standing.YELLOW
        else:
            assert row.standing not in (Standing.RED, Standing.YELLOW)
        assert row.alerts == len(alerts)
        if row.acknowledged:
            assert row.standing is Standing.GREEN

    @invariant()
    def there_is_one_alert_a_side(self) -> None:
        """No episode is split in two."""
        sides = [(component, side) for _, component, side, _ in self.open_alerts()]
        assert len(sides) == len(set(sides))

    @invariant()
    def everything_held_back_has_an_end_and_is_listed(self) -> None:
        """Count what is listed against what is stored."""
        listed = Suppressed(self.record).all(NURSE).now
        assert all(each.until is not None for each in listed)
        assert all(each.why for each in listed)
        running = self.running()
        assert sum(each.cause is Cause.SNOOZE for each in listed) == len(running)
        assert all(until - begin <= (SNOOZE_DAYS + 1) * DAY for *_, begin, until in running)
        assert Worklist(self.record).rows(NURSE).held_back == len(listed)

    @invariant()
    def nobody_with_something_open_is_offered(self) -> None:
        """Whoever has an open alert is never among those a round would take."""
        if self.open_alerts():
            assert not Acknowledging(self.record).offer(NURSE).taken


def test_red_is_never_hidden_whatever_is_done_about_an_alert(empty_file: Path) -> None:
    run_state_machine_as_test(
        lambda: Life(empty_file),  # type: ignore[arg-type]  # a class is typed, any maker is taken
        settings=settings(
            max_examples=15,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow],
        ),
    )
