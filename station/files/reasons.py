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
    "told": N_("It had been told by telephone and typed in before. It is counted once."),
    "form_version_unknown": N_(
        "The answers belong to a version of a form that is not in the file. Nothing was guessed."
    ),
    "answers_unfit": N_("The answers do not fit the form that they are said to belong to."),
}

# What meters and tablets sent and what was held back, by intake or before it.
FROM_DEVICES = {
    "tablet_entry": N_("The tablet sent something that Station does not understand."),
    "unknown_device": N_(
        "Nobody had the device on loan when this came, so it is not known whose it is."
    ),
    "before_loan": N_(
        "It was measured before the device was lent, so it may be an earlier borrower's."
    ),
    "no_consent": N_("There is no valid consent, so the device's readings were not taken in."),
    "conflict": N_(
        "The device sent another value for a measurement that is stored already. What is stored "
        "was not changed."
    ),
    "test": N_("It was tried out, and no measurement of a patient."),
    "malformed_packet": N_("The device sent something that cannot be read for certain."),
    "trailing_bytes": N_("The device sent more than belongs to a measurement."),
    "test_value": N_("The device says that it was a test, not a measurement."),
    "demo_value": N_("The device says that it is in demonstration mode."),
    "invalid_value": N_("The device says itself that the measurement is not valid."),
    "ongoing": N_("The measurement was not finished."),
    "other_user": N_("The device says that it measured another of its users."),
    "meter_range": N_("The value lay outside what the device can measure."),
    "time_unknown_stored": N_(
        "The device had stored it without a time, so it is not known when it was measured."
    ),
    "hour_twice_stored": N_(
        "The device's clock said an hour that came twice that night, so it is not known when it "
        "was measured."
    ),
}

# Records in FHIR files of others that are no reading Station understands.
FROM_FHIR = {
    "fhir_unknown_code": N_("It is a measurement that is not known here."),
    "fhir_wrong_unit": N_("The value is in a unit that does not belong to this kind of reading."),
    "fhir_bad_number": N_("The value is not a number that can be read for certain."),
    "fhir_no_value": N_("The record has a time but no value."),
    "fhir_no_time": N_("The record does not say for certain when it was measured."),
    "fhir_no_subject": N_("The record does not say whose reading it is."),
    "fhir_malformed": N_("The record is not put together as FHIR says."),
    "taken_away": N_("Whoever sent it has said that it should not be counted."),
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
    told = (REFUSED, HELD, FROM_DEVICES, FROM_FHIR, IGNORED)
    message = next((words[code] for words in told if code in words), code)
    return tr(message, **values)
