"""Exchanging changes with the municipality's other stations without a network, on a stick.

The files are read and written wherever the caller is; all that touches the record goes through
the `ask` that it brings: at once for a command, on the record lane for a window.
"""

from pathlib import Path

from station.core.i18n import N_
from station.core.trouble import Trouble
from station.models.queries import exchange as queries
from station.models.records import hand
from station.rules.changesets import gaps
from station.services.record import Record
from station.services.rights import Right, require
from station.services.session import Session
from station.services.stick import setup, writing
from station.services.stick.setup import SwitchOn
from station.services.stick.taking import (
    APPLIED,
    CONFLICT,
    HELD,
    KNOWN,
    Apply,
    Taking,
)
from station.services.stick.values import (
    Ask,
    Gap,
    Overview,
    PeerRow,
    Taken,
    Tell,
    Written,
)
from station.services.stick.writing import WriteJob
from station.services.sync.applying.stick import apply_changes
from station.services.sync.setup import SyncSetup
from station.sync.exchange import SUFFIX

__all__ = [
    "APPLIED",
    "CONFLICT",
    "HELD",
    "KNOWN",
    "SUFFIX",
    "Apply",
    "Ask",
    "Exchanging",
    "Gap",
    "Overview",
    "PeerRow",
    "Taken",
    "Tell",
    "WriteJob",
    "Written",
    "exchanging_of",
    "stopped",
]


def _on_and_on(_done: int, _of: int) -> None:
    """Tell nobody."""


class Exchanging:
    """Writes files of changes and takes them in."""

    def __init__(self, record: Record, apply: Apply, switch_on: SwitchOn) -> None:
        """Work changes in with `apply`; `switch_on` begins the noting of this station's own."""
        self._record, self._apply, self._switch_on = record, apply, switch_on

    def overview(self, session: Session) -> Overview:
        """Give how this station stands, and what it knows of the others."""
        require(session, Right.SEE_PATIENTS)
        with self._record.read() as reader:
            highest = queries.highest(reader)
            ready = queries.secret(reader) is not None and hand.capturing(reader)
            peers = queries.peers(reader)
            kept = {peer.station: queries.kept(reader, peer.station) for peer in peers}
            name, conflicts = queries.name(reader), queries.open_conflicts(reader)
        rows = tuple(
            PeerRow(
                peer.station,
                peer.name,
                peer.received_at,
                peer.written_at,
                peer.theirs,
                max(0, highest - peer.ours),
                gaps(peer.theirs, kept[peer.station]),
                len(kept[peer.station]),
            )
            for peer in peers
        )
        return Overview(ready, name, rows, highest, conflicts)

    def begin(self, session: Session, name: str) -> str:
        """Make the secret at the first station, and give its code of 48 digits."""
        return setup.begin(self._record, self._switch_on, session, name)

    def join(self, session: Session, name: str, code: str) -> None:
        """Take the code that was made at the first station."""
        setup.join(self._record, self._switch_on, session, name, code)

    def code(self, session: Session) -> str:
        """Show the code again, for one more station."""
        return setup.code(self._record, session)

    def write(
        self, session: Session, job: WriteJob, ask: Ask | None = None, tell: Tell = _on_and_on
    ) -> Written:
        """Write what a station lacks; one file, or several where it lacks very much.

        Trouble `exchange_unwritable` or `exchange_readback` if the stick does not take it.
        """
        require(session, Right.EDIT_PATIENTS)
        return writing.write(self._record, session, job, ask or Ask(), tell)

    def take(
        self, session: Session, path: Path, ask: Ask | None = None, tell: Tell = _on_and_on
    ) -> Taken:
        """Take a file in, and then those that waited for it; may be cut short and taken again.

        Trouble `exchange_*` says why a file is not taken in; nothing was changed then.
        """
        require(session, Right.EDIT_PATIENTS)
        return Taking(self._record, session, self._apply, ask or Ask(), tell).take(path)


def exchanging_of(record: Record) -> Exchanging:
    """Give the exchange of an open file: changes are merged, and noted from when it is begun."""
    return Exchanging(record, apply_changes, SyncSetup(record).share)


def stopped() -> Trouble:
    """Say that a person stopped it; for a `tell` to raise."""
    return Trouble(
        "exchange_stopped",
        N_("Stopped. What was taken in stays; take the file in again, and it goes on."),
    )
