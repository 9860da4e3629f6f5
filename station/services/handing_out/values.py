"""What handing out tells and is told: who borrows what, what is missing, and what went out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from station.core.i18n import N_, tr
from station.models.queries.handouts import HandoutRow, LineRow
from station.rules.receiptcode import receipt_code
from station.services.equipment.device_words import device_kind
from station.services.equipment.loaning import INSTITUTION, PATIENT, Borrower, Missing
from station.services.equipment.meter_models import known_model
from station.services.handing_out.homes import Home, HomeDetails
from station.services.handing_out.trainings import Training, TrainingDetails

__all__ = [
    "ACCESSORIES",
    "ENDED",
    "INSTITUTION",
    "PATIENT",
    "USUAL",
    "Borrower",
    "HandOut",
    "HandOutItem",
    "HandedOut",
    "HandoutLine",
    "HandoutView",
    "Missing",
    "OwnDevice",
    "Prepared",
    "PreparedDevice",
    "TakenBack",
    "accessory_words",
    "borrower_of",
    "handout_line",
    "make_words",
    "model_words",
]

ACCESSORIES: Final[Mapping[str, str]] = {
    "charger": N_("charger"),
    "bag": N_("bag"),
    "stand": N_("stand"),
    "batteries": N_("batteries"),
    "cuff_large": N_("large cuff"),
    "strips": N_("test strips"),
    "sim": N_("SIM card"),
    "manual": N_("instructions"),
}
"""What usually goes out with a device; anything else is written as it is called."""

USUAL: Final[Mapping[str, tuple[str, ...]]] = {
    "tablet": ("charger", "bag"),
    "camera": ("charger",),
    "amplifier": ("charger",),
    "oximeter": ("batteries", "bag"),
    "scale": ("batteries",),
    "cuff": ("batteries", "bag"),
    "glucose_meter": ("strips", "bag"),
    "spirometer": ("batteries",),
}
"""What usually goes out with each kind: offered, chosen by the nurse."""

ENDED: Final[Mapping[str, str]] = {
    "": N_("returned"),
    "lost": N_("reported lost"),
    "replaced": N_("replaced"),
    "undone": N_("taken back at once: it was a mistake"),
}
"""How a loan ended: the stored code and its words."""


@dataclass(frozen=True, slots=True)
class HandOutItem:
    """One device that goes out, what goes with it, and how it is; `due_on` overrides the common."""

    device_id: str
    accessories: tuple[str, ...] = ()
    condition: str = ""
    due_on: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class HandOut:
    """What goes out together, with one receipt.

    Without `due_on` it goes until the service ends. `received_by` "" is the patient herself. What
    was found in the `home` and the `trainings` held on the spot are stored with it.
    `despite_no_net` says why something that needs a network goes to a home without one, `replaces`
    which loan's device it stands in for.
    """

    borrower: Borrower
    items: tuple[HandOutItem, ...]
    due_on: date | None = None
    received_by: str = ""
    note: str = ""
    home: HomeDetails | None = None
    trainings: tuple[TrainingDetails, ...] = ()
    despite_no_net: str = ""
    replaces: str = ""


@dataclass(frozen=True, slots=True)
class HandedOut:
    """What came of a hand-out: its id, the number on its receipt, and the loans."""

    id: str
    number: int
    loans: tuple[str, ...]

    @property
    def code(self) -> str:
        """The code on its receipt."""
        return receipt_code(self.number)


@dataclass(frozen=True, slots=True)
class TakenBack:
    """What came of taking back: the loans that are over, and whether the service ended by it."""

    loans: tuple[str, ...]
    service_ended: bool


@dataclass(frozen=True, slots=True)
class OwnDevice:
    """The patient's own tablet or telephone, with the app on it."""

    name: str
    model: str = ""
    maker: str = ""
    serial: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class PreparedDevice:
    """One device as the hand-out shows it before it goes out."""

    device_id: str
    kind: str
    kind_words: str
    name: str
    serial: str
    label: str
    accessories: tuple[str, ...]
    """What usually goes with its kind: offered, never ticked by itself."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """What stands in the way of a hand-out, and what is known; nothing was stored.

    `trained` are the trainings held so far around the borrower, `asks_home` tells that something
    needs a network, and `home` is what is known of it (None: nobody has asked).
    """

    borrower: Borrower
    name: str
    devices: tuple[PreparedDevice, ...]
    missing: tuple[Missing, ...]
    asks_home: bool
    home: Home | None
    trained: tuple[Training, ...]

    @property
    def ready(self) -> bool:
        """Tell whether nothing stands in the way."""
        return not self.missing


@dataclass(frozen=True, slots=True)
class HandoutLine:
    """One device of a hand-out, ready to read; open while `ended_at` (UTC ms) is None."""

    loan_id: str
    device_id: str
    kind: str
    kind_words: str
    name: str
    make: str
    serial: str
    label: str
    own: bool
    from_at: int
    due_on: date | None
    condition: str
    accessories: tuple[str, ...]
    accessory_words: str
    note: str
    ended_at: int | None
    ended_how: str
    ended_words: str
    ended_note: str
    replaces: str

    @property
    def out(self) -> bool:
        """Tell whether it is still with the borrower."""
        return self.ended_at is None


@dataclass(frozen=True, slots=True)
class HandoutView:
    """One hand-out as screens show it; `lines` are what went out, also what came back since."""

    id: str
    number: int
    borrower: Borrower
    to: str
    at: int
    by: str
    received_by: str
    note: str
    signed_on: date | None
    signed_by: str
    document_id: str | None
    lines: tuple[HandoutLine, ...]
    trainings: tuple[Training, ...]

    @property
    def code(self) -> str:
        """The code on its receipt."""
        return receipt_code(self.number)

    @property
    def out(self) -> tuple[HandoutLine, ...]:
        """What is still with the borrower."""
        return tuple(line for line in self.lines if line.out)


def accessory_words(accessories: tuple[str, ...]) -> str:
    """Say what goes with a device: «lader, veske»; what is no code is said as written."""
    return ", ".join(tr(ACCESSORIES[each]) if each in ACCESSORIES else each for each in accessories)


def make_words(maker: str, model: str) -> str:
    """Say who made a device and what model it is, without saying the maker twice."""
    if maker and model.casefold().startswith(maker.casefold()):
        return model
    return " ".join(filter(None, (maker, model)))


def model_words(model: str) -> str:
    """Say what a model is called: a known one by its name, any other as it was written."""
    known = known_model(model)
    return known.title if known else model


def handout_line(row: LineRow) -> HandoutLine:
    """Tell one device of a hand-out, in the language spoken now."""
    return HandoutLine(
        loan_id=row.loan_id,
        device_id=row.device_id,
        kind=row.kind,
        kind_words=device_kind(row.kind),
        name=row.name,
        make=make_words(row.maker, model_words(row.model)),
        serial=row.serial,
        label=row.label,
        own=row.own,
        from_at=row.from_at,
        due_on=date.fromisoformat(row.due_on) if row.due_on else None,
        condition=row.condition,
        accessories=row.accessories,
        accessory_words=accessory_words(row.accessories),
        note=row.note,
        ended_at=row.ended_at,
        ended_how=row.ended_how,
        ended_words="" if row.ended_at is None else tr(ENDED.get(row.ended_how, ENDED[""])),
        ended_note=row.ended_note,
        replaces=" ".join(filter(None, (row.replaced_name, row.replaced_serial))),
    )


def borrower_of(row: HandoutRow) -> Borrower:
    """Give who borrowed what went out."""
    if row.patient_id is not None:
        return Borrower(PATIENT, row.patient_id)
    return Borrower(INSTITUTION, row.institution_id or "")
