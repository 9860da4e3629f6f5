"""Writing lent tablets: the station's key, hand-outs, what was fetched, orders and receipts.

No row of the log here: the service's unit of work says what it did, without any secret.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import insert, update

from station.models.database import Writer
from station.models.queries.tablets import DROPPED, OFFERED, PAIRED, STATION_KEY
from station.models.tables import tablet_entries, tablet_pairings


@dataclass(frozen=True, slots=True)
class NewEntry:
    """One entry of a tablet's log as it came, and what became of it."""

    n: int
    entry_hash: str
    kind: str
    outcome: str
    raw: bytes


def keep_station_key(writer: Writer, key: bytes) -> None:
    """Store the private key that tablets know this station by; it is made once, never replaced."""
    writer.execute("INSERT INTO meta VALUES (?, ?)", (STATION_KEY, key.hex()))


def offer(writer: Writer, pairing_id: str, device_id: str, loan_id: str, expires_at: int) -> None:
    """Begin a hand-out; the file itself refuses a second one of a loan beside it."""
    writer.run(
        insert(tablet_pairings).values(
            id=pairing_id,
            device_id=device_id,
            loan_id=loan_id,
            state=OFFERED,
            offered_at=writer.now,
            offered_by=writer.actor.user_id,
            expires_at=expires_at,
        )
    )
    writer.touch("equipment")


def pair(writer: Writer, pairing_id: str, tablet_key: str, head: str, lease_until: int) -> bool:
    """Keep a tablet's public key and where its log begins; False if nothing was offered (now)."""
    return _change(
        writer,
        pairing_id,
        OFFERED,
        state=PAIRED,
        tablet_key=tablet_key,
        head=head,
        paired_at=writer.now,
        lease_until=lease_until,
    )


def drop(writer: Writer, pairing_id: str, state: str) -> bool:
    """End a hand-out from which nothing was fetched; False if it is not in `state`."""
    return _ended(writer, pairing_id, state, DROPPED)


def store(
    writer: Writer, loan_id: str, pairing_id: str, entries: Iterable[NewEntry], head: str
) -> None:
    """Store fetched entries, in order, and how far the log is stored with them."""
    rows: list[Mapping[str, object]] = [
        {
            "loan_id": loan_id,
            "n": entry.n,
            "entry_hash": entry.entry_hash,
            "kind": entry.kind,
            "outcome": entry.outcome,
            "arrived_at": writer.now,
            "raw": entry.raw,
        }
        for entry in entries
    ]
    writer.run(insert(tablet_entries), rows)
    _change(writer, pairing_id, PAIRED, committed=rows[-1]["n"], head=head)


def acknowledge(writer: Writer, pairing_id: str, upto: int) -> None:
    """Note up to which entry the tablet has let go."""
    _change(writer, pairing_id, PAIRED, acknowledged=upto)


def lease(writer: Writer, pairing_id: str, lease_until: int) -> None:
    """Note until when (UTC ms) the tablet may be used, as it was told."""
    _change(writer, pairing_id, PAIRED, lease_until=lease_until)


def order_wipe(writer: Writer, pairing_id: str, nonce: str) -> None:
    """Note the order to empty a tablet."""
    _change(writer, pairing_id, PAIRED, wipe_nonce=nonce)


def end(writer: Writer, pairing_id: str, state: str, receipt: str = "") -> bool:
    """End a hand-out that holds: WIPED with its receipt, or REVOKED; False if it held no more."""
    return _ended(writer, pairing_id, PAIRED, state, receipt)


def _ended(writer: Writer, pairing_id: str, before: str, after: str, receipt: str = "") -> bool:
    return _change(
        writer,
        pairing_id,
        before,
        state=after,
        receipt=receipt,
        ended_at=writer.now,
        ended_by=writer.actor.user_id,
    )


def _change(writer: Writer, pairing_id: str, before: str, **values: object) -> bool:
    touched = writer.run(
        update(tablet_pairings)
        .where(tablet_pairings.c.id == pairing_id, tablet_pairings.c.state == before)
        .values(**values)
    )
    writer.touch("equipment")
    return touched == 1
