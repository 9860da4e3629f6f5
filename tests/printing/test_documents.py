"""Documents: words keep their text, and every shown text is listed in reading order."""

from station.printing.documents import Words, body_texts, strong, words
from tests.printing.samples import PLAN, RECOVERY, TREND


def test_words_join_their_pieces_without_a_gap() -> None:
    text = words("SpO₂ ", strong("under 86 %"), ".")
    assert str(text) == "SpO₂ under 86 %."
    assert [part.strong for part in text.parts] == [False, True, False]
    assert str(Words(())) == ""


def test_a_plan_lists_its_texts_as_they_are_read() -> None:
    found = list(body_texts(PLAN))
    order = ["GRØNN", "GUL", "RØD", "68 05 01 00", "113", "SpO₂ i ro", "Godkjent", "Dato"]
    places = [found.index(text) for text in order]
    assert places == sorted(places)
    assert found[0].startswith("Gå til butikken")


def test_labels_in_figures_and_the_page_furniture_are_not_body_text() -> None:
    found = set(body_texts(TREND)) | set(body_texts(RECOVERY))
    assert not found & {"89", "27. okt.", "Rask Elg", "Gjenopprettingsark"}
    assert "482 913" in found


def test_what_is_only_read_aloud_is_not_body_text() -> None:
    assert PLAN.trend is not None
    assert PLAN.trend.description not in set(body_texts(PLAN))
