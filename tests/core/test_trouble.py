"""Known trouble: a sentence for the nurse, nothing for the log."""

from station.core.trouble import Trouble


def test_the_sentence_names_its_values() -> None:
    trouble = Trouble("in_use", "Open already; {name} was the last.", name="Rask Elg")
    assert trouble.sentence() == "Open already; Rask Elg was the last."


def test_a_traceback_shows_the_code_and_no_values() -> None:
    trouble = Trouble("in_use", "Open already; {name} was the last.", name="Rask Elg")
    assert str(trouble) == "in_use"
    assert "Elg" not in repr(trouble)
