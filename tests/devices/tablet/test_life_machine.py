"""Any life of a lent tablet: nothing is lost, doubled, or let go of too early.

Both sides are killed anywhere, the link is lost or spoiled anywhere, old talks are replayed.
"""

import asyncio
from contextlib import suppress

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from simulator.tablet.memory import Harm, Harming, MemoryLink
from simulator.tablet.wire import ON_LOAN, Dropped
from station.devices.tablet.visit import Errand, TabletOutcome, tablet_visit
from tests.tablet_life import (
    NONCE,
    NOW,
    STATION,
    STRANGER,
    KilledError,
    Shelf,
    on_loan,
    switched_on,
    write_reading,
)

HARMS = st.sampled_from(list(Harm))
KILLS = st.sampled_from(["", "before commit", "after commit", "after ack"])


class TabletLife(RuleBasedStateMachine):
    """A tablet, a file, and the air between them."""

    def __init__(self) -> None:
        """Hand a tablet out."""
        super().__init__()
        self.disk, self.shelf = on_loan(), Shelf()
        self.written: dict[int, bytes] = {}
        self.recorded: list[list[bytes]] = []
        self.wipe = b""

    @property
    def there(self) -> bool:
        """Whether the loan still goes on there."""
        return self.disk.state == ON_LOAN

    @precondition(lambda self: self.there)
    @rule(count=st.integers(1, 90))
    def measure(self, count: int) -> None:
        """Write entries."""
        for _ in range(count):
            write_reading(self.disk, self.disk.last + 1)
            self.written[self.disk.last] = self.disk.entries[self.disk.last]

    @rule(harms=st.dictionaries(st.integers(0, 60), HARMS, max_size=3), kill=KILLS)
    def meet(self, harms: dict[int, Harm], kill: str) -> None:
        """Come into range, with faults."""
        self.shelf.dies = kill
        with suppress(KilledError):
            self._visit(lambda number: harms.get(number, Harm.NONE), STATION)
        self.shelf.dies = ""

    @precondition(lambda self: self.there)
    @rule()
    def meet_well(self) -> None:
        """Come into range, without any: then everything is here, and nothing is left there."""
        outcome = self._visit(lambda _: Harm.NONE, STATION)
        assert outcome.well, outcome
        assert self.shelf.stored == self.written
        assert self.disk.entries == {}

    @rule()
    def stranger(self) -> None:
        """Somebody else's station tries."""
        before = self.disk.copy()
        assert not self._visit(lambda _: Harm.NONE, STRANGER).well
        assert self.disk == before

    @precondition(lambda self: self.recorded)
    @rule(data=st.data())
    def replay(self, data: st.DataObject) -> None:
        """An old talk is sent again, from its beginning."""
        said = data.draw(st.sampled_from(self.recorded))
        before = self.disk.copy()
        connection = switched_on(self.disk).connect()
        with suppress(Dropped):
            for segment in said:
                connection.receive(segment)
        assert self.disk == before

    @precondition(lambda self: self.there)
    @rule()
    def restart_the_tablet(self) -> None:
        """Take its battery out: only the disk is left."""
        self.disk = self.disk.copy()

    @rule()
    def order_wipe(self) -> None:
        """Order it to be emptied."""
        self.wipe = NONCE

    @invariant()
    def nothing_is_lost_or_doubled(self) -> None:
        """Every entry is here or there, as it was written."""
        assert {**self.disk.entries, **self.shelf.stored} == self.written

    @invariant()
    def nothing_is_let_go_of_before_it_is_stored(self) -> None:
        """What the tablet has let go of is here."""
        assert self.disk.released <= self.shelf.committed
        assert self.shelf.acknowledged_upto <= self.shelf.committed
        if self.disk.state != ON_LOAN:
            assert self.wipe
            assert self.shelf.stored == self.written

    def _visit(self, harm: Harming, key: bytes) -> TabletOutcome:
        async def whole() -> TabletOutcome:
            link = MemoryLink(switched_on(self.disk), harm)
            errand = Errand(key, (self.shelf.known(self.wipe),))
            try:
                return await tablet_visit(errand, self.shelf, lambda: NOW)(link)
            finally:
                said = [segment for sender, segment in link.carried if sender == "station"]
                self.recorded.append(said)

        return asyncio.run(whole())


TabletLife.TestCase.settings = settings(max_examples=40, stateful_step_count=20, deadline=None)
test_any_life_of_a_tablet = TabletLife.TestCase
