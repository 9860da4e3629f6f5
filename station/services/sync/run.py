"""One run of the exchange with the central service: send, fetch, work in, send what came of it.

It runs on the network lane and never touches the file: each unit of work is handed to the record
lane, is short, and is waited for. Killed at any point it loses nothing and doubles nothing: what is
sent is stored first, and what comes is stored together with how far it was read.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import islice
from threading import Event
from typing import Protocol, TypeVar

from station.core import log
from station.core.trouble import Trouble
from station.models.database import Writer
from station.services.sync import steps
from station.services.sync.foreign_audit import AUDIT_EVENT
from station.services.sync.gathering import Blocked
from station.services.sync.run_seams import Inbox, Open
from station.services.sync.sealing import Batch, Sealing, Speech, up_to_heavy
from station.services.sync.settling import Chance, Settling
from station.services.sync.tidying import Tidying
from station.services.sync.values import CENTRE, Progress, Report
from station.sync.central_card import Holder, is_card
from station.sync.central_replies import Unanswered
from station.sync.values import Outcome, Page, Sealed, Verdict

T = TypeVar("T")
Tell = Callable[[Progress], None]
PAGE = 100
"""Rows asked for at a time: a page is stored in one unit of work."""
FEW = 20
"""Records put together, or settled, at a time: less than a millisecond each."""
BROKE, BROKEN = "http_500", 10
"""What is said where the service broke on a record, and on how many that is the records' fault."""
AHEAD = 1000
"""Records that are fetched before they are worked in, and read ahead: a patient's go together."""
LOOKED_UP = 200
"""Records of one type looked up by id in one comparison at most; the rest the next day."""


class Work(Protocol):
    """Does a unit of work on the record lane and gives what it gave; its exception is raised."""

    def __call__(self, job: Callable[[Writer], T]) -> T:
        """Do the job and wait for it; Stopped when there is no lane any more."""
        ...


@dataclass(frozen=True, slots=True)
class Parts:
    """What a run stands on: how records are said and taken in, and which types there are."""

    speech: Speech
    inbox: Inbox
    types: tuple[str, ...]
    blocked: Blocked
    chance: Chance


class Stopped(Exception):  # noqa: N818  (it is no error)
    """The run was cancelled, or the program ends."""


class _WentBack(Exception):  # noqa: N818  (it is no error)
    """The server was put back to an older state while the run went on."""


@dataclass(slots=True)
class Tally:
    """What a run counts."""

    sent: int = 0
    received: int = 0
    applied: int = 0
    conflicts: int = 0
    held: int = 0
    odd_types: list[Unanswered] = field(default_factory=list)


class Run:
    """One run; made anew for each. `room` is how many records go at once."""

    def __init__(
        self, work: Work, line: Open, parts: Parts, room: int, stop: Event, tell: Tell
    ) -> None:
        """Work through `work`, speak over `line`, until `stop`."""
        self._work = work
        self._line = line
        self._central = line.central
        self._parts = parts
        self._room = room
        self._stop = stop
        self._tell = tell
        self._sealing = Sealing(CENTRE, parts.speech, parts.blocked)
        self._settling = Settling(CENTRE, parts.inbox.found, parts.chance)
        self._tally = Tally()
        self._doubled = False
        self._marks: tuple[str, str, str] | None = None
        self._watching = True

    def go(self, *, compare: bool, card: bool) -> Report:
        """Do all of it and give the report; every trouble is told in it and in the channel.

        The station's card is looked at before anything is sent, and written on when anything went
        or came: whatever a server that was put back has lost, the mark is lost with it. With `card`
        it is written on at the beginning, too. A server that is put back meanwhile is noticed
        before anything that it says is believed, and all begins anew.
        """
        run_id = self._work(steps.begin)
        code = reason = outcome = ""
        wait_ms = 0
        try:
            back = self._show_card() if card else self._is_back()
            self._prepare()
            try:
                self._exchange(compare=compare, back=back)
            except _WentBack:
                self._exchange(compare=False, back=True)
            moved = self._tally.sent or self._tally.received
            if moved and self._marks is not None and self._show_card():
                self._exchange(compare=False, back=True)
        except Stopped:
            outcome = "stopped"
        except Unanswered as error:
            # Cancelled while an answer was waited for: nothing of the service has failed.
            outcome, code = ("stopped", "") if error.code == "stopped" else ("failed", error.code)
            reason, wait_ms = error.reason, error.wait_ms
        except Trouble as trouble:
            if trouble.code == steps.LOCKED:
                raise
            # What a sign-in service said tells a wrong address from a wrong registration.
            outcome, code = "failed", trouble.code
            reason = str(trouble.values.get("reason", ""))
        except Exception as error:  # noqa: BLE001  (told in the status, and logged as the bug it is)
            log.bug("sync_run", error)
            outcome, code = "failed", "bug"
        if self._doubled:
            code = code or "station_doubled"
        return self._end(run_id, outcome, code, reason, wait_ms)

    # --------------------------------------------------------------------------------- the parts

    def _exchange(self, *, compare: bool, back: bool) -> None:
        self._push()
        self._pull()
        self._pull_audit()
        if compare or back:
            for resource_type in self._parts.types:
                self._compare(resource_type, back=back)
            self._apply()
            self._tidy()
        # What was merged and judged here is news for the others.
        self._push()
        self._push_audit()
        if self._tally.odd_types:
            raise self._tally.odd_types[0]

    def _is_back(self) -> bool:
        """Look at the card only, unless it is not as this station left it."""
        self._check()
        station, kept, fresh = self._work(steps.marks)
        if not kept:
            return False
        self._marks = (station, kept, fresh)
        if self._central.whose(station, kept, fresh) is Holder.MINE:
            return False
        return self._show_card()

    def _same_server(self) -> None:
        """Look at the card amid a run: a server that was put back is believed in nothing.

        Once only: one that goes to and fro is left to the end of the run, and to the next.
        """
        if self._marks is None or not self._watching:
            return
        self._check()
        if self._central.whose(*self._marks) is not Holder.MINE and self._show_card():
            self._watching = False
            raise _WentBack

    def _show_card(self) -> bool:
        """Show who writes here; True where the server went back to an older state.

        A second program that writes as this station (a copied file) gives this one a new id.
        """
        self._check()
        station, kept, fresh = self._work(steps.marks)
        card = self._central.card(station, kept, fresh)
        self._work(lambda writer: steps.keep_mark(writer, card))
        if card.trouble is not None:
            raise card.trouble
        another = card.holder is Holder.ANOTHER
        self._marks = self._work(steps.marks) if another else (station, card.mark, card.mark)
        self._doubled = self._doubled or another
        return card.holder is Holder.BACK

    def _prepare(self) -> None:
        number = 0
        while self._step(steps.prepare):
            number += 1
            if number % 10 == 1 and (progress := self._work(steps.prepared)) is not None:
                self._tell(progress)

    def _push(self) -> None:
        self._work(lambda writer: steps.wake(writer, self._parts.blocked))
        while self._step(steps.gather):
            pass
        self._send_all(self._work(steps.due))

    def _push_audit(self) -> None:
        while self._step(steps.gather_audit):
            self._send_all(self._work(steps.due))

    def _send_all(self, total: int) -> None:
        done = 0
        while True:
            batch = self._delivery()
            if not batch.looked:
                return
            if not batch.sealed:
                continue
            settled = self._send(batch.sealed)
            if settled is None:
                return
            done += settled
            self._tell(Progress("send", done, max(total, done)))

    def _delivery(self) -> Batch:
        """Put one delivery together, a few records at a time: people's work goes in between."""
        sealed: list[Sealed] = []
        looked = 0
        while len(sealed) < self._room:
            few = min(FEW, self._room - len(sealed))
            batch = self._step(partial(self._sealing.seal, room=few, again=not sealed))
            looked += batch.looked
            sealed += batch.sealed
            if not batch.looked or any(each.again for each in batch.sealed):
                break
        return Batch(tuple(sealed), looked)

    def _send(self, batch: tuple[Sealed, ...]) -> int | None:
        """Send a delivery and settle it; give how many have arrived, None where it is to rest."""
        self._same_server()
        outcomes = self._central.upload(batch, None, self._stop.is_set)
        if any(each.verdict is Verdict.STALE for each in outcomes):
            # What stands there instead is held against what was known of this server.
            self._same_server()
        settled, left = [], outcomes
        while part := up_to_heavy(left[:FEW], lambda outcome: outcome.kind):
            settled.append(self._work(partial(self._settling.settle, outcomes=part)))
            left = left[len(part) :]
        done = sum(each.done for each in settled)
        self._tally.sent += done
        self._tally.held += sum(each.held for each in settled)
        trouble = next((each.trouble for each in settled if each.trouble is not None), None)
        if trouble is not None:
            raise _unanswered(trouble)
        if any(each.later for each in settled) and not any(each.moved for each in settled):
            self._check()
            if len(outcomes) <= BROKEN and all(each.reason_code == BROKE for each in outcomes):
                # The service answers, and breaks on these few: they rest, the others go on.
                return None
            # Nothing at all came through: it is not the records.
            raise _unanswered(max(outcomes, key=lambda each: each.wait_ms))
        return done

    def _pull(self) -> None:
        for resource_type in self._parts.types:
            try:
                self._pull_type(resource_type)
            except Unanswered as error:
                # A type that the server does not serve holds up no other.
                if error.verdict is not Verdict.HELD:
                    raise
                self._tally.odd_types.append(error)
            self._apply()

    def _pull_audit(self) -> None:
        """Fetch what others noted of who read what; a server without a log of it is no trouble."""
        try:
            self._pull_type(AUDIT_EVENT)
        except Unanswered as error:
            if error.verdict is not Verdict.HELD:
                raise

    def _pull_type(self, resource_type: str) -> None:
        cursor = self._work(lambda writer: steps.cursor(writer, resource_type))
        came = 0
        while True:
            self._check()
            page = self._central.pull(resource_type, cursor, PAGE)
            if page.items:
                self._same_server()
            self._receive(page)
            if page.last:
                break
            cursor = page.cursor
            came += len(page.items)
            if came >= AHEAD:
                # What waits to be worked in stays little, however much there is to fetch.
                self._apply()
                came = 0
        self._work(lambda writer: steps.fetched_all(writer, resource_type))

    def _receive(self, page: Page) -> None:
        # The stations' own cards say nothing that could be worked in.
        page = replace(page, items=tuple(each for each in page.items if not is_card(each.body)))
        new = self._work(lambda writer: self._parts.inbox.receive(writer, CENTRE, page))
        self._tally.received += new
        self._tell(Progress("fetch", self._tally.received, 0))

    def _apply(self) -> None:
        while True:
            worked = self._step(lambda writer: self._parts.inbox.apply(writer, CENTRE, AHEAD))
            self._tally.applied += worked.applied
            self._tally.conflicts += worked.conflicts
            self._tally.held += worked.held
            if not worked.looked:
                return
            self._tell(Progress("apply", self._tally.applied, self._tally.received))

    def _compare(self, resource_type: str, *, back: bool) -> None:
        """Send again what the server lost, and fetch what is lacking here.

        What the server says it deleted is left to the pull: that is for a person.
        """
        self._check()
        there = {resource_id for resource_id, _ in self._central.ids(resource_type)}
        self._tell(Progress("compare", len(there), 0))
        looked, after = 0, ""
        while True:
            known = self._step(partial(steps.known, resource_type=resource_type, after=after))
            lost = [each for each in known if each.resource_id not in there]
            if not back:
                lost = [each for each in lost[: LOOKED_UP - looked] if self._is_lost(each)]
                looked += len(lost)
            if lost:
                self._work(partial(steps.send_again, lost=lost))
            if not known:
                break
            after = known[-1].resource_id
            there.difference_update([each.resource_id for each in known])
        self._fetch_lacking(resource_type, there)
        self._work(lambda writer: steps.compared(writer, resource_type))

    def _is_lost(self, each: steps.Known) -> bool:
        self._check()
        return self._central.fetch(each.resource_type, each.resource_id) is None

    def _fetch_lacking(self, resource_type: str, ids: Iterable[str]) -> None:
        unknown: list[str] = []
        asked = iter(sorted(ids))
        while len(unknown) < LOOKED_UP and (some := list(islice(asked, steps.COMPARED))):
            unknown += self._step(partial(steps.unknown, resource_type=resource_type, ids=some))
        for resource_id in unknown[:LOOKED_UP]:
            self._check()
            found = self._central.fetch(resource_type, resource_id)
            if found is not None and not found.gone and not is_card(found.body):
                self._work(partial(steps.take, inbox=self._parts.inbox, found=found))
                self._tally.received += 1

    def _tidy(self) -> None:
        tidying = Tidying(CENTRE)
        while self._step(tidying.tidy):
            pass

    # -------------------------------------------------------------------------------- the ends

    def _end(self, run_id: str, outcome: str, code: str, reason: str, wait_ms: int) -> Report:
        ended = steps.Ended(run_id, outcome, code, reason, wait_ms, self._line.skew_ms)
        tally = self._tally
        counts = {
            "sent": tally.sent,
            "received": tally.received,
            "applied": tally.applied,
            "conflicts": tally.conflicts,
            "held": tally.held,
        }
        outcome, left = self._work(
            lambda writer: steps.end(writer, ended, counts, self._parts.types)
        )
        return Report(CENTRE, outcome, **counts, left=left, code=code, sentence=reason)

    def _step(self, job: Callable[[Writer], T]) -> T:
        self._check()
        return self._work(job)

    def _check(self) -> None:
        if self._stop.is_set():
            raise Stopped


def _unanswered(outcome: Outcome) -> Unanswered:
    code = outcome.reason_code or outcome.verdict.value
    return Unanswered(outcome.verdict, code, outcome.reason, outcome.wait_ms)
