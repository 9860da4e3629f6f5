"""Errands to meters: fetch what a lent one holds, pair a new one, measure at the office."""

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, replace
from functools import partial

from station.core.i18n import speaking, tr
from station.core.trouble import Trouble
from station.devices.link import Fault, LinkFault
from station.devices.models import MeterModel, Stored, model_of
from station.devices.news import Errand, Outcome
from station.devices.visit import meter_visit
from station.services.equipment.lending import LENT, Lending, NewDevice
from station.services.measuring.measuring import (
    FETCH,
    LIVE,
    ClockFacts,
    Delivered,
    Measuring,
    RawPacket,
    Target,
)
from station.services.radio.listening_desk import Desk
from station.services.radio.listening_news import Busy, Done, Live, PairWish, Unsaved
from station.services.radio.listening_visit import NOT_STORED, Visit
from station.services.radio.meter_words import (
    BUSY,
    NO_USER,
    ended_words,
    not_lent_words,
    paired_words,
)
from station.services.session import Session

PAIR = "pair"
COMPLETE, INCOMPLETE = "complete", "incomplete"
TRIES = 3
"""A visit whose connection is lost is begun again so often, at once."""
SECONDS = 180.0
"""The longest visit: a meter with 500 records gives ten to forty of them a second."""
LIVE_SECONDS = 900.0
QUIET_S = 6.0
"""A meter that sends what it has stored has sent everything when it was silent for so long."""
STAY_S = 40.0
"""One that keeps nothing is listened to for so long at a time: somebody may be about to measure."""
QUIET_CONTACT_S = 900.0
"""A visit that brought nothing is noted again only after so long: it may stay near for hours."""


@dataclass(slots=True)
class _Case:
    """One errand: the visit, what it is about, and how it is to go on."""

    visit: Visit
    busy: Busy
    model: MeterModel
    errand: Errand
    wish: PairWish | None = None
    tries: int = 0
    then: Callable[[], object] | None = None
    """What a person has asked for meanwhile."""

    @property
    def counts(self) -> bool:
        """Tell whether it is known how many records there are."""
        return self.model.stored is Stored.RACP and self.errand.purpose == FETCH


class MeterDesk:
    """Begins errands on any thread of the services, and ends them on the record lane."""

    def __init__(self, desk: Desk, measuring: Measuring, lending: Lending) -> None:
        """Store through `measuring`; new devices are registered and lent through `lending`."""
        self._desk, self._measuring, self._lending = desk, measuring, lending
        self._unsaved: list[Visit] = []
        self._cases: dict[str, _Case] = {}
        self._quiet: dict[str, float] = {}

    def fetch(self, session: Session, target: Target) -> Busy:
        """Read what a lent meter holds; Done tells how it went."""
        model = model_of(target.model)
        if model.consent_code and target.consent is None:
            return self._without_user(session, target, FETCH)
        errand = Errand(
            model=model,
            purpose="fetch",
            from_sequence=target.from_sequence,
            set_clock=True,
            allow_unencrypted=target.unencrypted_ok,
            listen_seconds=STAY_S if model.stored is Stored.NONE else QUIET_S,
            consent=target.consent,
        )
        return self._begin(session, target.address, target.device_id, errand)

    def pair(self, session: Session, wish: PairWish) -> Busy:
        """Pair a device, register it if it is new, and lend it if somebody is named."""
        errand = Errand(
            model=model_of(wish.model),
            purpose="pair",
            from_sequence=None,
            set_clock=True,
            allow_unencrypted=wish.unencrypted,
            listen_seconds=QUIET_S,
        )
        if wish.device_id:
            return self._begin(session, wish.address, wish.device_id, errand, wish)
        busy = Busy()
        self._desk.on_lane(lambda: self._pair_new(session, wish, errand, busy))
        return busy

    def measure(self, session: Session, target: Target, patient_id: str) -> Busy:
        """Show what a device measures now, as Live, until it is cancelled; nothing is stored."""
        model = model_of(target.model)
        if model.consent_code and target.consent is None:
            return self._without_user(session, target, LIVE)
        errand = Errand(
            model=model,
            purpose="live",
            from_sequence=None,
            set_clock=False,
            allow_unencrypted=target.unencrypted_ok,
            listen_seconds=LIVE_SECONDS,
            consent=target.consent,
        )
        return self._begin(session, target.address, target.device_id, errand, live_for=patient_id)

    @property
    def has_unsaved(self) -> bool:
        """Tell whether something waits that could not be stored."""
        return bool(self._unsaved)

    def retry_unsaved(self) -> None:
        """Try to store what could not be stored before; on the record lane."""
        left = [visit for visit in self._unsaved if not self._stored(visit)]
        if len(left) != len(self._unsaved):
            self._unsaved = left
            self._say_unsaved()

    def close(self) -> None:
        """End what was under way when the radio was closed, on the record lane."""
        for case in tuple(self._cases.values()):
            self._over(case, LinkFault(Fault.CANCELLED))
        self.retry_unsaved()

    # ------------------------------------------------------------------------------ inside

    def _without_user(self, session: Session, target: Target, purpose: str) -> Busy:
        """Leave a scale alone of which nobody has said whose weights are wanted."""
        self._desk.say_trouble(session, target.address, target.device_id, purpose, NO_USER)
        return Busy()

    def _pair_new(self, session: Session, wish: PairWish, errand: Errand, busy: Busy) -> None:
        """Register first: what the device may send while it is paired has a place then."""
        new = NewDevice(
            kind=errand.model.kind.value,
            model=wish.model,
            name=wish.name,
            serial=wish.serial,
            address=wish.address,
        )
        try:
            device_id = self._lending.register(session, new)
        except Trouble as trouble:
            self._desk.say_trouble(session, wish.address, "", PAIR, trouble)
            return
        begun = self._begin(session, wish.address, device_id, errand, wish)
        busy.stops(begun.cancel)

    def _begin(
        self,
        session: Session,
        address: str,
        device_id: str,
        errand: Errand,
        wish: PairWish | None = None,
        live_for: str = "",
    ) -> Busy:
        busy = self._desk.begin(address)
        if busy is None:
            begin = partial(self._begin, session, address, device_id, errand, wish, live_for)
            return self._instead(session, address, device_id, errand, begin)
        store: Callable[..., Delivered] = partial(self._measuring.take, session, device_id)
        if live_for:
            store = partial(self._show, session, device_id, live_for)
        visit = Visit(
            session=session,
            address=address,
            device_id=device_id,
            purpose=errand.purpose,
            begun_at=self._desk.clock.now(),
            on_lane=self._desk.on_lane,
            store=store,
            say=self._desk.say,
            keep=None if live_for else partial(self._measuring.keep, session, device_id),
            clock_known=bool(live_for) or not errand.model.clock_readable,
        )
        case = _Case(visit, busy, errand.model, errand, wish)
        self._cases[address] = case
        self._run(case)
        return busy

    def _instead(
        self,
        session: Session,
        address: str,
        device_id: str,
        errand: Errand,
        begin: Callable[[], Busy],
    ) -> Busy:
        """Let what a person asks for take the place of a fetch that nobody asked for."""
        before, waiting = self._cases.get(address), Busy()
        if before is None or before.errand.purpose != FETCH or errand.purpose == FETCH:
            self._desk.say_trouble(session, address, device_id, errand.purpose, BUSY)
            return waiting
        before.then = lambda: waiting.stops(begin().cancel)
        before.busy.cancel()
        return waiting

    def _run(self, case: _Case) -> None:
        radio = self._desk.radio
        if radio is None:
            self._ends(case, LinkFault(Fault.RADIO_ABSENT))
            return
        case.tries += 1
        seconds = LIVE_SECONDS if case.errand.purpose == LIVE else SECONDS
        errand = case.errand
        if case.tries > 1:
            # The last try asks for everything once more: what is there already costs only time.
            first = errand.from_sequence
            resumed = case.visit.resumes_at(first) if case.tries < TRIES else first
            errand = replace(errand, from_sequence=resumed)
        job = meter_visit(errand, case.visit.tell, clock=self._desk.clock)
        running = radio.run(case.visit.address, job, seconds=seconds)
        case.busy.stops(running.cancel)
        running.future.add_done_callback(partial(self._ended, case))

    def _ended(self, case: _Case, future: "Future[Outcome]") -> None:
        """Go on when the connection is closed; on the radio's thread."""
        error = future.exception()
        if error is None:
            self._ends(case, future.result())
        else:
            self._ends(case, error if isinstance(error, LinkFault) else LinkFault(Fault.FAILED))

    def _ends(self, case: _Case, outcome: "Outcome | LinkFault") -> None:
        """Go on at the record lane; without one, what is left is stored by close()."""
        if not self._desk.on_lane(lambda: self._over(case, outcome)):
            self._desk.ended(case.visit.address)

    def _over(self, case: _Case, outcome: "Outcome | LinkFault") -> None:
        """Store what is left, decide whether to go again, and tell; on the record lane."""
        visit = case.visit
        if self._cases.get(visit.address) is not case:
            return
        if not self._stored(visit):
            # A meter that keeps what it counts sends it again: its older visits need no memory.
            self._unsaved = [
                each
                for each in self._unsaved
                if each is not visit and not (case.counts and each.device_id == visit.device_id)
            ]
            self._unsaved.append(visit)
            self._say_unsaved()
        fault, complete = _read(outcome)
        complete = complete and (visit.has_all or not case.counts)
        if _goes_on(case, fault, complete=complete):
            self._run(case)
            return
        self._desk.ended(visit.address)
        del self._cases[visit.address]
        try:
            self._keep(case, fault, complete=complete)
            lent = self._lend(case, fault)
        except Trouble as trouble:
            self._desk.say_trouble(*_whose(visit), trouble)
            return
        finally:
            if case.then is not None:
                case.then()
        if case.then is not None:
            return
        if lent is not None:
            code, sentence = lent
            said = Done(visit.address, visit.device_id, visit.purpose, code, sentence, paired=True)
            self._desk.say(said)
            return
        if visit.left and fault is None:
            self._desk.say_trouble(*_whose(visit), Trouble("device_not_stored", NOT_STORED))
            return
        with speaking(visit.session.language):
            sentence = _sentence(case, fault, complete=complete)
        self._desk.say(
            Done(
                visit.address,
                visit.device_id,
                visit.purpose,
                fault.value if fault else "" if complete or not case.counts else INCOMPLETE,
                sentence,
                visit.sums.stored,
                visit.sums.duplicates,
                visit.sums.held,
                visit.sums.failed,
            )
        )

    def _lend(self, case: _Case, fault: Fault | None) -> tuple[str, str] | None:
        """Lend what was paired for somebody; give code and sentence if that is refused."""
        wish, session, device_id = case.wish, case.visit.session, case.visit.device_id
        if wish is None or fault is not None or not wish.patient_id:
            return None
        if not self._is_in_store(session, device_id):
            return None
        try:
            self._lending.lend(session, device_id, wish.patient_id)
        except Trouble as trouble:
            with speaking(session.language):
                return trouble.code, not_lent_words(trouble)
        return None

    def _keep(self, case: _Case, fault: Fault | None, *, complete: bool) -> None:
        """Note the contact, and what the device told about itself."""
        visit, session = case.visit, case.visit.session
        if case.wish is not None and fault is None:
            self._measuring.paired(
                session,
                visit.device_id,
                visit.address,
                visit.facts,
                bonded=not case.wish.unencrypted,
                unencrypted_ok=case.wish.unencrypted,
            )
        else:
            self._measuring.facts(session, visit.device_id, visit.facts)
        if not (visit.sums.came or fault or case.wish) and self._noted_lately(visit.device_id):
            return
        outcome = fault.value if fault else COMPLETE if complete else INCOMPLETE
        self._measuring.contact(session, visit.contact(outcome, whole=outcome == COMPLETE))

    def _noted_lately(self, device_id: str) -> bool:
        """Tell whether a quiet visit was noted a short while ago, and remember this one."""
        now = self._desk.clock.monotonic()
        before = self._quiet.get(device_id)
        if before is not None and now - before < QUIET_CONTACT_S:
            return True
        self._quiet[device_id] = now
        return False

    def _is_in_store(self, session: Session, device_id: str) -> bool:
        return self._lending.device(session, device_id).row.state != LENT

    def _stored(self, visit: Visit) -> bool:
        visit.store_left()
        return not visit.left

    def _show(
        self,
        session: Session,
        device_id: str,
        patient_id: str,
        packets: tuple[RawPacket, ...],
        clock: ClockFacts | None = None,
    ) -> Delivered:
        """Say what was measured instead of storing it."""
        for packet in packets:
            value = self._measuring.live(session, device_id, patient_id, (packet,), clock)
            self._desk.say(Live(device_id, patient_id, value, (packet,), clock))
        return Delivered(packets=len(packets))

    def _say_unsaved(self) -> None:
        count = sum(len(visit.left) for visit in self._unsaved)
        language = self._unsaved[0].session.language if self._unsaved else "nb"
        with speaking(language):
            self._desk.say(Unsaved(count, tr(NOT_STORED) if count else ""))


def _whose(visit: Visit) -> tuple[Session, str, str, str]:
    return visit.session, visit.address, visit.device_id, visit.purpose


def _goes_on(case: _Case, fault: Fault | None, *, complete: bool) -> bool:
    """Tell whether the visit is begun again: after a lost link, or where records are missing."""
    if case.busy.cancelled or case.tries >= TRIES or case.errand.purpose == LIVE:
        return False
    return fault is Fault.LOST or (fault is None and case.counts and not complete)


def _read(outcome: "Outcome | LinkFault") -> tuple[Fault | None, bool]:
    if isinstance(outcome, LinkFault):
        return outcome.fault, False
    return outcome.fault, outcome.complete


def _sentence(case: _Case, fault: Fault | None, *, complete: bool) -> str:
    if case.wish is not None:
        return paired_words(case.model, fault, is_new=not case.wish.device_id)
    missing = case.counts and not complete
    return ended_words(case.errand.purpose, fault, case.visit.sums, missing=missing)
