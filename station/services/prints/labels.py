"""Labels for devices: given to those that have none, and printed on sheets."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from station.core.i18n import N_, speaking, tr
from station.core.trouble import Trouble
from station.core.zone import day_of
from station.models.database import Reader
from station.models.queries import devices as queries
from station.models.queries.devices import DeviceRecord
from station.models.records import devices as records
from station.models.records.numbers import LABEL, floor
from station.printing import labels, saving
from station.printing.label_formats import FORMATS, LabelFormat
from station.printing.labels import Label, LabelSheet, page_total
from station.rules.equipment import DeviceState
from station.rules.labelcode import next_labels
from station.services.equipment.device_words import device_kind
from station.services.prints.report_parts import profile_of
from station.services.record import Record
from station.services.rights import Right, require
from station.services.session import Session

__all__ = ["FORMATS", "LabelFormat", "LabelRow", "LabelWish", "LabelsPrint", "PrintedLabels"]

MOST = 480
"""Labels in one print: twenty sheets of the first sort, which take about two seconds."""


@dataclass(frozen=True, slots=True)
class LabelRow:
    """One device that can be labelled; `label` is "" where it has none yet, moments UTC ms."""

    id: str
    label: str
    kind_words: str
    name: str
    serial: str
    added_at: int

    @property
    def haystack(self) -> str:
        """Give what a search looks through, in small letters."""
        return f"{self.label} {self.kind_words} {self.name} {self.serial}".casefold()


@dataclass(frozen=True, slots=True)
class LabelWish:
    """Which devices, on which sort of sheet, from which place (from 0) of the first sheet.

    `bars` asks for code 128 where it has room, `outlines` for lines to cut along.
    """

    device_ids: tuple[str, ...]
    format: str = next(iter(FORMATS))
    start: int = 0
    bars: bool = False
    outlines: bool = False


@dataclass(frozen=True, slots=True)
class PrintedLabels:
    """Finished sheets: their bytes, a file name, how many labels and pages.

    `squared` counts labels that became squares because bars had no room.
    """

    pdf: bytes = field(repr=False)
    file_name: str
    count: int
    pages: int
    squared: int = 0

    @property
    def digest(self) -> str:
        """The print's own sum, by which the log tells it from another."""
        return hashlib.sha256(self.pdf).hexdigest()


class LabelsPrint:
    """Gives labels, prints them, and accounts for it."""

    def __init__(self, record: Record) -> None:
        """Read from, and account to, `record`."""
        self._record = record

    def devices(self, session: Session) -> tuple[LabelRow, ...]:
        """Give the devices that can be labelled: those without a label first, then by label."""
        require(session, Right.SEE_PATIENTS)
        with self._record.read() as reader, speaking(session.language):
            rows = [_row(each) for each in queries.every(reader) if _can_have(each)]
        return tuple(sorted(rows, key=lambda row: (row.label != "", row.label, row.name)))

    def give(self, session: Session, device_ids: Sequence[str]) -> int:
        """Give the next free labels to those of some devices that have none; how many it were.

        Raises Trouble `device_unknown` for one that is not in the register.
        """
        require(session, Right.EDIT_PATIENTS)
        with self._record.write(session) as writer:
            bare = [each for each in _known(writer, device_ids) if not each.label]
            made = next_labels(queries.labels(writer), len(bare), floor(writer, LABEL))
            for device, label in zip(bare, made, strict=True):
                records.change(writer, device.id, {"label": label})
            if not bare:
                writer.quiet()
        return len(bare)

    def sheet(self, session: Session, wish: LabelWish) -> LabelSheet:
        """Gather what the labels say, in the municipality's language; nothing is rendered yet.

        Raises Trouble `labels_none` without devices, `labels_many` for more than MOST,
        `labels_missing` when some have no label, and `labels_start` for a place off the sheet.
        """
        require(session, Right.SEE_PATIENTS)
        form = FORMATS[wish.format]
        _asked(wish, form)
        with self._record.read() as reader:
            profile = profile_of(reader)
            devices = _known(reader, wish.device_ids)
            bare = sum(1 for each in devices if not each.label)
            if bare:
                raise Trouble(
                    "labels_missing",
                    N_("{n} of the chosen devices have no label yet. Give them labels first."),
                    n=bare,
                )
            with speaking(profile.language):
                phone = tr("Found? Ring {phone}", phone=profile.phone) if profile.phone else ""
                made = tuple(_label(each, profile.name, phone) for each in devices)
                title = tr("Labels")
        return LabelSheet(profile.language, title, form, made, wish.start, wish.bars, wish.outlines)

    def render(self, sheet: LabelSheet) -> PrintedLabels:
        """Lay out, tag and read back; touches no record."""
        pdf = labels.render(sheet)
        on = day_of(self._record.clock.now()).isoformat()
        codes = [each.code for each in sheet.labels] if sheet.bars else []
        squared = sum(1 for code in codes if not labels.bars_fit(code, sheet.format))
        name = saving.file_name("etiketter", on)
        return PrintedLabels(pdf, name, len(sheet.labels), page_total(sheet), squared)

    def make(self, session: Session, wish: LabelWish) -> PrintedLabels:
        """Gather and render in one; for the thread that also draws the pages."""
        return self.render(self.sheet(session, wish))

    def save(self, session: Session, printed: PrintedLabels, path: Path) -> None:
        """Save the sheets where a person chose; Trouble if they cannot be written there."""
        require(session, Right.SEE_PATIENTS)
        saving.write(printed.pdf, path)
        self.note(session, printed)

    def note(self, session: Session, printed: PrintedLabels) -> None:
        """Note in the log that labels were printed or saved."""
        require(session, Right.SEE_PATIENTS)
        with self._record.write(session) as writer:
            writer.audit(
                "labels_printed",
                "file",
                "",
                None,
                hash=printed.digest,
                pages=printed.pages,
                labels=printed.count,
            )


def _asked(wish: LabelWish, form: LabelFormat) -> None:
    if not wish.device_ids:
        raise Trouble("labels_none", N_("Choose the devices that shall have labels."))
    if len(wish.device_ids) > MOST:
        raise Trouble(
            "labels_many",
            N_("At most {most} labels are printed at a time. Choose fewer devices."),
            most=MOST,
        )
    if not 0 <= wish.start < form.count:
        raise Trouble("labels_start", N_("The first place is not on this sheet. Choose it again."))


def _can_have(device: DeviceRecord) -> bool:
    return not device.own and device.state != DeviceState.SCRAPPED


def _known(reader: Reader, device_ids: Sequence[str]) -> list[DeviceRecord]:
    """Give devices in the order asked for, each once; Trouble if one is not in the register."""
    rows = {each.id: each for each in queries.every(reader)}
    wanted = list(dict.fromkeys(device_ids))
    if any(each not in rows for each in wanted):
        raise Trouble("device_unknown", N_("This device is not in the register."))
    return [rows[each] for each in wanted]


def _row(device: DeviceRecord) -> LabelRow:
    return LabelRow(
        device.id,
        device.label,
        device_kind(device.kind),
        device.name,
        device.serial,
        device.added_at,
    )


def _label(device: DeviceRecord, municipality: str, phone: str) -> Label:
    said = tr("The code of {label}", label=device.label)
    return Label(device.label, device_kind(device.kind), municipality, phone, said)
