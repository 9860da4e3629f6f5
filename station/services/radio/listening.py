"""Listening for lent devices while somebody is signed in: seen, visited, stored, told.

The radio works on a thread of its own and the record on its lane; what happens here only hands
things from the one to the other, and never waits for either.
"""

from collections.abc import Callable
from concurrent.futures import Future
from threading import Lock
from typing import TYPE_CHECKING

from station.core.bus import ChangeSet
from station.core.clock import Clock
from station.core.i18n import N_, speaking
from station.core.trouble import Trouble
from station.devices.adapter import RadioState, state_sentence
from station.devices.asking import Answer, Asked, PairingQuestion
from station.devices.models import model_of
from station.devices.tablet.limits import SERVICE
from station.services.equipment.lending import Lending
from station.services.measuring.measuring import FETCH, Measuring, Target
from station.services.radio.in_range import MOST_HEARD, TABLET, Heard, Range
from station.services.radio.listening_desk import Desk, NewsListener, Submit
from station.services.radio.listening_news import (
    Busy,
    Done,
    InRange,
    PairWish,
    PasskeyAsked,
    RadioNews,
)
from station.services.radio.meter_desk import MeterDesk
from station.services.radio.meter_words import NO_USER
from station.services.radio.tablet_desk import TabletDesk
from station.services.record import Record
from station.services.rights import Right, require
from station.services.session import Session
from station.services.tablets.tablets import Offer, Tablets

if TYPE_CHECKING:
    from station.devices.radio import Radio, Sighting

AGAIN_S = 5.0
"""A device that stays in range is visited again after so long at the earliest."""
FAILED_S = 30.0
"""And after so long when the last visit failed."""
NO_USER_S = 900.0
"""And after so long when a person must say something first: she was told, and is not nagged."""
BACK_S = 8.0
"""One that was silent for so long and is heard again has most likely measured meanwhile."""
_NOT_PAIRED = Trouble(
    "tablet_not_paired",
    N_(
        "A tablet is not paired like a meter. Register it, lend it, and hand it out with the code "
        "on its card."
    ),
)
MakeRadio = Callable[[Clock], "Radio"]


class Listening:
    """One for the whole program; `begin` runs on the record lane, the rest on any thread."""

    def __init__(
        self,
        record: Record,
        measuring: Measuring,
        lending: Lending,
        tablets: Tablets,
        radio: MakeRadio,
    ) -> None:
        """Be silent until begin(); `radio` makes the radio when it is first needed."""
        clock = record.clock
        self._clock, self._measuring, self._lending = clock, measuring, lending
        self._make_radio = radio
        self._desk = Desk(clock)
        self._meters = MeterDesk(self._desk, measuring, lending)
        self._tablets = TabletDesk(self._desk, tablets, measuring, lending)
        self._range = Range()
        self._targets: dict[str, Target] = {}
        self._not_before: dict[str, float] = {}
        self._resting: dict[str, float] = {}
        self._questions: dict[str, Future[Answer]] = {}
        self._state = RadioState.UNKNOWN
        self._handing: Busy | None = None
        self._lock = Lock()
        self._stop_watching: Callable[[], None] | None = None
        self._leave_bus = record.bus.subscribe(self._changed)
        self._desk.watch(self._visited)

    # ------------------------------------------------------------------------ comings, goings

    def begin(self, session: Session, submit: Submit) -> None:
        """Listen for the person who signed in; on the record lane."""
        require(session, Right.SEE_PATIENTS)
        self._desk.open(session, submit)
        self._learn(session)
        if self._desk.radio is None:
            # Once: later what is kept belongs to visits that this program still knows of.
            self._measuring.take_kept(session)
            self._desk.radio = self._make_radio(self._clock)
            self._desk.radio.ask_with(self._asked)
            self._desk.radio.start()
        if self._stop_watching is None:
            self._stop_watching = self._desk.radio.watch(self._heard)
        self._meters.retry_unsaved()

    def end(self) -> None:
        """Listen no more; visits end, and what has arrived is still stored."""
        stop, self._stop_watching = self._stop_watching, None
        if stop is not None:
            stop()
        with self._lock:
            handing, self._handing = self._handing, None
        if handing is not None:
            # Else it would go on in the name of somebody who has left.
            handing.cancel()
        self._desk.leave()

    def close(self) -> None:
        """Let go of the radio and store what it has brought; on the record lane."""
        self.end()
        self._leave_bus()
        if self._desk.radio is not None:
            self._desk.radio.close()
        self._meters.close()
        self._desk.close()

    # ------------------------------------------------------------------------------- news

    def watch(self, listener: NewsListener) -> Callable[[], None]:
        """Tell `listener` all news, on the radio's thread or the record lane, until it is left."""
        return self._desk.watch(listener)

    def in_range(self) -> InRange:
        """Give what is in range now; asks nobody and never waits."""
        with self._lock:
            return self._range.news(self._clock.monotonic(), self._desk.busy)

    def radio(self, session: Session) -> RadioNews:
        """Say how the PC's Bluetooth stands."""
        with speaking(session.language):
            ready = self._state is RadioState.READY
            return RadioNews(ready, "" if ready else state_sentence(self._state))

    # ----------------------------------------------------------------------------- errands

    def fetch(self, session: Session, device_id: str) -> Busy:
        """Fetch what a lent device holds; Done says why not if it cannot be.

        A tablet is looked for among those in range: Done comes only from one that is met.
        """
        require(session, Right.EDIT_PATIENTS)
        if self._is_tablet(device_id):
            with self._lock:
                self._not_before.clear()
                near = self._range.tablets(self._clock.monotonic())
            for address in near:
                self._tablets.met(session, address)
            return Busy()
        target = self._target(device_id)
        if target is None:
            return self._refuse(session, device_id, FETCH)
        return self._meters.fetch(session, target)

    def pair(self, session: Session, wish: PairWish) -> Busy:
        """Pair a device in range, register it if it is new, and lend it if somebody is named."""
        require(session, Right.EDIT_PATIENTS)
        if wish.model == TABLET:
            self._desk.say_trouble(session, wish.address, wish.device_id, "pair", _NOT_PAIRED)
            return Busy()
        return self._meters.pair(session, wish)

    def measure(self, session: Session, device_id: str, patient_id: str) -> Busy:
        """Show what a device measures as Live until it is cancelled; nothing is stored."""
        require(session, Right.EDIT_PATIENTS)
        target = self._target(device_id)
        if target is None or target.patient_id != patient_id:
            return self._refuse(session, device_id, "live")
        return self._meters.measure(session, target, patient_id)

    def hand_out(self, session: Session, offer: Offer) -> Busy:
        """Agree on keys with the tablet that scans the code; TabletCode comes, then Done."""
        require(session, Right.EDIT_PATIENTS)
        busy = self._tablets.hand_out(session, offer)
        with self._lock:
            self._handing = busy
        return busy

    def answer_code(self, *, same: bool) -> None:
        """Answer TabletCode: whether the tablet shows the same digits."""
        self._tablets.answer_code(same=same)

    def answer_passkey(self, address: str, text: str) -> None:
        """Answer PasskeyAsked: six digits, «yes» where digits are compared, "" to refuse."""
        with self._lock:
            question = self._questions.pop(address.upper(), None)
        if question is not None and not question.done():
            digits = "".join(text.split())
            question.set_result(int(digits) if digits.isdecimal() else text == "yes" or None)

    # ------------------------------------------------------------------------------ inside

    def _heard(self, news: "Sighting | RadioState") -> None:
        """Take what the radio tells, on its thread."""
        if isinstance(news, RadioState):
            self._state = news
            if (session := self._desk.session) is not None:
                self._desk.say(self.radio(session))
            return
        now = self._clock.monotonic()
        heard = Heard(news.address, news.name, news.rssi, news.services, news.seen_at, now)
        with self._lock:
            before = self._range.heard(news.address)
            if before is None or now - before.at > BACK_S:
                self._not_before.pop(news.address.upper(), None)
            self._range.hear(heard)
        if SERVICE in news.services:
            self._meet_if_due(news.address, now)
        else:
            self._visit_if_due(news.address, now)

    def _meet_if_due(self, address: str, now: float) -> None:
        """Talk to a tablet when it is seen: it is handed out, or brings what it holds."""
        key, session = address.upper(), self._desk.session
        with self._lock:
            due = now >= self._not_before.get(key, float("-inf")) or self._tablets.handing_out
            if session is None or not due or key in self._desk.busy:
                return
            self._not_before[key] = now + FAILED_S
            if len(self._not_before) > MOST_HEARD:
                # Whoever changes his address must not fill the memory.
                over = [each for each, at in self._not_before.items() if at <= now]
                for each in over or tuple(self._not_before)[: MOST_HEARD // 2]:
                    del self._not_before[each]
        self._tablets.met(session, address)

    def _visit_if_due(self, address: str, now: float) -> None:
        """Fetch what a lent device holds when it is seen, without being asked."""
        key, session = address.upper(), self._desk.session
        with self._lock:
            target = self._targets.get(key)
            due = now >= max(self._not_before.get(key, 0.0), self._resting.get(key, 0.0))
            if session is None or target is None or not due or key in self._desk.busy:
                return
            self._not_before[key] = now + AGAIN_S
        self._meters.fetch(session, target)

    def _visited(self, news: object) -> None:
        """Leave a device alone for a while after a visit, longer after one that failed."""
        if isinstance(news, Done):
            wait = AGAIN_S if news.well else NO_USER_S if news.code == NO_USER.code else FAILED_S
            key, now = news.address.upper(), self._clock.monotonic()
            with self._lock:
                self._not_before[key] = now + wait
                if (target := self._targets.get(key)) is not None:
                    self._resting[key] = now + model_of(target.model).reconnect_delay_s

    def _changed(self, changes: ChangeSet) -> None:
        session = self._desk.session
        if self._meters.has_unsaved:
            # Something was written just now: then this can be, too.
            self._desk.on_lane(self._meters.retry_unsaved)
        if "equipment" in changes.topics and session is not None:
            self._desk.on_lane(lambda: self._learn(session))

    def _learn(self, session: Session) -> None:
        """Take over the register, on the record lane."""
        targets = {each.address.upper(): each for each in self._measuring.targets(session)}
        rows = self._lending.devices(session)
        with self._lock:
            for address, each in targets.items():
                before = self._targets.get(address)
                if before is None or before.consent != each.consent:
                    # Newly lent, paired or agreed: it is visited when it is seen next.
                    self._not_before.pop(address, None)
            self._targets = targets
            self._range.knows(rows)

    def _is_tablet(self, device_id: str) -> bool:
        with self._lock:
            return self._range.is_tablet(device_id)

    def _target(self, device_id: str) -> Target | None:
        with self._lock:
            return next((e for e in self._targets.values() if e.device_id == device_id), None)

    def _refuse(self, session: Session, device_id: str, purpose: str) -> Busy:
        trouble = Trouble(
            "device_not_lent",
            N_(
                "Only a device that is paired and lent to the patient is read. Nothing was "
                "fetched; lend and pair it first."
            ),
        )
        self._desk.say_trouble(session, "", device_id, purpose, trouble)
        return Busy()

    def _asked(self, question: PairingQuestion) -> "Future[Answer] | None":
        """Pass the system's question on to the screen, on the radio's thread."""
        answer: Future[Answer] = Future()
        with self._lock:
            self._questions[question.address.upper()] = answer
        self._desk.say(PasskeyAsked(question.address, question.asked.value, question.digits))
        return None if question.asked is Asked.SHOWN else answer
