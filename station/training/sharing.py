"""A small office that shares with a central service: all well, without a network, with trouble."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from station.core.clock import FixedClock
from station.core.paths import Home
from station.core.settings import Profile
from station.core.zone import day_of
from station.rules.contacts import Action
from station.rules.readings import Source
from station.rules.status import Status
from station.security.passwords import Cost
from station.services.alerts.alerts import Handling
from station.services.channels.fields import VKP
from station.services.intake.intake import Incoming, Intake
from station.services.office import firststart
from station.services.patients.consents import ConsentDetails
from station.services.patients.values import PatientDetails
from station.services.session import Session
from station.services.stick.exchanging import SUFFIX, WriteJob, exchanging_of
from station.services.sync.setup import ChannelSettings
from station.training import door
from station.training.day import morning
from station.training.numbers import synthetic_number
from station.training.outside import HOST, Centre, Played
from station.training.people import PEOPLE
from station.wiring import Station, build

PROFILE: Final = Profile("Øvelseskommunen", phone="68050100")
SETTINGS: Final = ChannelSettings(
    f"https://{HOST}/r4",
    client_id="station-ovelse-1",
    token_url="https://innlogging.example.no/token",  # noqa: S106  (an address)
    scope="system/*.cruds",
)
_PLATFORM: Final = {
    "address": "https://vkp.example.no/fhir",
    "client_id": "station-ovelse-1",
    "token_url": "https://innlogging.example.no/token",
    "organisation_number": "999999999",
}
_MINUTE_MS: Final = 60_000
_DAY_MS: Final = 86_400_000
_PEOPLE: Final = 5
_NAME, _OTHER = "Øvelse-1", "Øvelse-2"
_GP = "Lege Stille Vann"
_PHONE, _THEIRS, _OURS = "68050112", "68050155", "68050144"


@dataclass(frozen=True, slots=True)
class _Office:
    """The office while it is filled."""

    station: Station
    session: Session
    clock: FixedClock
    centre: Centre
    ids: tuple[str, ...]

    def run(self) -> None:
        """Exchange once."""
        self.station.syncing.run_once(self.session)

    def measure(self, patient_id: str, *values: float) -> str:
        """Take readings in, an hour apart, the last one now; give the id of the last one."""
        incoming = []
        for ago, value in enumerate(reversed(values)):
            at = self.clock.now() - ago * 60 * _MINUTE_MS
            incoming.append(
                Incoming(patient_id, "spo2", at, (value,), Source.TABLET, f"shared:{at}")
            )
        taken = Intake(self.station.record).take(self.session, incoming)
        return taken.reading_ids[0]

    def write_down(self, patient_id: str, phone: str, gp_name: str) -> None:
        """Change what stands about a patient, as the form does."""
        patients = self.station.patients
        before = patients.open_form(self.session, patient_id)
        details = replace(before.details, phone=phone, gp_name=gp_name)
        patients.change(self.session, patient_id, before, details)


def fill(home: Home, state: str, cost: Cost | None = None, language: str = "nb") -> None:
    """Make the office in an empty home: in one of STATES, or "stick".

    With "stick" nothing is shared yet but by file, and the home holds one from another station.
    """
    with _open(home, cost, language) as office:
        if state == "stick":
            _stick(office, home, cost)
            return
        setup = office.station.sync_setup
        setup.keep(office.session, SETTINGS)
        setup.switch_on(office.session)
        office.run()
        STATES[state](office)


def stick_of(home: Home) -> Path:
    """Give where the file from the other station lies."""
    return home.root / f"{_OTHER}{SUFFIX}"


@contextmanager
def _open(
    home: Home, cost: Cost | None, language: str, people: range = range(_PEOPLE)
) -> Iterator[_Office]:
    clock = FixedClock(morning() - 2 * _DAY_MS)
    person = firststart.NewPerson(door.USER, "MK", "leader", language)
    made = firststart.create(home, PROFILE, person, door.PASSWORD, clock=clock, cost=cost)
    centre = Centre()
    station = build(home, clock, cost, outside=Played(clock, centre))
    try:
        session = station.door.sign_in(made.slot_id, door.PASSWORD)
        ids = tuple(_register(station, session, clock, place) for place in people)
        yield _Office(station, session, clock, centre, ids)
    finally:
        station.close()


def _register(station: Station, session: Session, clock: FixedClock, place: int) -> str:
    person = PEOPLE[place]
    details = PatientDetails(
        given_name=person.given_name,
        family_name=person.family_name,
        number=synthetic_number(person.born, 100 + 7 * place),
        birth_date=person.born,
        phone=f"{int(_PHONE) + place}",
        gp_name=_GP,
    )
    patient_id = station.patients.register(session, details)
    consent = ConsentDetails("2026-1", day_of(clock.now()), session.name)
    station.consents.register(session, patient_id, consent)
    station.statuses.set(session, patient_id, Status.TRIAL)
    return patient_id


def _well(office: _Office) -> None:
    """Everything went out and came in a minute ago; another service is switched on, too."""
    channels = office.station.channels
    channels.save(office.session, VKP, _PLATFORM)
    channels.switch(office.session, VKP, on=True)
    office.clock.set(morning() + _MINUTE_MS)
    office.measure(office.ids[0], 94, 93, 94)
    office.clock.set(morning() + 3 * _MINUTE_MS)
    office.run()


def _away(office: _Office) -> None:
    """The service has not been reached for nearly two days; work went on."""
    office.clock.advance(70 * _MINUTE_MS)
    office.run()
    office.centre.away = True
    office.clock.advance(50 * _MINUTE_MS)
    office.run()
    for place, patient_id in enumerate(office.ids):
        office.clock.advance(4 * 60 * _MINUTE_MS)
        office.measure(patient_id, 93, 94, 92 + place % 3)
        note = Handling(Action.CALL, note="Ringte. Alt vel.")
        office.station.alerts.act(office.session, patient_id, note)
    office.station.plans.start_draft(office.session, office.ids[0], PEOPLE[0].template, "nb")
    office.clock.set(morning() + 3 * _MINUTE_MS)
    office.run()


def _differs(office: _Office) -> None:
    """Two have changed a telephone number, and one reading was refused."""
    office.clock.set(morning() + _MINUTE_MS)
    first = office.ids[0]
    office.write_down(first, _OURS, "Lege Klok Havn")
    theirs = ((_PHONE, _THEIRS), (_GP, "Lege Mild Strand"))
    for (kind, name), found in tuple(office.centre.there.items()):
        if kind == "Patient" and _PHONE in str(found.body):
            office.centre.change(kind, name, theirs)
    refused = office.measure(office.ids[1], 91)
    office.centre.refuses[refused] = "Observation.subject: Patient is merged into another record"
    office.clock.set(morning() + 3 * _MINUTE_MS)
    office.run()


def _stick(office: _Office, home: Home, cost: Cost | None) -> None:
    """Another station has the same code, two patients more, and has written a file."""
    office.clock.set(morning() - _DAY_MS)
    code = exchanging_of(office.station.record).begin(office.session, _NAME)
    more = range(_PEOPLE, _PEOPLE + 2)
    other_home = Home(home.root.with_name(f"{home.root.name}-{_OTHER}"))
    with _open(other_home, cost, office.session.language, more) as other:
        for patient_id in other.ids:
            other.measure(patient_id, 92, 93, 94, 93)
        exchanging = exchanging_of(other.station.record)
        exchanging.join(other.session, _OTHER, code)
        exchanging.write(other.session, WriteJob(stick_of(home)))


STATES: Final[Mapping[str, Callable[[_Office], None]]] = {
    "well": _well,
    "away": _away,
    "differs": _differs,
}
