"""Fills a new file with the training municipality, through the services and day by day.

The clock is set to each morning in turn, so that everything arrives, is judged and is handled as
it would have been; the same seed gives the same municipality.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from station.core.clock import FixedClock
from station.core.paths import Home
from station.core.settings import Profile
from station.core.zone import day_of, day_start
from station.rules.approval import Approval
from station.rules.contacts import Action, Verdict
from station.rules.limits import Level, Limit, Operator, Side
from station.rules.openinghours import Hours, is_open_day
from station.rules.plans import Line, PlanContent, ScheduleItem
from station.rules.readings import Source
from station.rules.status import Status
from station.security.passwords import Cost
from station.services.alerts.alerts import Alerts, Handling
from station.services.intake.intake import Incoming, Intake
from station.services.office import firststart, training_mark
from station.services.patients.consents import ConsentDetails
from station.services.patients.relatives import RelativeDetails
from station.services.patients.values import PatientDetails
from station.services.plans.plans import Plans
from station.services.session import Session
from station.services.today.worklist import Worklist
from station.training import door
from station.training.answering import answers_of
from station.training.crisis import finished
from station.training.day import DAY, MORNING_MS
from station.training.door import PASSWORD, USER
from station.training.driving import Rounds
from station.training.equipment import Storeroom
from station.training.licences import add_licences
from station.training.numbers import synthetic_number
from station.training.people import DIAGNOSES, PEOPLE, WAITING, Invented
from station.training.series import DAY_MS, DAYS, Made, moment, series
from station.wiring import Station, build

SEED = 2026
PROFILE = Profile("Øvelseskommunen", phone="68050100", service_name="Digital hjemmeoppfølging")
NURSE = firststart.NewPerson(USER, "MK", "leader")
SUBSTITUTE = firststart.NewPerson("Even Lyng", "EL", "substitute", "nn")
_HOUR_MS = 3_600_000
_ROUND_MS = 9 * _HOUR_MS + 30 * 60_000
REVIEW_DAYS, OVERDUE_DAYS = 75, -6
"""When plans are to be reviewed, counted from DAY; one is overdue."""
Progress = Callable[[int, int], None]


def _quiet(done: int, whole: int) -> None:
    """Tell nobody."""


def fill(
    home: Home, progress: Progress = _quiet, cost: Cost | None = None, language: str = "nb"
) -> None:
    """Make the training municipality in an empty home; `progress` gets the days done and all.

    Its nurse reads the window in `language`; the plans are in Bokmål.
    """
    clock = FixedClock(day_start(DAY) - (DAYS + 14) * DAY_MS + MORNING_MS)
    nurse = replace(NURSE, language=language)
    made = firststart.create(home, PROFILE, nurse, PASSWORD, clock=clock, cost=cost)
    station = build(home, clock, cost)
    try:
        session = station.door.sign_in(made.slot_id, PASSWORD)
        _Filler(station, clock, session).run(progress)
    finally:
        station.close()
    door.mark(home)


class _Filler:
    """One filling: the services, the clock that is turned, and the patients made so far."""

    def __init__(self, station: Station, clock: FixedClock, session: Session) -> None:
        self._station, self._clock, self._session = station, clock, session
        record = station.record
        self._plans, self._intake = Plans(record), Intake(record)
        self._alerts, self._worklist = Alerts(record), Worklist(record)
        self._ids: dict[str, Invented] = {}
        self._forms: dict[str, int] = {}

    def run(self, progress: Progress) -> None:
        training_mark.set_mark(self._station.record, self._session)
        self._station.staff.add(self._session, SUBSTITUTE, PASSWORD)
        for place, person in enumerate(PEOPLE):
            self._ids[self._register(person, place)] = person
        for place, (name, born, diagnosis, status) in enumerate(WAITING):
            self._wait(name, born, diagnosis, status, place)
        in_use = self._station.forms.in_use(self._session)
        self._forms = {form.code: form.version for form in in_use}
        days = _by_day(self._ids)
        storeroom = Storeroom(self._station, self._clock, self._session, self._ids)
        rounds = Rounds(self._station, self._clock, self._session, self._ids)
        for days_ago in range(DAYS, -1, -1):
            self._day(days_ago, days.get(days_ago, ()))
            storeroom.day(days_ago)
            rounds.day(days_ago)
            progress(DAYS - days_ago + 1, DAYS + 1)
        add_licences(self._station, self._clock, self._session, self._ids)

    # ------------------------------------------------------------------------------ people

    def _register(self, person: Invented, place: int) -> str:
        details = PatientDetails(
            given_name=person.given_name,
            family_name=person.family_name,
            number=synthetic_number(person.born, 100 + 7 * place),
            birth_date=person.born,
            address=f"Øvelsesveien {place + 1}",
            postal_code="9999",
            city="Øvelsesbygda",
            phone=f"680501{place + 12:02d}",
            protection=person.protection,
            diagnosis=DIAGNOSES[person.template],
            responsible_id=self._session.user_id,
            gp_name="Lege Stille Vann",
            gp_office="Øvelsesbygda legekontor",
            gp_phone="68050240",
        )
        patient_id = self._station.patients.register(
            self._session, details, not_same=self._everyone()
        )
        self._consent(patient_id)
        self._station.statuses.set(self._session, patient_id, Status.TRIAL)
        if person.relative:
            name, relation = person.relative.split(", ")
            self._station.relatives.add(
                self._session,
                patient_id,
                RelativeDetails(name=name, relation=relation, phone="68050113", reports=True),
            )
        self._plan(patient_id, person)
        return patient_id

    def _wait(self, name: str, born: str, diagnosis: str, status: str, place: int) -> None:
        given, family = name.split(" ")
        details = PatientDetails(
            given_name=given,
            family_name=family,
            number=synthetic_number(born, 300 + 11 * place),
            birth_date=born,
            diagnosis=diagnosis,
            phone=f"680502{place + 10:02d}",
        )
        patient_id = self._station.patients.register(
            self._session, details, not_same=self._everyone()
        )
        if status != Status.REFERRED:
            self._station.statuses.set(self._session, patient_id, Status(status))

    def _everyone(self) -> frozenset[str]:
        return frozenset(self._ids)

    def _consent(self, patient_id: str) -> None:
        details = ConsentDetails("2026-1", day_of(self._clock.now()), self._session.name)
        self._station.consents.register(self._session, patient_id, details)

    # ------------------------------------------------------------------------------- plans

    def _plan(self, patient_id: str, person: Invented) -> None:
        version_id = self._plans.start_draft(self._session, patient_id, person.template, "nb")
        row = self._plans.open(self._session, version_id)
        days = OVERDUE_DAYS if person.review_overdue else REVIEW_DAYS
        review_on = date.fromordinal(DAY.toordinal() + days).isoformat()
        content = replace(_gone_through(row.version.content, person), review_on=review_on)
        self._plans.save_draft(self._session, version_id, content, row.content_hash)
        if person.draft_only:
            return
        approval = Approval(
            "Lege Stille Vann", day_of(self._clock.now()).isoformat(), "papir", self._clock.now()
        )
        if hindered := self._plans.approve(self._session, version_id, approval):
            raise RuntimeError(f"a training plan is hindered: {hindered}")
        self._station.statuses.set(self._session, patient_id, Status.ACTIVE)

    # -------------------------------------------------------------------------------- days

    def _day(self, days_ago: int, made: Sequence[tuple[str, Made]]) -> None:
        start = day_start(date.fromordinal(DAY.toordinal() - days_ago))
        self._clock.set(start + MORNING_MS)
        incoming = [_incoming(patient_id, each, start) for patient_id, each in made]
        self._answer(days_ago, start)
        if incoming:
            self._intake.take(self._session, incoming)
        if days_ago == 0:
            return
        if is_open_day(Hours.of(PROFILE), day_of(start)):
            self._clock.set(start + _ROUND_MS)
            self._round()
        self._pauses(days_ago)

    def _answer(self, days_ago: int, start: int) -> None:
        for patient_id, person in self._ids.items():
            for given in answers_of(person, days_ago, day_of(start), start, self._forms, SEED):
                self._station.answers.answer(self._session, patient_id, given)

    def _round(self) -> None:
        """What the nurse does in the morning: advice by the plan, and the alert is closed."""
        for row in self._worklist.rows(self._session).rows:
            for alert in self._alerts.of_patient(self._session, row.patient_id):
                if alert.row.closed_at is not None:
                    continue
                red = alert.level is Level.RED
                handling = Handling(
                    Action.GP if red else Action.ADVICE,
                    note="Ringte. Tiltakene i planen er i gang, måler på nytt i morgen.",
                )
                self._alerts.close(self._session, alert.row.id, handling, Verdict.REAL)

    def _pauses(self, days_ago: int) -> None:
        for patient_id, person in self._ids.items():
            if person.pause and person.silent_days == days_ago:
                until = date.fromordinal(DAY.toordinal() + 9)
                self._station.statuses.pause(self._session, patient_id, person.pause, until)


def _gone_through(content: PlanContent, person: Invented) -> PlanContent:
    """The draft as it is after the talk: lines kept, own goal, and the patient's own limits."""

    def kept(lines: Sequence[Line]) -> tuple[Line, ...]:
        return tuple(finished(line) for line in lines)

    zones = tuple(
        replace(zone, signs=kept(zone.signs), measures=kept(zone.measures))
        for zone in content.zones
    )
    return replace(
        content,
        goal=person.goal,
        zones=zones,
        preventive=kept(content.preventive),
        sections=tuple(replace(each, lines=kept(each.lines)) for each in content.sections),
        schedule=tuple(item for item in content.schedule if person.asked or not _form(item)),
        limits=tuple(
            Limit(code, Level(level), Side(side), Operator(operator), value, k, n)
            for code, level, side, operator, value, k, n in person.limits
        ),
    )


def _form(item: ScheduleItem) -> bool:
    return item.kind.endswith(".answered")


def _by_day(people: dict[str, Invented]) -> dict[int, list[tuple[str, Made]]]:
    found: dict[int, list[tuple[str, Made]]] = {}
    for patient_id, person in people.items():
        for made in series(person, SEED):
            found.setdefault(made.days_ago, []).append((patient_id, made))
    return found


def _incoming(patient_id: str, made: Made, start: int) -> Incoming:
    taken_at = moment(start + made.days_ago * DAY_MS, made)
    return Incoming(
        patient_id=patient_id,
        kind=made.kind,
        taken_at=taken_at,
        values=made.values,
        source=Source.TABLET,
        source_key=f"training:{made.kind}:{taken_at}",
        original_value="/".join(f"{value:g}" for value in made.values),
    )
