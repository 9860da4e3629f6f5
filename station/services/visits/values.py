"""What screens get and give about visits: errands, stops, rounds, days; frozen values."""

from dataclasses import dataclass
from datetime import date

from station.rules.driving import Purpose, VisitState
from station.rules.routing import Length, Pair


@dataclass(frozen=True, slots=True)
class Device:
    """A device that an errand is about: its id and what its label says."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Errand:
    """Something to drive for; sentences in the language of the session, "" where none is due.

    `id` is a visit's id, or "purpose|place" of one that Station proposes and nobody has planned.
    `where` is the address in one line, «Protected address», or "" where none is known. `why` says
    where it comes from, `tried` that somebody was there in vain, `warning` what has happened to the
    patient since (dead, in hospital, paused).
    """

    id: str
    planned: bool
    purpose: Purpose
    purpose_words: str
    place: str
    patient_id: str | None
    institution_id: str | None
    who: str
    where: str
    phone: str
    protected: bool
    devices: tuple[Device, ...] = ()
    due_on: date | None = None
    overdue: bool = False
    planned_on: date | None = None
    why: str = ""
    note: str = ""
    tried: str = ""
    warning: str = ""

    @property
    def haystack(self) -> str:
        """All that a search looks in, in small letters."""
        parts = (self.who, self.where, self.purpose_words, self.why, self.note)
        return " ".join((*parts, *(each.name for each in self.devices))).casefold()


@dataclass(frozen=True, slots=True)
class Stop:
    """One visit on a round: what it is, how it ended, and the way there from the stop before.

    `metres` and `minutes` are None where nobody typed them; both are 0 behind the same door.
    """

    errand: Errand
    state: VisitState
    state_words: str
    metres: int | None
    minutes: int | None
    there: int | None = None
    """Minutes spent there, where they were noted."""

    @property
    def driven_to(self) -> bool:
        """Whether the round goes by here: not where the visit was moved or called off."""
        return self.state not in {VisitState.MOVED, VisitState.CANCELLED}


@dataclass(frozen=True, slots=True)
class Round:
    """One round of a day: its stops in order, how long it is, and what was driven.

    `planned` is as the distances are now, or as they were when it was closed. `home` is the way
    from the last stop back (metres, minutes). `closed` says by whom and when, "" while it is open.
    """

    id: str
    day: date
    number: int
    driver: str
    note: str
    stops: tuple[Stop, ...]
    planned: Length
    home: tuple[int | None, int | None]
    metres_driven: int | None
    minutes_driven: int | None
    closed_at: int | None
    closed: str

    @property
    def open_stops(self) -> tuple[Stop, ...]:
        """Those that nobody has ticked yet."""
        return tuple(each for each in self.stops if each.state is VisitState.PLANNED)


@dataclass(frozen=True, slots=True)
class WayLine:
    """A way between two places, as it is typed in; None where nothing is known."""

    places: Pair
    one: str
    other: str
    metres: int | None
    minutes: int | None
    on_round: bool


@dataclass(frozen=True, slots=True)
class NewVisit:
    """An errand that a person writes: to a patient or an institution, what for, perhaps a day."""

    purpose: Purpose
    patient_id: str | None = None
    institution_id: str | None = None
    planned_on: date | None = None
    note: str = ""
    device_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ordered:
    """What came of proposing an order: a sentence, the order before, and whether it changed."""

    said: str
    before: tuple[str, ...]
    changed: bool


@dataclass(frozen=True, slots=True)
class PatientDriving:
    """What was driven for one patient in a period: doors, those in vain, metres, minutes.

    `patient_id` is "" for what was driven for nobody in particular.
    """

    patient_id: str
    visits: int
    in_vain: int
    metres: int
    minutes_driven: int
    minutes_there: int
