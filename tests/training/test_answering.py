"""The invented people answer as agreed, usually well, and what is planted stands in the newest."""

from datetime import date

from station.rules.plans import Line, LineState
from station.services.forms.answers import Answered, AnsweredBy
from station.training.answering import FORM_DAYS, HABITS, answers_of
from station.training.crisis import finished
from station.training.people import PEOPLE

WEDNESDAY = date(2026, 11, 25)
VERSIONS = dict.fromkeys((habit.code for habit in HABITS.values()), 1)
BY_NAME = {f"{each.given_name} {each.family_name}": each for each in PEOPLE}


def said(name: str, days_ago: int) -> list[Answered]:
    day = date.fromordinal(WEDNESDAY.toordinal() - days_ago)
    return list(answers_of(BY_NAME[name], days_ago, day, 0, VERSIONS, 1))


def test_the_planted_answer_stands_on_the_day_itself_only() -> None:
    (today,), (yesterday,) = said("Rask Elg", 0), said("Rask Elg", 1)
    assert (today.answers["breath"], yesterday.answers["breath"]) == (2, 0)
    assert said("Rask Elg", 0) == said("Rask Elg", 0)


def test_nobody_answers_while_silent_before_the_forms_came_or_without_one() -> None:
    assert said("Frisk Bekk", 2) == []
    assert said("Frisk Bekk", 3) != []
    assert said("Grønn Bro", 2) == []
    assert said("Rask Elg", FORM_DAYS + 1) == []
    assert said("Rolig Fjord", 0) == said("Stolt Lind", 0) == []


def test_a_relative_answers_in_her_own_name_twice_a_week() -> None:
    assert said("Sindig Eik", 0) == []
    (monday,) = said("Sindig Eik", 2)
    assert (monday.by, monday.name) == (AnsweredBy.RELATIVE, "Trofast Eik")
    (could_not,) = said("Taus Hegre", 2)
    assert could_not.answers["drowsiness"] is None
    (before,) = said("Taus Hegre", 6)
    assert before.answers["drowsiness"] == 2


def test_a_begun_line_gets_the_patients_words_and_the_others_stay() -> None:
    begun = Line("krisemestringsplan.met.say", "Si dette til meg: …")
    assert finished(begun) == Line(begun.id, "Si dette til meg: «jeg blir her».", LineState.CHANGED)
    whole = Line("kols.x", "Jeg går.")
    assert finished(whole).state is LineState.KEPT
