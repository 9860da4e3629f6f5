"""Answered forms as values: what a form is known by when the same answers come again."""

from station.services.forms.answer_values import Answered, AnsweredBy, AnswerSource


def test_what_is_not_said_is_empty_and_in_bokmal() -> None:
    made = Answered("cat", 1, {}, AnsweredBy.PATIENT, AnswerSource.PAPER, 0)
    assert (made.name, made.comment, made.source_key, made.raw) == ("", "", "", "")
    assert made.language == "nb"


def test_the_words_in_the_file_are_these_and_no_others() -> None:
    assert [each.value for each in AnsweredBy] == ["patient", "relative", "staff"]
    assert [each.value for each in AnswerSource] == ["screen", "paper", "tablet", "centre"]
