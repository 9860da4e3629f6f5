"""Sending a finished print to the GP: into a folder to print or paste, as a message, or by EDI 2.0.

A person sends each one; nothing goes to a GP by itself.
"""

import hashlib
import os
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from station.core.i18n import N_
from station.core.ids import new_id
from station.core.trouble import Trouble
from station.models.database import Writer
from station.models.queries import channels as queries
from station.models.queries import sync_status
from station.models.queries.channels import Named
from station.models.records import channels as records
from station.printing import saving
from station.services.channels.channels import values_of
from station.services.channels.fields import GP, declared, problems
from station.services.channels.run import hindrance, sender_of
from station.services.known import known_patient
from station.services.record import Record
from station.services.rights import Right, require
from station.services.session import Session
from station.services.sync.sealing import Parcel
from station.sync import fhir
from station.sync.adapters.apprec import Receipt, read
from station.sync.adapters.dialogmelding import MOST_PDF, Letter, Party, message
from station.sync.adapters.edi import handed_over
from station.sync.adapters.people import Person, dashed

__all__ = ["GpSending", "Party", "SentToGp", "ToGp", "Way"]

_APPLICATION = "1"
"""The version of the messages that Station makes, as receivers see it."""
_HINDERED = {
    "no_consent": N_("The patient has not consented, so nothing was sent."),
    "protected": N_("The patient's address is protected, so nothing is sent. Print it instead."),
    "no_number": N_(
        "The patient has no national number, so no message was made. Print it instead."
    ),
}


class Way(StrEnum):
    """How a letter to a GP goes."""

    FOLDER = "folder"
    BROKER = "broker"
    EDI = "edi"


@dataclass(frozen=True, slots=True)
class ToGp:
    """What is to be sent: a finished PDF with its file name, and words to go with it.

    `receiver` is the GP's office and the GP with their HER-ids; not needed for a folder.
    """

    patient_id: str
    subject: str
    words: str
    pdf: bytes
    pdf_name: str
    receiver: Party | None = None


@dataclass(frozen=True, slots=True)
class SentToGp:
    """What was done: by which way, the files that were written, the message's id ("" for none)."""

    way: Way
    files: tuple[str, ...] = ()
    message_id: str = ""


class GpSending:
    """Sends to GPs by the way that is set up; every sending is in the log with its hash."""

    def __init__(self, record: Record) -> None:
        """Work on `record`."""
        self._record = record

    def way(self, session: Session) -> Way | None:
        """Give how letters go; None while the channel is off or not set up."""
        require(session, Right.SEE_PATIENTS)
        with self._record.read() as reader:
            row = sync_status.channel(reader, GP)
            if row is None or not row.enabled:
                return None
            return Way(values_of(reader, declared(GP))["way"])

    def send(self, session: Session, wanted: ToGp) -> SentToGp:
        """Send it; all or nothing. Trouble says why it could not be, and nothing was sent then."""
        require(session, Right.EDIT_PATIENTS)
        with self._record.write(session) as writer:
            known_patient(writer, wanted.patient_id)
            values = _values(writer)
            way = Way(values["way"])
            named = queries.named(writer, [wanted.patient_id])[wanted.patient_id]
            message_id = new_id()
            if way is Way.FOLDER:
                sent = SentToGp(way, _files(Path(values["folder"]), wanted))
            else:
                xml = message(self._letter(writer, values, named, wanted, message_id))
                sent = _handed(writer, way, values, wanted, message_id, xml)
            writer.audit(
                "gp_sent",
                "letter",
                message_id,
                wanted.patient_id,
                way=way.value,
                hash=hashlib.sha256(wanted.pdf).hexdigest(),
            )
            writer.touch("exchange", wanted.patient_id)
        return sent

    def receipt(self, session: Session, path: Path) -> Receipt:
        """Read a receipt that the message system left in a file; Trouble if it is none."""
        require(session, Right.SEE_PATIENTS)
        try:
            found = read(path.read_bytes())
        except (OSError, ValueError) as error:
            raise Trouble(
                "receipt_odd", N_("This file is no receipt that Station can read.")
            ) from error
        letter_id = found.message_id.replace("-", "")
        with self._record.write(session) as writer:
            writer.audit("gp_receipt", "letter", letter_id, None, taken=found.taken.value)
        return found

    def _letter(
        self,
        writer: Writer,
        values: dict[str, str],
        named: Named,
        wanted: ToGp,
        message_id: str,
    ) -> Letter:
        if why := hindrance(named):
            raise Trouble(f"gp_{why}", _HINDERED[why])
        if wanted.receiver is None:
            raise Trouble("gp_receiver", N_("Say which GP it is for, with the HER-ids."))
        if len(wanted.pdf) > MOST_PDF:
            raise Trouble("gp_too_large", N_("The document is too large for a message. Print it."))
        sender = sender_of(writer, values)
        return Letter(
            dashed(message_id),
            writer.now,
            Party(
                sender.name,
                values["sender_her"],
                values["service"],
                values["service_her"],
                sender.organisation_number,
            ),
            wanted.receiver,
            Person(named.number, named.number_kind),
            named.given_name,
            named.family_name,
            wanted.subject,
            wanted.words,
            wanted.pdf,
            wanted.pdf_name,
        )


def _values(writer: Writer) -> dict[str, str]:
    row = sync_status.channel(writer, GP)
    values = values_of(writer, declared(GP))
    if row is None or not row.enabled or problems(declared(GP), values):
        raise Trouble(
            "gp_off", N_("Sending to GPs is not set up. Print it, or ask the one who sets it up.")
        )
    return values


def _files(folder: Path, wanted: ToGp) -> tuple[str, ...]:
    """The PDF, and a text ready to be pasted beside it; names that tell nothing about a person."""
    name = Path(wanted.pdf_name).name
    saving.write(wanted.pdf, folder / name)
    words = f"{wanted.subject}\n\n{wanted.words}\n".replace("\n", os.linesep)
    text = f"{Path(name).stem}.txt"
    saving.write(words.encode("utf-8-sig"), folder / text)
    return str(folder / name), str(folder / text)


def _handed(
    writer: Writer, way: Way, values: dict[str, str], wanted: ToGp, message_id: str, xml: bytes
) -> SentToGp:
    """Leave the message where the municipality's message system takes it, or in the outbox."""
    if way is Way.BROKER:
        path = Path(values["folder"]) / f"dialogmelding-{message_id}.xml"
        saving.write(xml, path)
        return SentToGp(way, (str(path),), message_id)
    receiver = wanted.receiver.service_her if wanted.receiver else ""
    body = handed_over(dashed(message_id), xml, values["service_her"], receiver, _APPLICATION)
    parcel = Parcel((fhir.text(body),), {"hash": hashlib.sha256(xml).hexdigest()})
    records.put_letter(writer, message_id, wanted.patient_id, parcel.to_text())
    return SentToGp(way, (), message_id)


__all__ = ["GpSending", "Party", "Receipt", "SentToGp", "ToGp", "Way"]
