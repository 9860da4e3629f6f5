"""Rounds of a day: who drives, how long it is planned and was, the distances, and the figures."""

from collections.abc import Sequence
from datetime import date

from station.core.i18n import N_, speaking, tr
from station.core.trouble import Trouble
from station.models.queries import driving as queries
from station.models.queries import visits as visit_queries
from station.models.queries.driving import DrivenRow
from station.models.queries.visits import HouseRow
from station.models.records import distances as distance_records
from station.models.records import driving as records
from station.models.records import visits as visit_records
from station.rules.driving import (
    DRIVEN_TO,
    MOST_METRES,
    MOST_MINUTES,
    MOST_WAY_METRES,
    Purpose,
    Share,
    shares,
)
from station.rules.driving import Stop as DrivenStop
from station.rules.routing import MOST_STOPS, OFFICE, Pair, Proposal, Way, pair, propose
from station.services.record import Record
from station.services.rights import Right, require
from station.services.session import Session
from station.services.visits.errands import gp_place
from station.services.visits.rounds import (
    driven_places,
    known_round,
    length_of,
    may_drive,
    open_round,
    round_of,
    ways_of,
)
from station.services.visits.values import Ordered, PatientDriving, Round, Stop, WayLine
from station.services.visits.words import length_words

__all__ = ["Driving", "Ordered", "PatientDriving", "Round", "Stop", "WayLine"]

MOST_NAME = 80


class Driving:
    """What people do with rounds."""

    def __init__(self, record: Record) -> None:
        """Work on `record`."""
        self._record = record

    def day(self, session: Session, day: date) -> tuple[Round, ...]:
        """Give the rounds of a day, in their order."""
        require(session, Right.SEE_PATIENTS)
        now = self._record.clock.now()
        with self._record.read() as reader, speaking(session.language):
            found = queries.rounds_of_day(reader, day.isoformat())
            return tuple(round_of(reader, row, now) for row in found)

    def round(self, session: Session, round_id: str) -> Round:
        """Give one round; Trouble `round_unknown` if there is none."""
        require(session, Right.SEE_PATIENTS)
        with self._record.read() as reader, speaking(session.language):
            return round_of(reader, known_round(reader, round_id), self._record.clock.now())

    def begin(self, session: Session, day: date) -> str:
        """Begin another round of a day, and give its id; Trouble `round_day`."""
        require(session, Right.EDIT_PATIENTS)
        may_drive(day, self._record.clock.now())
        with self._record.write(session) as writer:
            return records.begin(writer, day.isoformat(), session.name)

    def remove(self, session: Session, round_id: str) -> None:
        """Take out a round that nothing stands on; Trouble `round_not_empty`, `round_closed`."""
        require(session, Right.EDIT_PATIENTS)
        with self._record.write(session) as writer:
            open_round(writer, round_id, self._record.clock.now())
            if visit_queries.of_round(writer, round_id):
                raise Trouble(
                    "round_not_empty",
                    N_("There are visits on this round. Put them back on the list first."),
                )
            records.remove(writer, round_id)

    def set_driver(self, session: Session, round_id: str, driver: str) -> None:
        """Note who drives; Trouble `round_closed`."""
        require(session, Right.EDIT_PATIENTS)
        with self._record.write(session) as writer:
            row = open_round(writer, round_id, self._record.clock.now())
            named = " ".join(driver.split())[:MOST_NAME]
            if named == row.driver:
                writer.quiet()
            else:
                records.set_driver(writer, round_id, named)

    def propose(self, session: Session, round_id: str) -> Ordered:
        """Put a round's open stops in the shortest order that the known distances give.

        Once one is ticked the round has begun, and nothing is changed. Says what came of it.
        Trouble `round_closed`.
        """
        require(session, Right.EDIT_PATIENTS)
        now = self._record.clock.now()
        with self._record.write(session) as writer, speaking(session.language):
            open_round(writer, round_id, now)
            rows = visit_queries.of_round(writer, round_id)
            before = tuple(row.id for row in rows)
            free = [at for at, row in enumerate(rows) if row.state == "planned"]
            if any(row.state in DRIVEN_TO for row in rows):
                writer.quiet()
                said = tr("The round has begun: move the stops that are left by hand.")
                return Ordered(said, before, changed=False)
            stops = driven_places(writer, round_id, now)
            found = propose(stops, queries.ways(writer))
            said = proposal_words(stops, found)
            if not found.better:
                writer.quiet()
                return Ordered(said, before, changed=False)
            wanted = list(before)
            for at, rank in zip(free, found.order, strict=True):
                wanted[at] = before[free[rank]]
            visit_records.place(writer, wanted, round_id)
            visit_records.ordered(writer, round_id)
            return Ordered(said, before, changed=True)

    # ---------------------------------------------------------------------------- distances

    def ways(self, session: Session, round_id: str) -> tuple[WayLine, ...]:
        """Give the ways between a round's places: those that it drives first, unknown first."""
        require(session, Right.SEE_PATIENTS)
        with self._record.read() as reader, speaking(session.language):
            known_round(reader, round_id)
            return ways_of(reader, round_id, self._record.clock.now())

    def keep_ways(
        self, session: Session, ways: Sequence[tuple[Pair, int | None, int | None]]
    ) -> None:
        """Keep distances (places, metres, minutes), all or none; without metres it is forgotten.

        Raises Trouble `way_metres` outside 0 to 500 km, `way_minutes` outside 0 to a whole day.
        """
        require(session, Right.EDIT_PATIENTS)
        with self._record.write(session) as writer:
            known, touched = queries.ways(writer), False
            for places, metres, minutes in ways:
                named = pair(*places)
                if metres is None:
                    touched |= distance_records.forget(writer, named)
                    continue
                way = _checked(metres, minutes)
                if named[0] != named[1] and known.get(named) != way:
                    distance_records.keep(writer, named, way)
                    touched = True
            if not touched:
                writer.quiet()

    # ------------------------------------------------------------------------------ the end

    def close(
        self, session: Session, round_id: str, metres: int, minutes: int, note: str = ""
    ) -> None:
        """Close a round with what was driven; the plan is kept as the distances are now.

        Raises Trouble `round_metres` outside 0 to 1 000 km, `round_minutes` outside 0 to a whole
        day, `round_closed`, and `round_unticked` while a stop is neither done nor moved.
        """
        require(session, Right.EDIT_PATIENTS)
        _checked_round(metres, minutes)
        now = self._record.clock.now()
        with self._record.write(session) as writer:
            row = open_round(writer, round_id, now)
            rows = visit_queries.of_round(writer, round_id)
            if left := sum(each.state == "planned" for each in rows):
                raise Trouble(
                    "round_unticked",
                    N_(
                        "Not ticked yet: {n}. Tick what is done, and put the rest back on the "
                        "list; then the round can be closed."
                    ),
                    n=left,
                )
            planned = length_of(writer, row, now)
            records.close(
                writer,
                round_id,
                (planned.metres, planned.minutes),
                (metres, minutes),
                " ".join(note.split()),
            )

    def reopen(self, session: Session, round_id: str) -> None:
        """Open a closed round again, to put it right; an open one stays as it is."""
        require(session, Right.EDIT_PATIENTS)
        with self._record.write(session) as writer:
            known_round(writer, round_id)
            if not records.reopen(writer, round_id):
                writer.quiet()

    def figures(self, session: Session, from_day: date, to_day: date) -> tuple[PatientDriving, ...]:
        """Give what was driven for each patient in closed rounds of a period, both days in it.

        A round is shared evenly among the places it went by, a place among its patients. The
        parts add up to what was driven; "" stands for what was driven for nobody in particular.
        """
        require(session, Right.SEE_PATIENTS)
        with self._record.read() as reader:
            rows = queries.driven(reader, from_day.isoformat(), to_day.isoformat())
            houses = visit_queries.houses(reader)
        return figures_of([(row, _place(row, houses)) for row in rows])


def figures_of(rows: Sequence[tuple[DrivenRow, str]]) -> tuple[PatientDriving, ...]:
    """Add up visits of closed rounds, each with its place, by patient id."""
    rounds: dict[str, list[tuple[DrivenRow, str]]] = {}
    for row, place in rows:
        rounds.setdefault(row.round_id, []).append((row, place))
    driven: dict[str, Share] = {}
    for own in rounds.values():
        stops = [
            DrivenStop(place, (row.patient_id,) if row.patient_id else ())
            for row, place in own
            if row.state
        ]
        for who, part in shares(stops, own[0][0].metres, own[0][0].minutes).items():
            known = driven.get(who, Share(0, 0))
            driven[who] = Share(known.metres + part.metres, known.minutes + part.minutes)
    return tuple(_driving(who, rows, driven[who]) for who in sorted(driven))


def _driving(who: str, rows: Sequence[tuple[DrivenRow, str]], share: Share) -> PatientDriving:
    """A patient's part: doors are counted once for each round, however many errands there were."""
    own = [(row, place) for row, place in rows if row.state and (row.patient_id or "") == who]
    doors = {(row.round_id, place) for row, place in own}
    opened = {(row.round_id, place) for row, place in own if row.state == "done"}
    there = sum(row.minutes_there or 0 for row, _ in own)
    return PatientDriving(who, len(opened), len(doors - opened), share.metres, share.minutes, there)


def _place(row: DrivenRow, houses: dict[str, HouseRow]) -> str:
    if row.institution_id:
        return f"institution:{row.institution_id}"
    if row.purpose == Purpose.PAPERS:
        return gp_place(row.patient_id or "", row.gp_office, houses)
    return f"patient:{row.patient_id}"


def proposal_words(stops: Sequence[str], found: Proposal) -> str:
    """Say what came of proposing an order, and what is missing to do better."""
    if len([each for each in stops if each != OFFICE]) < 2:  # noqa: PLR2004  (two can be swapped)
        return tr("There is nothing to put in order.")
    if len(stops) > MOST_STOPS:
        return tr("The round has too many stops to be put in order. Split it in two.")
    missing = length_words(found.after) if found.after.missing else ""
    if found.better:
        said = tr("New order: {length}.", length=length_words(found.after))
        return said if not missing else tr("New order, but {missing}.", missing=missing)
    if not missing:
        return tr("The order is the shortest already.")
    return tr("The order stays as it is: {missing}. Write them under «Distances».", missing=missing)


def _checked(metres: int, minutes: int | None) -> Way:
    if not 0 <= metres <= MOST_WAY_METRES:
        raise Trouble(
            "way_metres", N_("Write how far it is in kilometres, from 0 to 500. Nothing was saved.")
        )
    if minutes is not None and not 0 <= minutes <= MOST_MINUTES:
        raise Trouble(
            "way_minutes",
            N_("Write the minutes by car as a whole number from 0 to 1440. Nothing was saved."),
        )
    return Way(metres, minutes)


def _checked_round(metres: int, minutes: int) -> None:
    if not 0 <= metres <= MOST_METRES:
        raise Trouble(
            "round_metres",
            N_("Write how many kilometres were driven, from 0 to 1 000. The round is still open."),
        )
    if not 0 <= minutes <= MOST_MINUTES:
        raise Trouble(
            "round_minutes",
            N_(
                "Write the minutes by car as a whole number from 0 to 1440. The round is still "
                "open."
            ),
        )
