"""Errands to lent tablets: hand out, fetch, empty.

A tablet's address says nothing (it changes): which tablet it is shows itself in the talk.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from functools import partial
from threading import Lock

from station.core.i18n import N_, ntr, speaking, tr
from station.core.trouble import Trouble
from station.devices.adapter import fault_sentence
from station.devices.link import Fault, LinkFault
from station.devices.tablet.limits import Why
from station.devices.tablet.talk import Progress as Told
from station.devices.tablet.visit import TabletOutcome, tablet_hand_out, tablet_visit
from station.rules.ground import DAY_MS
from station.services.equipment.lending import Lending
from station.services.measuring.measuring import (
    FETCH,
    ClockFacts,
    ContactFacts,
    DeviceFacts,
    Measuring,
)
from station.services.radio.listening_desk import Desk
from station.services.radio.listening_news import Busy, Done, Progress, TabletCode
from station.services.session import Session
from station.services.tablets.tablets import LEASE_DAYS, Offer, Tablets
from station.services.tablets.words import why_sentence

HAND_OUT = "hand_out"
SECONDS = 600.0
"""The longest talk: 50 000 entries, or a person who looks for her glasses."""
ASK_AGAIN_S = 3.0
"""A tablet that was met before it had scanned the code is asked again after so long."""
_ELSEWHERE = frozenset({Why.STATE, Why.STRANGER})
"""Another tablet than the one that is wanted, or it has not scanned yet: the next is tried."""

_PASSING = frozenset({Fault.LOST, Fault.TIMED_OUT, Fault.NOT_FOUND, Fault.FAILED})
"""Faults of a connection that may be gone at the next try."""


@dataclass(slots=True)
class _HandOut:
    """A hand-out that waits for its tablet."""

    session: Session
    offer: Offer
    busy: Busy
    tried: dict[str, float] = field(default_factory=dict)
    """When each tablet in range was asked, in seconds on the counter."""
    talking: bool = False
    answer: "Future[bool] | None" = None
    stop: Callable[[], None] | None = None
    """Ends the talk that is under way."""


class TabletDesk:
    """Begins talks when a tablet is in range, and ends them on the record lane."""

    def __init__(
        self, desk: Desk, tablets: Tablets, measuring: Measuring, lending: Lending
    ) -> None:
        """Keep keys and entries through `tablets`; contacts are noted through `measuring`."""
        self._desk, self._tablets = desk, tablets
        self._measuring, self._lending = measuring, lending
        self._lock = Lock()
        self._handing: _HandOut | None = None
        self._again: set[str] = set()
        """Tablets that somebody asked for while they were being visited."""

    @property
    def handing_out(self) -> bool:
        """Tell whether a hand-out waits for its tablet."""
        return self._handing is not None

    def hand_out(self, session: Session, offer: Offer) -> Busy:
        """Agree on keys with the tablet that scans the code of `offer`; Done tells how it went."""
        with self._lock:
            before, self._handing = self._handing, _HandOut(session, offer, Busy())
        if before is not None:
            before.busy.cancel()
        handing = self._handing
        handing.busy.stops(partial(self._give_up, handing))
        return handing.busy

    def answer_code(self, *, same: bool) -> None:
        """Say whether the tablet shows the same six digits."""
        with self._lock:
            answer = self._handing.answer if self._handing else None
        if answer is not None and not answer.done():
            answer.set_result(same)

    def met(self, session: Session, address: str) -> bool:
        """A tablet is in range: talk to it. False where that cannot be just now.

        One that is being visited is visited again: what is wanted may have changed meanwhile.
        """
        with self._lock:
            handing = self._handing
            wanted = handing is not None and self._is_due(handing, address)
        if handing is not None and self._is_over(handing):
            self._desk.on_lane(lambda: self._handed_out(handing, "", _OVER))
            return False
        if handing is not None:
            return wanted and self._agree(handing, address)
        busy = self._desk.begin(address)
        if busy is None:
            with self._lock:
                self._again.add(address)
            return False
        self._desk.on_lane(lambda: self._visit(session, address, busy))
        return True

    # ------------------------------------------------------------------------------ hand-out

    def _is_over(self, handing: _HandOut) -> bool:
        return not handing.talking and self._desk.clock.now() >= handing.offer.expires_at

    def _is_due(self, handing: _HandOut, address: str) -> bool:
        last = handing.tried.get(address, float("-inf"))
        return not handing.talking and self._desk.clock.monotonic() - last >= ASK_AGAIN_S

    def _agree(self, handing: _HandOut, address: str) -> bool:
        radio = self._desk.radio
        busy = self._desk.begin(address) if radio is not None else None
        if radio is None or busy is None:
            return False
        handing.talking = True
        handing.tried[address] = self._desk.clock.monotonic()
        job = tablet_hand_out(
            handing.offer.offered,
            self._desk.clock.now,
            partial(self._confirm, handing),
            partial(self._keep, handing),
        )
        running = radio.run(address, job, seconds=SECONDS)
        handing.stop = running.cancel
        busy.stops(running.cancel)
        running.future.add_done_callback(partial(self._agreed, handing, address))
        return True

    async def _confirm(self, handing: _HandOut, digits: str) -> bool:
        answer: Future[bool] = Future()
        handing.answer = answer
        if handing.busy.cancelled:
            return False
        self._desk.say(TabletCode(handing.offer.device_id, digits))
        return await asyncio.wrap_future(answer)

    async def _keep(self, handing: _HandOut, key: bytes, model: str) -> None:
        pairing = handing.offer.pairing_id
        await asyncio.wrap_future(
            self._desk.asked_of_lane(
                lambda: self._tablets.paired(handing.session, pairing, key, model)
            )
        )

    def _agreed(self, handing: _HandOut, address: str, future: "Future[TabletOutcome]") -> None:
        """Go on when the talk is over; on the radio's thread."""
        self._desk.ended(address)
        outcome = _outcome(future)
        handing.talking, handing.answer, handing.stop = False, None, None
        elsewhere = isinstance(outcome, TabletOutcome) and outcome.why in _ELSEWHERE
        if (elsewhere or _was_lost(outcome)) and not handing.busy.cancelled:
            # Nothing was agreed: this one and others are asked until the code is over.
            return
        self._desk.on_lane(lambda: self._handed_out(handing, address, outcome))

    def _give_up(self, handing: _HandOut) -> None:
        """A person has had enough, or begins anew."""
        with self._lock:
            talking, answer, stop = handing.talking, handing.answer, handing.stop
        if answer is not None and not answer.done():
            answer.set_result(False)
        elif stop is not None:
            stop()
        elif not talking:
            cancelled = LinkFault(Fault.CANCELLED)
            self._desk.on_lane(lambda: self._handed_out(handing, "", cancelled))

    def _handed_out(
        self, handing: _HandOut, address: str, outcome: "TabletOutcome | LinkFault | Trouble"
    ) -> None:
        """Tell how it went, on the record lane."""
        with self._lock:
            if self._handing is not handing:
                return
            self._handing = None
        code, sentence = self._told(handing.session, outcome, well=_HANDED_OUT)
        self._desk.say(Done(address, handing.offer.device_id, HAND_OUT, code, sentence))
        if code:
            self._tablets.withdraw(handing.session, handing.offer.pairing_id)

    # ------------------------------------------------------------------------------- visits

    def _visit(self, session: Session, address: str, busy: Busy) -> None:
        """Fetch from whichever of our tablets this is; on the record lane."""
        radio = self._desk.radio
        errand = self._tablets.errand(session)
        if radio is None or not errand.known:
            self._desk.ended(address)
            return
        begun_at = self._desk.clock.now()
        keeper = self._tablets.keeper(session, self._desk.asked_of_lane)
        tell = partial(self._progress, session, address)
        job = tablet_visit(errand, keeper, self._desk.clock.now, tell)
        running = radio.run(address, job, seconds=SECONDS)
        busy.stops(running.cancel)
        running.future.add_done_callback(partial(self._visited, session, address, begun_at))

    def _progress(self, session: Session, address: str, told: Told) -> None:
        with speaking(session.language):
            words = tr("Fetching")
        self._desk.say(Progress(address, "", words, told.came, told.expected))

    def _visited(
        self,
        session: Session,
        address: str,
        begun_at: int,
        future: "Future[TabletOutcome]",
    ) -> None:
        self._desk.ended(address)
        outcome = _outcome(future)
        self._desk.on_lane(lambda: self._over(session, address, begun_at, outcome))
        with self._lock:
            again = address in self._again and self._desk.session is session
            self._again.discard(address)
        if again:
            self.met(session, address)

    def _over(
        self,
        session: Session,
        address: str,
        begun_at: int,
        outcome: "TabletOutcome | LinkFault | Trouble",
    ) -> None:
        """Note the contact and tell, on the record lane."""
        if not isinstance(outcome, TabletOutcome) or not outcome.loan_id:
            if not isinstance(outcome, TabletOutcome) or outcome.why not in _ELSEWHERE:
                code, sentence = self._told(session, outcome)
                self._desk.say(Done(address, "", FETCH, code, sentence))
            return
        loan_id = outcome.loan_id.hex()
        device_id = self._device_of(session, loan_id)
        if outcome.well:
            lease = self._desk.clock.now() + LEASE_DAYS * DAY_MS
            self._tablets.visited(session, loan_id, lease)
        code, sentence = self._told(session, outcome)
        if device_id:
            self._note(session, device_id, begun_at, code, outcome)
        self._desk.say(Done(address, device_id, FETCH, code, sentence, outcome.came))

    def _note(
        self, session: Session, device_id: str, begun_at: int, code: str, outcome: TabletOutcome
    ) -> None:
        offset = outcome.offset_ms
        clock = ClockFacts("", offset) if offset is not None else None
        self._measuring.facts(session, device_id, DeviceFacts(battery=outcome.battery, clock=clock))
        self._measuring.contact(
            session,
            ContactFacts(
                device_id=device_id,
                purpose=FETCH,
                begun_at=begun_at,
                outcome=code or "complete",
                came=outcome.came,
                stored=outcome.came,
                battery=outcome.battery,
                clock_offset_ms=outcome.offset_ms,
            ),
        )

    def _device_of(self, session: Session, loan_id: str) -> str:
        rows = self._lending.devices(session)
        return next((row.id for row in rows if row.loan_id == loan_id), "")

    def _told(
        self,
        session: Session,
        outcome: "TabletOutcome | LinkFault | Trouble",
        well: str = "",
    ) -> tuple[str, str]:
        """Give the code, "" if all went well, and the sentence."""
        with speaking(session.language):
            if isinstance(outcome, Trouble):
                return outcome.code, outcome.sentence()
            if isinstance(outcome, LinkFault):
                return outcome.fault.value, fault_sentence(outcome.fault)
            if outcome.fault is not None:
                return outcome.fault.value, fault_sentence(outcome.fault)
            if outcome.why is not None:
                return outcome.why.value, why_sentence(outcome.why)
            return "", tr(well) if well else _fetched(outcome)


_OVER = Trouble(
    "offer_over",
    N_("The code on the screen is no longer valid. Show a new one and try again."),
)
_HANDED_OUT = N_("The tablet is handed out. It is read whenever it is near the PC.")


def _fetched(outcome: TabletOutcome) -> str:
    if outcome.wiped:
        return tr("Everything was fetched, and the tablet is emptied.")
    if not outcome.came:
        return tr("Nothing new.")
    return ntr(
        "{n} entry was fetched from the tablet.",
        "{n} entries were fetched from the tablet.",
        outcome.came,
    )


def _outcome(future: "Future[TabletOutcome]") -> "TabletOutcome | LinkFault | Trouble":
    error = future.exception()
    if error is None:
        return future.result()
    return error if isinstance(error, LinkFault | Trouble) else LinkFault(Fault.FAILED)


def _was_lost(outcome: "TabletOutcome | LinkFault | Trouble") -> bool:
    """Tell whether it was the connection that ended a talk."""
    return not isinstance(outcome, Trouble) and outcome.fault in _PASSING
