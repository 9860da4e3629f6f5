"""What is said of a doubtful measurement."""

import pytest

from station.core.i18n import speaking
from station.rules.quality import Quality
from station.rules.wording_quality import quality_text


def test_a_doubt_asks_for_a_new_measurement_at_rest() -> None:
    with speaking("nb"):
        assert quality_text([Quality.CUFF_LOOSE]) == "Mansjetten var for løs. Mål på nytt i ro."
    with speaking("nn"):
        assert quality_text([Quality.MOVED]) == "Apparatet merka rørsle. Mål på nytt i ro."


def test_what_is_put_right_on_the_meter_asks_for_nothing_else() -> None:
    with speaking("nb"):
        assert quality_text([Quality.LOW_BATTERY]) == "Apparatet har lite batteri."
        both = quality_text([Quality.LOW_BATTERY, Quality.ACTIVITY_PULSE])
        assert both.endswith("Pulsen kan komme av aktivitet. Mål på nytt i ro.")


@pytest.mark.parametrize("doubt", Quality)
def test_every_doubt_has_its_sentence(doubt: Quality) -> None:
    with speaking("en"):
        assert quality_text([doubt]).endswith(".")


def test_without_doubts_nothing_is_said() -> None:
    assert quality_text([]) == ""
