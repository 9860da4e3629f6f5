"""What is right and wrong in the details of a patient, while they are typed and before saving."""

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date

from station.core.formats import day
from station.core.i18n import tr
from station.rules.identifiers import (
    Flag,
    Identified,
    NumberFault,
    NumberKind,
    is_synthetic_for_sure,
    normalise,
    recognise,
)
from station.rules.names import MOST_CHARACTERS, NameFault, NameRefusal, clean_name
from station.services.patients.values import PatientDetails, Protection

GENDERS = ("", "female", "male", "other")
PATIENT_LANGUAGES = ("nb", "nn")
POSTAL_DIGITS = 4
FIRST_BIRTH_YEAR = 1900
FEWEST_PHONE_DIGITS, MOST_PHONE_DIGITS = 8, 15
OLDEST_YEARS = 120
MOST_TEXT = 2000
_PHONE_MARKS = " +-()/.\N{NO-BREAK SPACE}"
_NAMES = ("given_name", "family_name")


@dataclass(frozen=True, slots=True)
class Checked:
    """Details as they would be stored, with a sentence for each field that is wrong or odd.

    `problems` keep the patient from being saved, `cautions` only ask for a second look.
    `birth_hint` (ISO) and `gender_hint` are what the number says; a person decides.
    """

    details: PatientDetails
    number_kind: str = ""
    problems: Mapping[str, str] = field(default_factory=dict)
    cautions: Mapping[str, str] = field(default_factory=dict)
    birth_hint: str = ""
    gender_hint: str = ""


@dataclass(slots=True)
class _Notes:
    """The sentences found so far."""

    problems: dict[str, str] = field(default_factory=dict)
    cautions: dict[str, str] = field(default_factory=dict)


def check(details: PatientDetails, today: date, *, training: bool = False) -> Checked:
    """Check what was typed; in the training municipality only synthetic numbers are right."""
    notes = _Notes()
    tidy = _tidied(details, notes)
    tidy = _check_names(tidy, notes)
    found = _check_number(tidy, notes, today, training=training)
    if found is not None:
        tidy = replace(tidy, number=found.number)
    _check_birth(tidy, notes, found, today)
    _check_reach(tidy, notes)
    _check_choices(tidy)
    hint = found.birth_hint.isoformat() if found and found.birth_hint else ""
    return Checked(
        tidy,
        found.kind.value if found else "",
        notes.problems,
        notes.cautions,
        hint,
        found.gender_hint if found else "",
    )


def parse_day(text: str) -> date | None:
    """Read an ISO day, or None if it is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _tidied(details: PatientDetails, notes: _Notes) -> PatientDetails:
    """Trim every text and compose its letters (NFC); signs that cannot be shown are refused."""
    values: dict[str, str | None] = {}
    for each in fields(details):
        text = getattr(details, each.name)
        if text is None or each.name in _NAMES:
            values[each.name] = text
            continue
        values[each.name] = unicodedata.normalize("NFC", text.strip())
        if any(unicodedata.category(sign) in ("Cc", "Cs") and sign != "\n" for sign in text):
            notes.problems[each.name] = tr("There is a sign here that cannot be shown. Type anew.")
        elif len(text) > MOST_TEXT:
            notes.problems[each.name] = tr("This is too long: at most {n} signs.", n=MOST_TEXT)
    return PatientDetails(**values)  # type: ignore[arg-type]  # (None stays where None was)


def _check_names(details: PatientDetails, notes: _Notes) -> PatientDetails:
    for name in _NAMES:
        cleaned = clean_name(getattr(details, name))
        if isinstance(cleaned, NameRefusal):
            _refuse_name(name, cleaned.fault, notes)
            cleaned = getattr(details, name).strip()
        details = replace(details, **{name: cleaned})
    return details


def _refuse_name(name: str, fault: NameFault, notes: _Notes) -> None:
    if fault is NameFault.EMPTY and name == "given_name":
        notes.cautions[name] = tr("No given name. That is right only for a person with one name.")
    elif fault is NameFault.EMPTY:
        notes.problems[name] = tr("Write the family name.")
    elif fault is NameFault.TOO_LONG:
        notes.problems[name] = tr("This is too long: at most {n} signs.", n=MOST_CHARACTERS)
    else:
        notes.problems[name] = tr("There is a sign here that cannot be shown. Type anew.")


def _check_number(
    details: PatientDetails, notes: _Notes, today: date, *, training: bool
) -> Identified | None:
    found = recognise(details.number, today)
    if not isinstance(found, Identified):
        if sentence := number_sentence(found.fault, details.number):
            notes.problems["number"] = sentence
        return None
    if training and not is_synthetic_for_sure(found):
        notes.problems["number"] = tr(
            "The training municipality takes synthetic numbers only, so that no real person "
            "ends up in it."
        )
    elif Flag.TOO_OLD in found.flags and found.birth_hint:
        age = today.year - found.birth_hint.year
        notes.cautions["number"] = tr(
            "By this number the person is {age} years old. Check it once more.", age=age
        )
    elif Flag.MAY_BE_H in found.flags:
        notes.cautions["number"] = tr(
            "This may be a temporary number from a hospital or a test number. Check it once more."
        )
    return found


def number_sentence(fault: NumberFault, typed: str) -> str:
    """What is wrong with a national number, in a sentence; "" where none was typed."""
    if fault is NumberFault.EMPTY:
        return ""
    if fault is NumberFault.CHARACTER:
        return tr("A national identity number has digits only.")
    if fault is NumberFault.LENGTH:
        count = len(normalise(typed))
        return tr("A national identity number has 11 digits; here there are {n}.", n=count)
    if fault is NumberFault.DATE:
        return tr("The first six digits are not a date. Check them.")
    return tr("The last digits do not fit the others. Check the number once more.")


def _check_birth(
    details: PatientDetails, notes: _Notes, found: Identified | None, today: date
) -> None:
    born = parse_day(details.birth_date)
    silent = found is not None and found.birth_hint is None and found.kind is not NumberKind.FH
    if details.birth_date and born is None:
        notes.problems["birth_date"] = tr("This is not a date. Write it as 07.03.1948.")
    elif born and born > today:
        notes.problems["birth_date"] = tr("This day has not come yet.")
    elif born and born.year < FIRST_BIRTH_YEAR:
        notes.problems["birth_date"] = tr(
            "Nobody who lives was born before {year}. Check the year once more.",
            year=FIRST_BIRTH_YEAR,
        )
    elif born and today.year - born.year > OLDEST_YEARS:
        notes.cautions["birth_date"] = tr(
            "By this date the person is {age} years old. Check it once more.",
            age=today.year - born.year,
        )
    elif born and found and found.birth_hint and found.birth_hint != born:
        notes.cautions["birth_date"] = tr(
            "The number says {day}. Check which one is right.", day=day(found.birth_hint)
        )
    elif not born and silent:
        notes.problems["birth_date"] = tr(
            "This number does not tell the birth date. Ask for it and write it here."
        )
    if silent and found and found.series_2032 and not details.gender:
        notes.problems["gender"] = tr("This number does not tell the gender. Ask for it.")


def _check_reach(details: PatientDetails, notes: _Notes) -> None:
    """Telephones and postal code: odd ones are asked about, since foreign ones are right too."""
    for name in ("phone", "gp_phone"):
        if odd := odd_phone(getattr(details, name)):
            notes.cautions[name] = odd
    code = details.postal_code or ""
    if code and not (code.isascii() and code.isdigit() and len(code) == POSTAL_DIGITS):
        notes.cautions["postal_code"] = tr("A Norwegian postal code has four digits.")


def odd_phone(typed: str) -> str:
    """A sentence about a telephone number that does not look like one, or ""."""
    digits = "".join(sign for sign in typed if sign not in _PHONE_MARKS)
    if not typed.strip():
        return ""
    if not (digits.isascii() and digits.isdigit()):
        return tr("There is more than digits in this telephone number.")
    # Short numbers such as 116117 are kept by the municipality's profile, not by a patient.
    if not FEWEST_PHONE_DIGITS <= len(digits) <= MOST_PHONE_DIGITS:
        return tr("A telephone number has at least 8 digits. Check it once more.")
    return ""


def _check_choices(details: PatientDetails) -> None:
    """What a drop-down chose is one of its options; anything else is a bug."""
    allowed: tuple[tuple[str, Callable[[str], object]], ...] = (
        (details.protection, Protection),
        (details.gender, GENDERS.index),
        (details.language, PATIENT_LANGUAGES.index),
    )
    for value, parse in allowed:
        parse(value)
