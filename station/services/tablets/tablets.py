"""Lent tablets: handed out, fetched from, emptied, or reported lost; every step noted."""

import asyncio
import secrets
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import TypeVar

from station.core.i18n import N_, speaking
from station.core.ids import new_id
from station.core.trouble import Trouble
from station.devices.tablet.entries import Batch, first_head
from station.devices.tablet.handout import Bundle, expires_s
from station.devices.tablet.limits import KEY_BYTES, NONCE_BYTES, OFFER_MS
from station.devices.tablet.talk import Known, Offered
from station.devices.tablet.visit import Errand, Keeper
from station.models.database import Reader, Writer
from station.models.queries import devices as device_queries
from station.models.queries import tablets as queries
from station.models.queries.tablets import OFFERED, PAIRED, REVOKED, WIPED, PairingRow
from station.models.records import tablets as records
from station.rules.ground import DAY_MS
from station.security.noise import new_private, public_of
from station.services.record import Record
from station.services.rights import Right, require
from station.services.session import Session
from station.services.tablets.intake import take_batch
from station.services.tablets.words import state_sentence

__all__ = ["Offer", "TabletState", "Tablets"]

LEASE_DAYS = 90
"""So long a tablet may be used after it last met the station (own proposal)."""
_CLOCK_STEP_MS = 60_000
"""So far a PC's clock may be set back in everyday work while a code is on the screen."""
T = TypeVar("T")
Submit = Callable[[Callable[[], T]], "Future[T]"]
"""Runs a job on the record lane."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A hand-out that was begun: `qr` is what the screen shows (87 bytes, nothing of a person).

    It is of no use after `expires_at` (UTC ms); `offered` goes to tablet_hand_out(). Neither the
    one-time secret nor the QR is ever stored.
    """

    pairing_id: str
    device_id: str
    loan_id: str
    expires_at: int
    qr: bytes = field(repr=False)
    offered: Offered = field(repr=False)


@dataclass(frozen=True, slots=True)
class TabletState:
    """How things stand with a tablet; `sentence` says it in words.

    `state` is "" (never handed out), "offered", "paired", "wiped", "revoked" or "dropped".
    `waiting` counts entries that are stored here and that the tablet was not told of yet.
    """

    state: str
    sentence: str
    pairing_id: str = ""
    loan_id: str = ""
    paired_at: int | None = None
    lease_until: int | None = None
    committed: int = 0
    waiting: int = 0
    wipe_ordered: bool = False
    ended_at: int | None = None
    receipt: str = ""


class Tablets:
    """Keeps the keys of lent tablets, and takes in what they bring."""

    def __init__(self, record: Record) -> None:
        """Work on `record`."""
        self._record = record

    # ------------------------------------------------------------------------------ hand-out

    def offer(self, session: Session, device_id: str) -> Offer:
        """Begin to hand a lent tablet out: a new secret, for ten minutes.

        What was offered before is void. Raises Trouble `tablet_none` for a device that is no
        tablet, `tablet_not_lent` without an open loan to a patient, and `tablet_paired` once
        something was fetched for the loan.
        """
        require(session, Right.EDIT_PATIENTS)
        key = self._station_key(session)
        pairing_id, secret = new_id(), secrets.token_bytes(KEY_BYTES)
        with self._record.write(session) as writer:
            loan_id = _lent_tablet(writer, device_id)
            before = queries.of_loan(writer, loan_id)
            if queries.has_entries(writer, loan_id):
                raise Trouble(
                    "tablet_paired",
                    N_(
                        "This tablet has brought readings for this loan already. Empty it or "
                        "report it lost; then lend it again."
                    ),
                )
            if before is not None:
                records.drop(writer, before.id, before.state)
            expires_at = writer.clock_now + OFFER_MS
            records.offer(writer, pairing_id, device_id, loan_id, expires_at)
            writer.audit("tablet_offered", "loan", loan_id, _patient(writer, loan_id))
            lease = writer.clock_now + LEASE_DAYS * DAY_MS
        loan = bytes.fromhex(loan_id)
        bundle = Bundle(loan, public_of(key), secret, expires_s(expires_at))
        offered = Offered(loan, key, secret, expires_at, lease)
        return Offer(pairing_id, device_id, loan_id, expires_at, bundle.pack(), offered)

    def paired(self, session: Session, pairing_id: str, tablet_key: bytes, model: str = "") -> None:
        """Keep the key of the tablet whose digits a person found to be the same.

        Raises Trouble `offer_over` if the hand-out was ended, renewed or has expired meanwhile.
        """
        require(session, Right.EDIT_PATIENTS)
        if len(tablet_key) != KEY_BYTES:
            raise ValueError("a tablet's key has 32 bytes")
        with self._record.write(session) as writer:
            row = queries.pairing(writer, pairing_id)
            if row is None or row.state != OFFERED or not _is_open(row, writer.clock_now):
                raise Trouble(
                    "offer_over",
                    N_("The code on the screen is no longer valid. Show a new one and try again."),
                )
            head = first_head(bytes.fromhex(row.loan_id)).hex()
            lease_until = writer.clock_now + LEASE_DAYS * DAY_MS
            records.pair(writer, pairing_id, tablet_key.hex(), head, lease_until)
            writer.audit("tablet_paired", "loan", row.loan_id, row.patient_id, model=model)

    def withdraw(self, session: Session, pairing_id: str) -> None:
        """End a hand-out that did not come about; one that did stays."""
        require(session, Right.EDIT_PATIENTS)
        with self._record.write(session) as writer:
            row = queries.pairing(writer, pairing_id)
            if row is None or not records.drop(writer, pairing_id, OFFERED):
                writer.quiet()
                return
            writer.audit("tablet_offer_ended", "loan", row.loan_id, row.patient_id)

    # --------------------------------------------------------------------------------- visits

    def errand(self, session: Session) -> Errand:
        """Give what a visit needs: our key (b"" before the first), and every tablet we know."""
        require(session, Right.EDIT_PATIENTS)
        lease = self._record.clock.now() + LEASE_DAYS * DAY_MS
        with self._record.read() as reader:
            known = tuple(_known(row, lease) for row in queries.paired(reader))
            return Errand(queries.station_key(reader) or b"", known)

    def commit(self, session: Session, loan_id: str, batch: Batch) -> int:
        """Store a batch in one unit of work, and give the number up to which all is stored.

        The same batch again stores nothing twice. Raises Trouble `tablet_unknown` for a loan
        without a tablet (emptied, reported lost), and `tablet_chain` for entries that do not
        follow those stored.
        """
        require(session, Right.EDIT_PATIENTS)
        with self._record.write(session) as writer:
            return take_batch(writer, _holding(writer, loan_id), batch)

    def acknowledged(self, session: Session, loan_id: str, upto: int) -> None:
        """Note that the tablet has let go of everything up to `upto`."""
        require(session, Right.EDIT_PATIENTS)
        with self._record.write(session) as writer:
            row = _holding(writer, loan_id)
            if not row.acknowledged <= upto <= row.committed:
                raise ValueError("only what is stored is acknowledged")
            records.acknowledge(writer, row.id, upto)
            writer.audit("tablet_acknowledged", "loan", loan_id, row.patient_id, upto=upto)

    def visited(self, session: Session, loan_id: str, lease_until: int) -> None:
        """Note that a tablet was met, and until when (UTC ms) it was told that it may be used.

        Within a day of the last note nothing is written: a tablet may be met all day long.
        """
        require(session, Right.EDIT_PATIENTS)
        with self._record.write(session) as writer:
            row = queries.of_loan(writer, loan_id)
            noted = row is not None and abs(lease_until - (row.lease_until or 0)) < DAY_MS
            if row is None or row.state != PAIRED or noted:
                writer.quiet()
                return
            records.lease(writer, row.id, lease_until)
            writer.audit("tablet_visited", "loan", loan_id, row.patient_id)

    def keeper(self, session: Session, submit: Submit[object]) -> Keeper:
        """Give what a visit tells the file through; `submit` runs jobs on the record lane."""
        require(session, Right.EDIT_PATIENTS)
        return _Keeper(self, session, submit)

    # ----------------------------------------------------------------------------- the end

    def wipe_asked(self, session: Session, device_id: str) -> None:
        """Order a tablet to be emptied at its next visit, once everything was fetched.

        Asked again, it is the same order. Raises Trouble `tablet_unknown`.
        """
        require(session, Right.EDIT_PATIENTS)
        with self._record.write(session) as writer:
            row = _held_by(writer, device_id)
            if row.wipe_nonce:
                writer.quiet()
                return
            records.order_wipe(writer, row.id, secrets.token_hex(NONCE_BYTES))
            writer.audit("tablet_wipe_ordered", "loan", row.loan_id, row.patient_id)

    def wiped(self, session: Session, loan_id: str, nonce: bytes) -> None:
        """Keep the receipt of a tablet that was emptied; then the loan can end.

        Raises Trouble `tablet_receipt` for a receipt of another order.
        """
        require(session, Right.EDIT_PATIENTS)
        with self._record.write(session) as writer:
            row = _holding(writer, loan_id)
            if not row.wipe_nonce or nonce.hex() != row.wipe_nonce:
                raise Trouble(
                    "tablet_receipt",
                    N_("The tablet's receipt belongs to another order. Nothing was changed."),
                )
            records.end(writer, row.id, WIPED, nonce.hex())
            writer.audit("tablet_wiped", "loan", loan_id, row.patient_id, upto=row.committed)

    def revoke(self, session: Session, device_id: str) -> None:
        """Report a tablet lost: its key is worth nothing from now on.

        It locks itself when its lease is over. Raises Trouble `tablet_unknown`.
        """
        require(session, Right.EDIT_PATIENTS)
        with self._record.write(session) as writer:
            row = _held_by(writer, device_id)
            records.end(writer, row.id, REVOKED)
            writer.audit("tablet_revoked", "loan", row.loan_id, row.patient_id, upto=row.committed)

    def state(self, session: Session, device_id: str) -> TabletState:
        """Tell how things stand with a tablet."""
        require(session, Right.SEE_PATIENTS)
        now = self._record.clock.now()
        with self._record.read() as reader, speaking(session.language):
            row = queries.newest(reader, device_id)
            if row is None:
                return TabletState("", state_sentence(None, now))
            return TabletState(
                row.state,
                state_sentence(row, now),
                row.id,
                row.loan_id,
                row.paired_at,
                row.lease_until,
                row.committed,
                row.committed - row.acknowledged,
                bool(row.wipe_nonce),
                row.ended_at,
                row.receipt,
            )

    def _station_key(self, session: Session) -> bytes:
        """Give this station's key; it is made, and noted in the log, the first time."""
        with self._record.read() as reader:
            key = queries.station_key(reader)
        if key is None:
            key = new_private()
            with self._record.write(session) as writer:
                records.keep_station_key(writer, key)
                writer.audit("tablet_key_made", "file", "")
        return key


class _Keeper:
    """A Keeper whose every call is a job on the record lane."""

    def __init__(self, tablets: Tablets, session: Session, submit: Submit[object]) -> None:
        self._tablets, self._session, self._submit = tablets, session, submit

    async def commit(self, loan_id: bytes, batch: Batch) -> int:
        """Store a batch."""
        stored = await self._done(lambda: self._tablets.commit(self._session, loan_id.hex(), batch))
        return int(str(stored))

    async def acknowledged(self, loan_id: bytes, upto: int) -> None:
        """Note what was let go."""
        await self._done(lambda: self._tablets.acknowledged(self._session, loan_id.hex(), upto))

    async def wiped(self, loan_id: bytes, nonce: bytes) -> None:
        """Keep a receipt."""
        await self._done(lambda: self._tablets.wiped(self._session, loan_id.hex(), nonce))

    async def _done(self, job: Callable[[], object]) -> object:
        return await asyncio.wrap_future(self._submit(job))


def _is_open(row: PairingRow, clock_now: int) -> bool:
    """Tell whether a code counts: a clock that was set back makes an old one no younger."""
    return row.expires_at - OFFER_MS - _CLOCK_STEP_MS <= clock_now < row.expires_at


def _known(row: PairingRow, lease: int) -> Known:
    return Known(
        bytes.fromhex(row.loan_id),
        bytes.fromhex(row.tablet_key),
        row.committed,
        bytes.fromhex(row.head),
        row.acknowledged,
        lease,
        bytes.fromhex(row.wipe_nonce),
    )


def _lent_tablet(reader: Reader, device_id: str) -> str:
    """The open loan of a tablet."""
    device = device_queries.one(reader, device_id)
    if device is None or device.kind != "tablet":
        raise Trouble("tablet_none", N_("This device is not a tablet."))
    if device.loan_id is None or device.patient_id is None:
        raise Trouble("tablet_not_lent", N_("Lend the tablet to a patient first."))
    return device.loan_id


def _patient(reader: Reader, loan_id: str) -> str | None:
    loan = device_queries.loan(reader, loan_id)
    return loan.patient_id if loan else None


def _holding(writer: Writer, loan_id: str) -> PairingRow:
    row = queries.of_loan(writer, loan_id)
    if row is None or row.state != PAIRED:
        raise _unknown()
    return row


def _held_by(writer: Writer, device_id: str) -> PairingRow:
    row = queries.newest(writer, device_id)
    if row is None or row.state != PAIRED:
        raise _unknown()
    return row


def _unknown() -> Trouble:
    return Trouble(
        "tablet_unknown",
        N_("This tablet is not handed out, or no longer: it was emptied or reported lost."),
    )
