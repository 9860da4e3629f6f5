"""The key of a reading that came as a code says what the reading says."""

from station.services.intake.reading_keys import code_key


def test_the_key_says_kind_time_values_and_what_lies_beyond() -> None:
    assert code_key("bp", 5, (120.0, 80.5), "") == "code:bp:5:120/80.5:"
    assert code_key("spo2", 5, (None,), "low") == "code:spo2:5::low"
