"""Services of the exchange that play a part, for tests and pictures of its screens."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, fields, replace
from pathlib import Path

from station.core.trouble import Trouble
from station.services.conflicts.values import (
    Chosen,
    Conflict,
    ConflictRow,
    Made,
    Pair,
    Side,
)
from station.services.session import Session
from station.services.sync.values import (
    CENTRE,
    ChannelStatus,
    Counts,
    OfKind,
    Run,
    Standing,
    Status,
    Stuck,
)
from station.wiring import Station

HOUR = 3_600_000
DAY = 24 * HOUR


class Shared(Station):
    """A station that shares; services are put on it by `shared`."""


def shared(station: Station, **services: object) -> Shared:
    """The same station, with these services besides."""
    made = Shared(**{each.name: getattr(station, each.name) for each in fields(Station)})
    for name, service in services.items():
        object.__setattr__(made, name, service)
    return made


@dataclass
class PlayedSync:
    """Says what `stands` says; writes down what it is asked to do."""

    stands: Status
    done: list[tuple[object, ...]] = field(default_factory=list)
    listeners: list[Callable[[object], None]] = field(default_factory=list)
    trouble: Trouble | None = None

    def status(self, session: Session) -> Status:
        """How all channels stand."""
        if self.trouble is not None:
            raise self.trouble
        return self.stands

    def watch(self, listener: Callable[[object], None]) -> Callable[[], None]:
        """Listens until what is given is called."""
        self.listeners.append(listener)
        return lambda: self.listeners.remove(listener)

    def tell(self, news: object) -> None:
        """Tells all listeners."""
        for each in list(self.listeners):
            each(news)

    def turn(self, status: Status) -> None:
        """Stands so from now on, and says that something happened."""
        self.stands = status
        self.tell(status)

    def now(self, session: Session) -> None:
        """Begins a run."""
        self.done.append(("now",))

    def cancel(self) -> None:
        """Ends the run."""
        self.done.append(("cancel",))

    def retry(self, session: Session, key: str) -> None:
        """Lets one go again."""
        self.done.append(("retry", key))

    def leave(self, session: Session, key: str) -> None:
        """Lets one lie."""
        self.done.append(("leave", key))

    def unleave(self, session: Session, key: str) -> None:
        """Undoes that."""
        self.done.append(("unleave", key))

    def take_up(self, session: Session, key: str) -> None:
        """Tries one again that was left."""
        self.done.append(("take_up", key))

    def export(self, session: Session, key: str, path: Path) -> None:
        """Saves one."""
        self.done.append(("export", key, path.name))


@dataclass
class PlayedConflicts:
    """Holds conflicts until they are chosen."""

    open: dict[str, Conflict]
    found_at: int
    chosen: list[tuple[str, Chosen]] = field(default_factory=list)
    trouble: Trouble | None = None
    taken: list[Conflict] = field(default_factory=list)

    def listed(self, session: Session) -> Sequence[ConflictRow]:
        """All that wait."""
        return [
            ConflictRow(each.id, each.patient, each.what, self.found_at)
            for each in self.open.values()
        ]

    def one(self, session: Session, conflict_id: str) -> Conflict:
        """One of them."""
        if conflict_id not in self.open:
            raise Trouble("conflict_gone", "Somebody has chosen already.")
        return self.open[conflict_id]

    def choose(self, session: Session, conflict_id: str, choice: Chosen) -> Made | None:
        """Takes the choice."""
        if self.trouble is not None:
            raise self.trouble
        taken = self.open.pop(conflict_id, None)
        if taken is None:
            return None
        self.chosen.append((conflict_id, choice))
        self.taken.append(taken)
        sides = {choice} if isinstance(choice, str) else {*choice.values()}
        return Made((conflict_id,), self.found_at, bool(taken.lasting & sides))

    def undo(self, session: Session, choice: Made) -> None:
        """Opens what was chosen last again."""
        if self.trouble is not None:
            raise self.trouble
        taken = self.taken.pop()
        self.open = {taken.id: taken, **self.open}


def never() -> Status:
    """A station that shares nothing."""
    return Status("", ())


def well(now: int) -> Status:
    """Everything went out and came in three minutes ago, after two days without a network."""
    at = now - 180_000
    centre = ChannelStatus(
        CENTRE, "Sentral tjeneste", Standing.WELL, "", sent_at=at, received_at=at
    )
    runs = (
        Run(CENTRE, at - 40_000, at, "done", 40, 214, 214, 1, 0, ""),
        Run(CENTRE, at - DAY, at - DAY + 9000, "failed", 0, 0, 0, 0, 0, "Nettet svarte ikke."),
        Run(CENTRE, at - 2 * DAY, at - 2 * DAY + 4000, "done", 3, 11, 11, 0, 0, ""),
    )
    return Status("Fjellsund 1", (centre,), runs=runs)


def only(status: Status, **changes: object) -> Status:
    """The same with other facts about the central channel."""
    return replace(status, channels=(replace(status.channels[0], **changes),))  # type: ignore[arg-type]


def offline(now: int) -> Status:
    """Two days without a network, 40 changes wait."""
    since = now - 2 * DAY
    return only(
        well(now),
        standing=Standing.OFFLINE,
        sent_at=since - HOUR,
        received_at=since - HOUR,
        offline_since=since,
        oldest_since=since + 600_000,
        counts=Counts(waiting=40),
        kinds=(
            OfKind("waiting", "readings", 31, since + 600_000),
            OfKind("waiting", "contacts", 5, since + HOUR),
            OfKind("waiting", "plan_versions", 2, since + DAY),
            OfKind("waiting", "plans", 1, since + DAY),
            OfKind("waiting", "alerts", 1, since + DAY),
        ),
    )


def held(now: int) -> Status:
    """One record was refused, a second waits behind it, a third came and cannot be taken in."""
    made = only(
        well(now),
        standing=Standing.PERSON,
        oldest_since=now - HOUR,
        counts=Counts(held=1, behind=1, inbox=1),
        kinds=(
            OfKind("held", "readings", 1, now - HOUR),
            OfKind("behind", "alerts", 1, now - HOUR),
            OfKind("inbox", "loans", 1, now - DAY),
        ),
    )
    out = Stuck(
        "out:1", "out", CENTRE, "readings", "r1", "p1", "Måling", "Rask Elg", "held",
        now - HOUR, 3, "refused", "Den sentrale tjenesten tok ikke imot målingen.",
        "Observation.status: unknown code 'finall'", ("retry", "leave", "export"),
    )  # fmt: skip
    came = Stuck(
        "in:2", "in", CENTRE, "loans", "l1", "p2", "Utlån", "Stille Brygge", "waiting",
        now - DAY, 0, "parent", "Apparatet som er lånt ut, er ikke kommet hit ennå.", "",
        ("export",),
    )  # fmt: skip
    return replace(made, stuck=(out, came))


def left(now: int) -> Status:
    """Everything went but for one record, which a person let lie."""
    made = only(
        well(now), counts=Counts(left=1), kinds=(OfKind("left", "readings", 1, now - HOUR),)
    )
    lies = replace(held(now).stuck[0], state="left", acts=("take_up", "export"))
    return replace(made, stuck=(lies,))


def conflicts(now: int) -> dict[str, Conflict]:
    """A phone number and a name that both changed, and two approved plans."""
    phone = Conflict(
        "c1",
        "Rask Elg",
        "Telefon og adresse",
        "Telefon og adresse er endret både her og sentralt siden forrige synk.",
        "Til noen velger, gjelder det som står her.",
        (
            Pair("phone", "Telefon", "68 05 01 12", "68 05 01 99"),
            Pair("address", "Adresse", "Fjellveien 4", "Sentrumsgata 18, 3. etasje"),
            Pair("city", "Poststed", "Fjellsund", "Fjellsund", differs=False),
        ),
        Side("Even Lyng", now - DAY),
        Side("", now - 2 * DAY),
    )
    plan = Conflict(
        "c2",
        "Stille Brygge",
        "Plan, versjon 4",
        "To versjoner av planen er godkjent hver for seg.",
        "Til noen velger, gjelder planen som står her, med den strengeste grensen av de to.",
        (
            Pair("limit", "SpO₂ rød", "under 86 %", "under 84 %"),
            Pair("goal", "Mål", "Gå til butikken", "Gå til butikken", differs=False),
        ),
        Side("Rask Elg", now - HOUR),
        Side("Mild Kystvei", now - 3 * HOUR),
        by_field=False,
        ours_words="Planen som står her gjelder videre.",
        theirs_words="Planen fra sentralen gjelder fra nå.",
    )
    return {each.id: each for each in (phone, plan)}
