"""The shipped profiles: readable, fitting their own files and nobody else's."""

from dataclasses import replace
from pathlib import Path

import pytest

from station.core.i18n import speaking
from station.core.trouble import Trouble
from station.files.shipped import _LABELS, FOLDER, guess, label_of, shipped_profiles

CLARITY = ("Index", "Timestamp (YYYY-MM-DDThh:mm:ss)", "Event Type", "Event Subtype")
HEADERS = {
    "plain": ("Pasient", "Tidspunkt", "Målingstype", "Verdi", "Enhet"),
    "diary": ("Dato", "Klokkeslett", "SpO2", "Puls", "Vekt"),
    "cgm_plain": ("", "id", "time", "gl"),
    "libre": ("Device", "Device Timestamp", "Record Type", "Historic Glucose mmol/L"),
    "dexcom_clarity": (*CLARITY, "Glucose Value (mg/dL)"),
}


def test_each_profile_has_the_name_of_its_file() -> None:
    names = {profile.name for profile in shipped_profiles()}
    assert names == {path.stem for path in FOLDER.glob("*.json")} == HEADERS.keys()


def test_labels_that_are_words_can_be_translated() -> None:
    labels = {profile.name: profile.label for profile in shipped_profiles()}
    assert {name: labels[name] for name in _LABELS} == _LABELS
    profile = shipped_profiles()[0]
    with speaking("en"):
        assert label_of(profile) == profile.label
    own = replace(profile, label="Vår egen liste")
    assert label_of(own) == "Vår egen liste"


@pytest.mark.parametrize("name", HEADERS)
def test_each_header_is_guessed_as_its_own_profile(name: str) -> None:
    guesses = guess(shipped_profiles(), ((1, ("Report", "2026")), (2, HEADERS[name])))
    assert [found.profile.name for found in guesses] == [name]
    assert 0 < guesses[0].score <= 1


def test_a_stranger_fits_nothing() -> None:
    assert guess(shipped_profiles(), ((1, ("fornavn", "etternavn")),)) == ()


def test_the_likeliest_comes_first() -> None:
    head = ((1, (*HEADERS["cgm_plain"], *HEADERS["plain"][2:])),)
    guesses = guess(shipped_profiles(), head)
    assert [found.profile.name for found in guesses] == ["plain", "cgm_plain"]
    assert guesses[0].score > guesses[1].score


def test_a_broken_profile_is_named(tmp_path: Path) -> None:
    (tmp_path / "own.json").write_text('{"name": "own"}', encoding="utf-8")
    with pytest.raises(Trouble) as caught:
        shipped_profiles(tmp_path)
    assert caught.value.values["field"] == "label"
