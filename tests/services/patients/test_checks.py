"""What is right and wrong in the details of a patient."""

from dataclasses import replace
from datetime import date

import pytest

from station.rules.identifiers import NumberFault
from station.services.patients.checks import check, number_sentence, odd_phone
from station.services.patients.values import PatientDetails

TODAY = date(2026, 11, 20)
ELG = PatientDetails(
    given_name="Rask", family_name="Elg", number="01814049996", birth_date="1940-01-01"
)


def with_number(number: str, **more: str) -> PatientDetails:
    return replace(ELG, number=number, birth_date="", **more)


def test_all_that_is_right_needs_no_sentence() -> None:
    checked = check(ELG, TODAY, training=True)
    assert (checked.problems, checked.cautions) == ({}, {})
    assert (checked.number_kind, checked.birth_hint, checked.gender_hint) == (
        "F",
        "1940-01-01",
        "male",
    )


@pytest.mark.parametrize(
    ("number", "part"),
    [
        ("1234", "here there are 4"),
        ("0181404999x", "digits only"),
        ("01814049969", "do not fit"),
        ("31844049989", "not a date"),
        ("\uff10" * 11, "digits only"),
    ],
)
def test_a_wrong_number_gets_a_sentence_of_its_own(number: str, part: str) -> None:
    assert part in check(with_number(number), TODAY).problems["number"]


def test_a_pasted_number_is_stored_without_its_blanks() -> None:
    assert check(with_number("018140\u00a049996"), TODAY).details.number == "01814049996"
    assert number_sentence(NumberFault.EMPTY, "") == ""


def test_no_number_at_all_is_allowed() -> None:
    checked = check(PatientDetails(family_name="Elg", given_name="Rask"), TODAY, training=True)
    assert (checked.problems, checked.number_kind) == ({}, "")


@pytest.mark.parametrize("number", ["01015574964", "01414049903"])
def test_the_training_municipality_takes_synthetic_numbers_only(number: str) -> None:
    assert "synthetic" in check(with_number(number), TODAY, training=True).problems["number"]


def test_a_birth_in_1855_and_a_number_that_may_be_temporary_are_asked_about() -> None:
    assert "171 years" in check(with_number("01015574964"), TODAY).cautions["number"]
    assert "temporary" in check(with_number("01414049903"), TODAY).cautions["number"]


def test_the_series_of_2032_asks_for_birth_date_and_gender_and_derives_neither() -> None:
    checked = check(with_number("01814099926"), TODAY, training=True)
    assert set(checked.problems) == {"birth_date", "gender"}
    assert (checked.birth_hint, checked.gender_hint) == ("", "")
    told = replace(with_number("01814099926", gender="female"), birth_date="1940-01-01")
    assert check(told, TODAY, training=True).problems == {}


@pytest.mark.parametrize(
    ("typed", "problem", "caution"),
    [
        ("7. mars", "not a date", ""),
        ("2027-01-01", "not come yet", ""),
        ("1200-01-01", "before 1900", ""),
        ("1899-12-31", "before 1900", ""),
        ("1900-01-01", "", "126 years"),
        ("1940-01-02", "", "The number says 1 Jan 1940"),
    ],
)
def test_a_birth_date_is_looked_at(typed: str, problem: str, caution: str) -> None:
    checked = check(replace(ELG, birth_date=typed), TODAY)
    assert problem in checked.problems.get("birth_date", "")
    assert caution in checked.cautions.get("birth_date", "")
    assert bool(problem) == ("birth_date" in checked.problems)


def test_names_stay_as_typed_apart_from_blanks_around_and_the_form_of_accents() -> None:
    checked = check(
        replace(ELG, given_name="  <b>Ola ", family_name="O'Brien-O\u0308dega\u030ard"), TODAY
    )
    assert checked.details.given_name == "<b>Ola"
    assert checked.details.family_name == "O'Brien-Ödegård"


@pytest.mark.parametrize(
    ("given", "family", "where", "part"),
    [
        ("Rask", "", "family_name", "Write the family name"),
        ("Rask", "\u0000", "family_name", "cannot be shown"),
        ("R" * 121, "Elg", "given_name", "at most 120"),
    ],
)
def test_a_name_that_cannot_be_kept_is_refused(
    given: str, family: str, where: str, part: str
) -> None:
    checked = check(replace(ELG, given_name=given, family_name=family), TODAY)
    assert part in checked.problems[where]


def test_a_person_with_one_name_is_asked_about_and_taken() -> None:
    checked = check(replace(ELG, given_name=""), TODAY)
    assert checked.problems == {}
    assert "one name" in checked.cautions["given_name"]


def test_other_text_is_trimmed_and_unshowable_signs_and_novels_are_refused() -> None:
    checked = check(replace(ELG, city=" Fjellsund ", note="a\nb", needs="x\u0000"), TODAY)
    assert (checked.details.city, checked.details.note) == ("Fjellsund", "a\nb")
    assert set(checked.problems) == {"needs"}
    assert "2000" in check(replace(ELG, note="x" * 2001), TODAY).problems["note"]


@pytest.mark.parametrize(
    ("typed", "odd"),
    [
        ("", ""),
        ("68 05 01 12", ""),
        ("+47 68 05 01 12", ""),
        ("68 05", "at least 8"),
        ("ring Mild", "more than digits"),
    ],
)
def test_an_odd_telephone_is_asked_about(typed: str, odd: str) -> None:
    assert odd in odd_phone(typed)
    assert bool(odd) == bool(odd_phone(typed))
    assert ("phone" in check(replace(ELG, phone=typed), TODAY).cautions) == bool(odd)


def test_a_foreign_postal_code_is_asked_about_and_an_unshown_address_left_alone() -> None:
    assert "postal_code" in check(replace(ELG, postal_code="S-1"), TODAY).cautions
    hidden = replace(ELG, address=None, postal_code=None, city=None)
    assert check(hidden, TODAY).details.address is None


@pytest.mark.parametrize("wrong", [{"protection": "x"}, {"gender": "x"}, {"language": "xx"}])
def test_a_choice_outside_its_list_is_a_bug(wrong: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="x"):
        check(replace(ELG, **wrong), TODAY)
