"""The table of models: complete, documented, and careful with names from the air."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.core.i18n import speaking, tr
from station.devices.models import (
    MODELS,
    PICTURES,
    MeterClock,
    MeterModel,
    Pair,
    Stored,
    model_of,
    recognise,
    short_number,
    shown_name,
)
from station.devices.profiles import CHARACTERISTICS

PAGES = Path(__file__).resolve().parents[2] / "docs" / "devices"
PAGE_OF_PLAIN = "generic"
named = pytest.mark.parametrize("model", MODELS, ids=lambda model: model.code)


def test_every_code_is_of_one_model() -> None:
    assert len({model.code for model in MODELS}) == len(MODELS)
    assert all(model_of(model.code) is model for model in MODELS)
    with pytest.raises(KeyError):
        model_of("nothing")


@named
def test_a_model_reads_only_what_can_be_decoded(model: MeterModel) -> None:
    assert model.characteristics
    assert set(model.characteristics) <= CHARACTERISTICS
    assert (0x2A52 in model.characteristics) is (model.stored is Stored.RACP)


@named
def test_a_model_is_paired_in_steps_that_have_pictures_and_words(model: MeterModel) -> None:
    assert len(model.steps) >= 3
    assert len({step.code for step in model.steps}) == len(model.steps)
    assert {step.picture for step in model.steps} <= PICTURES
    for language in ("nb", "nn"):
        with speaking(language):
            assert all(tr(step.text) for step in model.steps)


def test_every_picture_is_used() -> None:
    assert {step.picture for model in MODELS for step in model.steps} == PICTURES


@named
def test_a_model_has_its_page(model: MeterModel) -> None:
    page = PAGE_OF_PLAIN if model.generic else model.code
    text = (PAGES / f"{page}.md").read_text(encoding="utf-8")
    assert f"`{model.code}`" in text
    for heading in ("What it sends", "Its specials", "Its clock", "Not tried here"):
        assert f"\n## {heading}\n" in text


def test_every_page_of_a_meter_has_its_model() -> None:
    """Other pages (of the radio, of spirometers) have no such heading."""
    about = {
        page.stem for page in PAGES.glob("*.md") if "## What it sends" in page.read_text("utf-8")
    }
    assert about == {model.code for model in MODELS if not model.generic} | {PAGE_OF_PLAIN}


def test_the_habits_that_cost_others_data_stand_in_the_table() -> None:
    cuff, scale = model_of("and_ua_651ble"), model_of("and_uc_352ble")
    assert {cuff.clock, scale.clock} == {MeterClock.DATE_TIME}
    assert {cuff.reconnect_delay_s, scale.reconnect_delay_s} == {15.0}
    assert dict(model_of("nonin_3230").missing) == {"spo2": 127, "pulse": 511}
    for code in ("accu_chek_instant", "accu_chek_guide"):
        meter = model_of(code)
        assert (meter.pair, meter.needs_record, meter.disconnects_itself) == (
            Pair.SYSTEM_PIN,
            True,
            True,
        )
    contour = model_of("contour_next")
    assert (contour.bond_overnight, contour.clock) == (False, MeterClock.PROPRIETARY)
    assert [each.code for each in MODELS if each.consent_code] == ["beurer_bf720", "beurer_bf105"]
    omron = model_of("omron")
    assert (omron.clear_cccd, omron.pair) == (False, Pair.BEFORE_DISCOVERY)
    assert [each.code for each in MODELS if not each.encrypts] == ["generic_heart_rate"]


@pytest.mark.parametrize(
    ("name", "services", "code"),
    [
        ("A&D_UA-651BLE_1A2B3C", {0x1810}, "and_ua_651ble"),
        ("A&D_UC-352BLE_1A2B3C", {0x181D, 0x180A}, "and_uc_352ble"),
        ("Nonin3230_500000001", {0x1822}, "nonin_3230"),
        ("meter+01234567", {0x1808}, "accu_chek_instant"),
        ("Contour7800H1234567", {0x1808}, "contour_next"),
        ("BM57", (), "beurer_bm57"),
        ("FT95", {0x1809}, "beurer_ft95"),
        ("BF720", {0x181D}, "beurer_bf720"),
        ("BF105", {0x181D}, "beurer_bf105"),
        ("BLEsmart_00000116", {0x1810}, "omron"),
        ("BLEsmart_00000116", {"ecbe3980-c9a2-11e1-b1bd-0002a5d5c51b"}, "omron"),
        ("", {0x1822}, "generic_oximeter"),
        ("any", {"0000181d-0000-1000-8000-00805f9b34fb"}, "generic_scale"),
        ("any", {"0000181D-0000-1000-8000-00805F9B34FB", "1810"}, "generic_scale"),
        ("any", {"1810"}, "generic_cuff"),
        ("any", {"00001809"}, "generic_thermometer"),
        ("any", {0x1808}, "generic_glucose_meter"),
        ("any", {0x180D, 0x180F}, "generic_heart_rate"),
        ("A&D_UA-651BLE_1A2B3C", {0x1808}, "generic_glucose_meter"),
    ],
)
def test_a_meter_is_known_by_its_name_and_its_services(
    name: str, services: set[int | str], code: str
) -> None:
    found = recognise(name, services)
    assert found is not None
    assert found.code == code


@pytest.mark.parametrize(
    ("name", "services"),
    [
        ("", ()),
        ("Headphones", {0x110B, 0x180F, 0x180A}),
        ("any", {"not a number", "0x1822", "1822-", "٢٣٤٥"}),
        ("any", {"0001822000001000800000805f9b34fb", "11111822", "ecbe3980-c9a2-11e1"}),
    ],
)
def test_what_is_no_meter_of_ours_is_none(name: str, services: set[int | str]) -> None:
    assert recognise(name, services) is None


@given(st.text(max_size=300), st.sets(st.integers() | st.text(max_size=40)))
def test_nothing_from_the_air_makes_it_fail(name: str, services: set[int | str]) -> None:
    found = recognise(name, services)
    assert found is None or found in MODELS
    assert all(short_number(each) is None or each for each in services if isinstance(each, str))


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("BM57", "BM57"),
        ("  BM\t57 \r\n", "BM 57"),
        ("<b>BM57</b>", "<b>BM57</b>"),
        ("\x1b[31mBM57\x00\x7f", "[31mBM57"),
        ("BM\u202e75MB\u2066\u200b\u200f", "BM75MB"),
        ("line\u2028line", "line line"),
        ("x" * 248, "x" * 64),
        ("\ud800\ue000", ""),
        ("Vekt på stua", "Vekt på stua"),
    ],
)
def test_a_name_is_shown_as_one_plain_line(raw: str, shown: str) -> None:
    assert shown_name(raw) == shown


@given(st.text(max_size=300))
def test_any_name_is_shown_short_and_harmless(raw: str) -> None:
    shown = shown_name(raw)
    assert len(shown) <= 64
    assert shown == shown.strip()
    assert shown.isprintable()
    assert shown_name(shown) == shown
