"""Why a row of a list of equipment was not taken: a stable code, and the sentence that tells it."""

from collections.abc import Mapping

from station.core.i18n import N_, tr
from station.core.trouble import Trouble

# Codes are stored with the report of an import; never give one a new meaning.
REFUSED: Mapping[str, str] = {
    "kind_missing": N_("The row does not say what kind of equipment it is."),
    "kind_unknown": N_(
        "«{text}» is no kind of equipment that is known here. Choose what it means above the rows."
    ),
    "no_identity": N_(
        "The row has neither a label nor a serial number, so the device could not be told from "
        "others. Give it one of them."
    ),
    "label_doubtful": N_(
        "«{text}» looks like one of Station's labels, but its last digit does not fit. "
        "Look at the label once more."
    ),
    "rounded": N_(
        "«{text}» is a number that the spreadsheet has shortened. Make the column text, and write "
        "the number as it stands on the device."
    ),
    "row_width": N_("The row has {cells} cells and the header has {columns}."),
    "formula": N_("The cell «{column}» holds a formula. Paste its value in, and read again."),
    "too_long": N_("What stands in «{column}» is longer than {most} characters."),
    "date_unreadable": N_("«{text}» in «{column}» is not a day."),
    "date_range": N_("«{text}» in «{column}» is a day that cannot be right."),
    "date_order": N_(
        "«{text}» in «{column}» can be read with the day first or the month first. "
        "Choose above the rows."
    ),
    "price_unreadable": N_("«{text}» in «{column}» is not a price."),
    "price_range": N_("«{text}» in «{column}» is a price that cannot be right."),
    "label_twice": N_("The label «{text}» stands in row {first} and in row {second}."),
    "serial_twice": N_("The serial number «{text}» stands in row {first} and in row {second}."),
    "device_twice": N_(
        "Row {first} and row {second} are the same device in the register, and say different "
        "things of it."
    ),
    "label_taken": N_(
        "The label «{text}» is on another device in the register: {known}. Row {row} says "
        "something else."
    ),
    "serial_taken": N_(
        "The serial number «{text}» is in the register with the label {known}. Row {row} has "
        "another label."
    ),
    "two_devices": N_(
        "The label «{label}» and the serial number «{serial}» of row {row} belong to two different "
        "devices in the register."
    ),
    "own_device": N_(
        "The device in the register is a patient's own, and is not changed by a list."
    ),
}


def refused(code: str, **values: object) -> Trouble:
    """Give the trouble with one row; it is reported with the row, never a message of its own."""
    return Trouble(code, REFUSED[code], **values)


def sentence(code: str, values: Mapping[str, object]) -> str:
    """Tell, in the spoken language, why a row was refused; "" where it was not."""
    return tr(REFUSED.get(code, code), **values) if code else ""
