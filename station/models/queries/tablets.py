"""Lent tablets as the file knows them: keys, how far their logs are stored, orders, receipts."""

from dataclasses import dataclass

from station.models.database import Reader

STATION_KEY = "tablet_station_key"
OFFERED, PAIRED, WIPED, REVOKED, DROPPED = "offered", "paired", "wiped", "revoked", "dropped"
"""The life of a hand-out; DROPPED never came about, or was made anew before anything came."""
_COLUMNS = (
    "t.id, t.device_id, t.loan_id, l.patient_id, l.from_at, t.state, t.tablet_key, t.expires_at, "
    "t.paired_at, t.lease_until, t.committed, t.head, t.acknowledged, t.wipe_nonce, t.ended_at, "
    "t.receipt"
)
_PAIRING = f"SELECT {_COLUMNS} FROM tablet_pairings t JOIN loans l ON l.id = t.loan_id "  # noqa: S608
_OPEN = "t.state IN ('offered', 'paired')"


@dataclass(frozen=True, slots=True)
class PairingRow:
    """One hand-out of a tablet; keys, `head`, `wipe_nonce` and `receipt` in hexadecimal.

    `committed` is the last entry stored here, `acknowledged` the last that the tablet let go of.
    """

    id: str
    device_id: str
    loan_id: str
    patient_id: str | None
    lent_at: int
    state: str
    tablet_key: str
    expires_at: int
    paired_at: int | None
    lease_until: int | None
    committed: int
    head: str
    acknowledged: int
    wipe_nonce: str
    ended_at: int | None
    receipt: str


def station_key(reader: Reader) -> bytes | None:
    """Give the private key that tablets know this station by, or None before the first one."""
    rows = reader.raw("SELECT value FROM meta WHERE key = ?", (STATION_KEY,))
    return bytes.fromhex(rows[0][0]) if rows else None


def pairing(reader: Reader, pairing_id: str) -> PairingRow | None:
    """Give one hand-out, or None."""
    rows = reader.raw(f"{_PAIRING}WHERE t.id = ?", (pairing_id,))
    return PairingRow(*rows[0]) if rows else None


def of_loan(reader: Reader, loan_id: str) -> PairingRow | None:
    """Give the hand-out of a loan that is under way or holds, or None."""
    rows = reader.raw(f"{_PAIRING}WHERE t.loan_id = ? AND {_OPEN}", (loan_id,))
    return PairingRow(*rows[0]) if rows else None


def newest(reader: Reader, device_id: str) -> PairingRow | None:
    """Give the newest hand-out of a tablet, whatever became of it, or None."""
    rows = reader.raw(
        f"{_PAIRING}WHERE t.device_id = ? ORDER BY t.offered_at DESC, t.rowid DESC LIMIT 1",
        (device_id,),
    )
    return PairingRow(*rows[0]) if rows else None


def paired(reader: Reader) -> tuple[PairingRow, ...]:
    """Give every hand-out that holds: the tablets that may be met."""
    rows = reader.raw(f"{_PAIRING}WHERE t.state = 'paired' ORDER BY t.paired_at, t.rowid")
    return tuple(PairingRow(*row) for row in rows)


def has_entries(reader: Reader, loan_id: str) -> bool:
    """Tell whether anything was ever fetched for a loan."""
    return bool(reader.raw("SELECT 1 FROM tablet_entries WHERE loan_id = ? LIMIT 1", (loan_id,)))


def entries(reader: Reader, loan_id: str, first: int, last: int) -> dict[int, bytes]:
    """Give the stored entries of a loan from number `first` to `last`, as they came."""
    rows = reader.raw(
        "SELECT n, raw FROM tablet_entries WHERE loan_id = ? AND n BETWEEN ? AND ?",
        (loan_id, first, last),
    )
    return {int(row[0]): bytes(row[1]) for row in rows}
