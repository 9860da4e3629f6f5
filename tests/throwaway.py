"""An encrypted file that lasts for one example of a property test, and the machine that has one."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from hypothesis.stateful import RuleBasedStateMachine

from station.core.clock import FixedClock
from station.models.anchor import Anchor
from station.models.database import Database
from tests.conftest import ANCHOR_KEY, AUDIT_KEY, DATA_KEY, FRIDAY_NINE


@contextmanager
def throwaway(empty: Path) -> Iterator[tuple[Database, FixedClock]]:
    """Open a copy of the `empty` file on a Friday at nine, with its clock; gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "station.db")
        shutil.copyfile(empty, path)
        anchor = Anchor(Path(folder, "anchor"), ANCHOR_KEY)
        clock = FixedClock(FRIDAY_NINE)
        database = Database.open(path, DATA_KEY, AUDIT_KEY, clock=clock, anchor=anchor)
        try:
            yield database, clock
        finally:
            database.close()


class FileMachine(RuleBasedStateMachine):
    """A state machine with a `database` and its `clock`, which only the machine's steps move."""

    def __init__(self, empty: Path) -> None:
        """Begin with a copy of the `empty` encrypted file."""
        super().__init__()
        self._open = ExitStack()
        self.database, self.clock = self._open.enter_context(throwaway(empty))

    def teardown(self) -> None:
        """Close the file and throw it away."""
        self._open.close()
