"""What there is to drive for: planned visits, and what others know but nobody has planned."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from station.core.formats import near_day
from station.core.i18n import tr
from station.core.zone import day_of, day_start
from station.models.database import Reader
from station.models.queries import plan_life
from station.models.queries import visits as queries
from station.models.queries.visits import DueRow, HouseRow, PersonRow, VisitRow
from station.rules.driving import Purpose
from station.rules.ground import DAY_MS
from station.rules.status import CLOSED
from station.services.patients.values import Protection
from station.services.visits.values import Device, Errand
from station.services.visits.words import (
    PURPOSE_WORDS,
    address_words,
    due_words,
    warning_of,
)

AHEAD_DAYS = 7
"""What is due within so many days is proposed: one drives there once, not twice."""
_PAPERS_BACK_DAYS = 400
_AT = "|"
_What = tuple[str, str | None, str | None]


@dataclass(frozen=True, slots=True)
class Wish:
    """Something that others know of: to whom, what for, with which devices, due when."""

    purpose: Purpose
    patient_id: str | None
    institution_id: str | None
    devices: tuple[Device, ...] = ()
    due_on: str | None = None
    since: int | None = None


@dataclass(frozen=True, slots=True)
class _When:
    """When an errand is due or planned for, and the sentence that says so."""

    due_on: date | None = None
    planned_on: date | None = None
    overdue: bool = False
    why: str = ""


@dataclass(frozen=True, slots=True)
class Places:
    """Who and what is driven to, and the moment it is looked at (UTC ms)."""

    people: dict[str, PersonRow]
    houses: dict[str, HouseRow]
    now: int

    @property
    def today(self) -> date:
        """The local day."""
        return day_of(self.now)


def look(reader: Reader, now: int, of: Iterable[VisitRow | Wish]) -> Places:
    """Find everybody that these are about."""
    ids = {each.patient_id for each in of if each.patient_id}
    return Places(queries.people(reader, sorted(ids), now), queries.houses(reader), now)


def wishes(reader: Reader, now: int) -> tuple[Wish, ...]:
    """Give what nobody has planned yet, one for each purpose and address."""
    until = (day_of(now) + timedelta(days=AHEAD_DAYS)).isoformat()
    found = [
        *_grouped(Purpose.HANDOUT, queries.to_hand_out(reader)),
        *_grouped(Purpose.PICKUP, queries.to_pick_up(reader, until)),
        *_grouped(Purpose.TRAINING, queries.to_train(reader)),
        *_grouped(Purpose.BATTERY, queries.to_check(reader, "battery", until)),
        *_grouped(Purpose.CALIBRATION, queries.to_check(reader, "calibration", until)),
    ]
    waiting = plan_life.waiting(reader)
    found += [
        Wish(Purpose.PAPERS, patient_id, None, since=since)
        for patient_id, since in sorted(waiting.items())
    ]
    planned = {_what(row) for row in queries.unfinished(reader)}
    done: dict[_What, int] = {}
    today = day_start(day_of(now))
    for row in queries.done_since(reader, today, now - _PAPERS_BACK_DAYS * DAY_MS):
        done[_what(row)] = max(done.get(_what(row), 0), row.done_at or 0)
    return tuple(
        each
        for each in found
        if _what(each) not in planned and not _was_done(each, done.get(_what(each), 0), today)
    )


def errands(reader: Reader, now: int) -> tuple[Errand, ...]:
    """Give what is to be done and on no round: overdue first, then by day, purpose and name."""
    loose = [row for row in queries.unfinished(reader) if row.round_id is None]
    wished = wishes(reader, now)
    places = look(reader, now, [*loose, *wished])
    found = [planned_errand(reader, row, places) for row in loose]
    found += [proposed_errand(each, places) for each in wished]
    return tuple(sorted(found, key=_order))


def planned_errand(reader: Reader, row: VisitRow, places: Places) -> Errand:
    """Tell a stored visit in the language spoken now."""
    about = queries.devices_of(reader, row.id)
    devices = tuple(Device(each.device_id, each.name) for each in about)
    wish = Wish(Purpose(row.purpose), row.patient_id, row.institution_id, devices)
    planned_on = date.fromisoformat(row.planned_on) if row.planned_on else None
    late = planned_on is not None and planned_on < places.today
    why = ""
    if planned_on is not None:
        why = tr("planned for {day}", day=near_day(planned_on, places.today))
    found = _errand(wish, places, row.id, _When(None, planned_on, late, why), row)
    met = _met_already(row, about)
    return found if found.warning or not met else replace(found, warning=met)


def proposed_errand(wish: Wish, places: Places) -> Errand:
    """Tell what nobody has planned, with where it comes from."""
    due_on = date.fromisoformat(wish.due_on) if wish.due_on else None
    overdue = due_on is not None and due_on < places.today
    person = places.people.get(wish.patient_id or "")
    why = due_words(due_on, places.today, overdue=overdue)
    if wish.purpose is Purpose.PICKUP and person is not None and person.status in CLOSED:
        why = tr("the service has ended")
        overdue = True
    elif wish.since is not None:
        why = tr("printed {day}", day=near_day(day_of(wish.since), places.today))
    elif wish.purpose is Purpose.TRAINING:
        why = tr("no training is noted")
    elif wish.purpose is Purpose.HANDOUT:
        why = tr("reserved")
    return _errand(wish, places, key_of(wish), _When(due_on, None, overdue, why))


def key_of(wish: Wish | VisitRow) -> str:
    """Give the id of an errand while it is not stored."""
    whose = f"patient:{wish.patient_id}" if wish.patient_id else f"house:{wish.institution_id}"
    return f"{wish.purpose}{_AT}{whose}"


def is_key(errand_id: str) -> bool:
    """Tell whether an id is of an errand that is not stored."""
    return _AT in errand_id


def place_of(wish: Wish | VisitRow, places: Places) -> str:
    """Name the place that is driven to, as distances are kept by it.

    Papers go to the GP's office: to the institution of that name where there is one, else to a
    place that has a name and no address.
    """
    if wish.institution_id:
        return f"institution:{wish.institution_id}"
    person = places.people.get(wish.patient_id or "")
    if wish.purpose == Purpose.PAPERS and person is not None:
        return gp_place(person.id, person.gp_office, places.houses)
    return f"patient:{wish.patient_id}"


def gp_place(patient_id: str, gp_office: str, houses: dict[str, HouseRow]) -> str:
    """Name the place of a patient's GP."""
    office = " ".join(gp_office.split()).casefold()
    for house in houses.values():
        if office and " ".join(house.name.split()).casefold() == office:
            return f"institution:{house.id}"
    return f"gp:{office}" if office else f"gp-of:{patient_id}"


def place_name(wish: Wish | VisitRow, places: Places) -> str:
    """Name a place as a person does."""
    house = places.houses.get(place_of(wish, places).removeprefix("institution:"))
    if house is not None:
        return house.name
    person = places.people.get(wish.patient_id or "")
    name = person.name.strip() if person is not None else "–"
    if wish.purpose != Purpose.PAPERS or person is None:
        return name
    return " ".join(person.gp_office.split()) or tr("The GP of {name}", name=name)


def _errand(
    wish: Wish,
    places: Places,
    errand_id: str,
    moment: _When,
    row: VisitRow | None = None,
) -> Errand:
    person = places.people.get(wish.patient_id or "")
    place = place_of(wish, places)
    house = places.houses.get(place.removeprefix("institution:"))
    at_home = place.startswith("patient:")
    target = house if not at_home else person
    who = place_name(wish, places)
    if not at_home and person is not None:
        who = tr("{place}, for {name}", place=who, name=person.name.strip())
    return Errand(
        id=errand_id,
        planned=row is not None,
        purpose=wish.purpose,
        purpose_words=tr(PURPOSE_WORDS[wish.purpose]),
        place=place,
        patient_id=wish.patient_id,
        institution_id=wish.institution_id,
        who=who,
        where=address_words(target) if target is not None else "",
        phone=target.phone if target is not None else "",
        protected=at_home and person is not None and person.protection != Protection.NONE,
        devices=wish.devices,
        due_on=moment.due_on,
        overdue=moment.overdue,
        planned_on=moment.planned_on,
        why=moment.why,
        note=row.note if row is not None else "",
        tried=_tried(row, places.today) if row is not None else "",
        warning=warning_of(person),
    )


def _tried(row: VisitRow, today: date) -> str:
    """What was written when somebody was there in vain: the day (ISO), a stroke, the reason."""
    on, _, reason = row.reason.partition("/")
    if row.state != "planned" or not on:
        return ""
    told = tr("not at home {day}", day=near_day(date.fromisoformat(on), today))
    return f"{told}: {reason}" if reason else told


def _met_already(row: VisitRow, about: Sequence[DueRow]) -> str:
    """Say that what a planned visit is for has been done in another way."""
    if row.state != "planned" or not about:
        return ""
    whose = (row.patient_id, row.institution_id)
    with_them = [each for each in about if (each.patient_id, each.institution_id) == whose]
    if row.purpose == Purpose.PICKUP and not with_them:
        return tr("the equipment has come back already")
    if row.purpose == Purpose.HANDOUT and len(with_them) == len(about):
        return tr("the equipment is handed out already")
    return ""


def _grouped(purpose: Purpose, rows: Sequence[DueRow]) -> list[Wish]:
    """One wish for each door, with all its devices, due on the first of their days."""
    doors: dict[tuple[str | None, str | None], list[DueRow]] = {}
    for row in rows:
        doors.setdefault((row.patient_id, row.institution_id), []).append(row)
    return [
        Wish(
            purpose,
            *door,
            tuple(Device(row.device_id, row.name) for row in own),
            min((row.due_on for row in own if row.due_on), default=None),
        )
        for door, own in doors.items()
    ]


def _was_done(wish: Wish, at: int, today: int) -> bool:
    """Whether a wish was met, and what it comes from does not say so yet.

    Papers that were brought count from when they were printed; anything else for the day on which
    it was done: if the device is still out tomorrow, somebody should know.
    """
    return at > 0 and at >= (wish.since if wish.since is not None else today)


def _what(of: Wish | VisitRow) -> _What:
    return str(of.purpose), of.patient_id, of.institution_id


def _order(errand: Errand) -> tuple[object, ...]:
    day = errand.planned_on or errand.due_on or date.max
    return not errand.overdue, day, list(Purpose).index(errand.purpose), errand.who, errand.id
