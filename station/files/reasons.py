"""Why a row gave no reading: a stable code, and the sentence that tells it."""

from collections.abc import Mapping

from station.core.i18n import N_, tr
from station.core.trouble import Trouble

# Codes are stored with the row in the quarantine; never give one a new meaning.
REFUSED = {
    "row_width": N_("The row has {cells} cells and the header has {columns}."),
    "row_type_unknown": N_("The row is of the unknown type «{type}»."),
    "patient_missing": N_("The row does not say whose reading it is."),
    "kind_missing": N_("The row does not say what was measured."),
    "kind_unknown": N_("«{text}» is not a kind of reading that is known here."),
    "unit_missing": N_("The row does not say in which unit the value is."),
    "unit_unknown": N_("«{unit}» is not a unit for this kind of reading."),
    "value_missing": N_("The row has a time but no value."),
    "value_formula": N_("The cell holds a formula. Paste its value in and read the file again."),
    "number_unreadable": N_("«{text}» is not a number."),
    "number_ambiguous": N_("«{text}» can be read as two different numbers."),
    "number_sign": N_("«{text}» does not use the column's decimal sign."),
    "pair_incomplete": N_("The reading needs {needed} values and has {found}."),
    "time_missing": N_("The row has no date and time."),
    "time_of_day_missing": N_("«{text}» has a date but no time of day."),
    "time_unreadable": N_("«{text}» is not a date and time."),
    "time_order": N_("«{text}» is not a date when it is read in the chosen order."),
    "time_nonexistent": N_("{text} never happened: the clock was moved forward that night."),
    "time_ambiguous": N_(
        "{text} happened twice, as the clock was moved back that night, and the order of the rows "
        "does not tell which one it was."
    ),
}

# Readings that could be read and were held back all the same, by intake.
HELD = {
    "unknown_patient": N_("It is not decided whose reading this is."),
    "deceased": N_("The patient is registered as dead. The reading is kept here."),
    "future": N_("The time of the reading is in the future."),
    "long_ago": N_("The time of the reading is so long ago that it cannot be right."),
    "implausible": N_("The value cannot be a measurement of this kind."),
    "form_version_unknown": N_(
        "The answers belong to a version of a form that is not in the file. Nothing was guessed."
    ),
    "answers_unfit": N_("The answers do not fit the form that they are said to belong to."),
}

# Rows that are no readings. They are left out, and counted under one of these.
IGNORED = {
    "blank": N_("empty row"),
    "no_value": N_("row without values"),
    "settings": N_("settings and names"),
    "alarm": N_("alarm of the device"),
    "insulin": N_("insulin dose"),
    "food": N_("food entry"),
    "note": N_("note in the file"),
    "activity": N_("activity entry"),
    "ketone": N_("ketone value"),
    "device": N_("message from the device"),
}


def refused(code: str, **values: object) -> Trouble:
    """Give the trouble with one row; it becomes a Rejected, never a message of its own."""
    return Trouble(code, REFUSED[code], **values)


def sentence(code: str, values: Mapping[str, object]) -> str:
    """Tell, in the spoken language, why a row was refused, held back or left out."""
    message = REFUSED.get(code) or HELD.get(code) or IGNORED.get(code) or code
    return tr(message, **values)
