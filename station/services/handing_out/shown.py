"""Hand-outs as they are read: what is missing, what is known, and what went out."""

from collections.abc import Sequence
from datetime import date

from station.core.i18n import N_
from station.core.trouble import Trouble
from station.models.database import Reader
from station.models.queries import handouts as queries
from station.models.queries.devices import DeviceRecord
from station.models.queries.handouts import HandoutRow, HomeRow
from station.services.equipment.device_moving import known_device
from station.services.equipment.device_words import device_kind
from station.services.handing_out import homes, trainings
from station.services.handing_out.checks import everything_missing
from station.services.handing_out.institutions import known_institution
from station.services.handing_out.values import (
    INSTITUTION,
    PATIENT,
    USUAL,
    Borrower,
    HandoutView,
    Prepared,
    PreparedDevice,
    borrower_of,
    handout_line,
)
from station.services.known import known_patient


def prepared_for(
    reader: Reader, borrower: Borrower, device_ids: Sequence[str], now: int
) -> Prepared:
    """Tell everything that stands in the way of a hand-out, in the language spoken now."""
    devices = [known_device(reader, each) for each in dict.fromkeys(device_ids)]
    home = home_row(reader, borrower)
    return Prepared(
        borrower,
        borrower_name(reader, borrower),
        tuple(map(_prepared, devices)),
        tuple(everything_missing(reader, borrower, devices, home, now)),
        borrower.kind == PATIENT and homes.needs_net(each.kind for each in devices),
        _home(reader, borrower, home),
        _trained(reader, borrower),
    )


def known_handout(reader: Reader, handout_id: str) -> HandoutRow:
    """Give the hand-out with this id; Trouble `handout_unknown` if there is none."""
    row = queries.one(reader, handout_id)
    if row is None:
        raise Trouble("handout_unknown", N_("This hand-out is not in the register."))
    return row


def shown(reader: Reader, row: HandoutRow) -> HandoutView:
    """Give a hand-out as screens show it, in the language spoken now."""
    return HandoutView(
        row.id,
        row.number,
        borrower_of(row),
        row.patient.strip() or row.institution,
        row.at,
        row.by,
        row.received_by,
        row.note,
        date.fromisoformat(row.signed_on) if row.signed_on else None,
        row.signed_by,
        row.document_id,
        tuple(map(handout_line, queries.lines_of(reader, row.id))),
        tuple(map(trainings.shown, queries.trainings_with(reader, row.id))),
    )


def borrower_name(reader: Reader, borrower: Borrower) -> str:
    """Give what a borrower is called; Trouble if there is no such patient or institution."""
    if borrower.kind == INSTITUTION:
        return known_institution(reader, borrower.id).name
    row = known_patient(reader, borrower.id)
    return f"{row.given_name} {row.family_name}".strip()


def home_row(reader: Reader, borrower: Borrower) -> HomeRow | None:
    """Give what is known of a patient's home; None of an institution's, and where nobody asked."""
    return queries.home(reader, borrower.id) if borrower.kind == PATIENT else None


def _home(reader: Reader, borrower: Borrower, row: HomeRow | None) -> homes.Home | None:
    if row is None:
        return None
    return homes.shown(known_patient(reader, borrower.id), row)


def _trained(reader: Reader, borrower: Borrower) -> tuple[trainings.Training, ...]:
    rows = queries.trainings_of(reader, borrower.kind, borrower.id)
    return tuple(map(trainings.shown, rows))


def _prepared(row: DeviceRecord) -> PreparedDevice:
    return PreparedDevice(
        row.id,
        row.kind,
        device_kind(row.kind),
        row.name,
        row.serial,
        row.label,
        USUAL.get(row.kind, ()),
    )
