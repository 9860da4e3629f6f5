"""Plan templates: the shipped ones hold together in every language, and become proposals."""

import json
from copy import deepcopy
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from station.rules.approval import Hindrance, hindrances
from station.rules.guardrails import check_limits
from station.rules.kinds import kind_of, place_of
from station.rules.limits import Level, Side
from station.rules.plans import Line, LineState, PlanContent
from station.rules.templates import Template, instantiate, translated
from tools.norwegian import foreign_words

FOLDER = Path(__file__).parents[2] / "station" / "content" / "plan_templates"
CODES = ("diabetes", "hjertesvikt", "kols")
LANGUAGES = ("nb", "nn", "en")
TODAY = date(2026, 11, 27)
EATS = {"et"}
"""«Eg et» is what a patient does at meals in nynorsk; in bokmål it would be an article."""


def data(code: str, language: str) -> dict[str, Any]:
    text = (FOLDER / f"{code}.{language}.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


def template(code: str, language: str = "nb") -> Template:
    return Template.from_data(data(code, language))


ALL = [(code, language) for code in CODES for language in LANGUAGES]


def test_every_template_is_shipped_in_every_language_and_nothing_else() -> None:
    names = {path.name for path in FOLDER.iterdir()}
    assert names == {f"{code}.{language}.json" for code, language in ALL}


@pytest.mark.parametrize("code", CODES)
def test_all_languages_have_the_same_lines_schedule_and_limits(code: str) -> None:
    first, *others = (template(code, language) for language in LANGUAGES)
    for other in others:
        assert [line.id for line in other.lines()] == [line.id for line in first.lines()]
        assert [line.id for line in other.goal_prompts] == [line.id for line in first.goal_prompts]
        assert other.schedule == first.schedule
        assert [each.limit for each in other.limits] == [each.limit for each in first.limits]
        assert other.review_after_days == first.review_after_days
        assert not {line.text for line in other.lines()} & {line.text for line in first.lines()}


@pytest.mark.parametrize(("code", "language"), ALL)
def test_a_template_names_itself_and_every_level(code: str, language: str) -> None:
    found = template(code, language)
    assert (found.code, found.language) == (code, language)
    assert [zone.level for zone in found.zones] == list(Level)
    assert all(len(zone.signs) >= 3 and len(zone.measures) >= 3 for zone in found.zones)
    for section in ("activity", "nutrition"):
        assert f"{code}.preventive.{section}" in [line.id for line in found.preventive]
    assert found.name
    assert found.goal_prompts
    assert found.medication_prompt


@pytest.mark.parametrize(("code", "language"), ALL)
def test_red_says_whom_to_call_day_and_night(code: str, language: str) -> None:
    red = template(code, language).zones[Level.RED]
    text = " ".join(line.text for line in red.measures)
    assert "116117" in text
    assert "113 " in text


@pytest.mark.parametrize(("code", "language"), ALL)
def test_the_patient_speaks(code: str, language: str) -> None:
    me = {"nb": ("jeg", "meg", "min"), "nn": ("eg", "meg", "mi"), "en": ("i", "my", "me")}[language]
    lines = template(code, language).lines()
    own = [line for line in lines if set(me) & set(line.text.lower().replace(",", "").split())]
    assert len(own) / len(lines) > 0.9
    assert all(line.text.endswith(".") for line in lines)


@pytest.mark.parametrize("language", ["nb", "nn"])
@pytest.mark.parametrize("code", CODES)
def test_the_norwegian_is_of_one_kind(code: str, language: str) -> None:
    found = template(code, language)
    texts = [line.text for line in (*found.lines(), *found.goal_prompts)]
    strange = foreign_words(" ".join([*texts, found.medication_prompt, found.name]), language)
    assert set(strange) <= EATS


@pytest.mark.parametrize("code", CODES)
def test_what_is_measured_and_limited_exists_and_does_not_contradict_itself(code: str) -> None:
    found = template(code)
    measured = {kind_of(item.kind).code for item in found.schedule}
    assert all(set(item.weekdays) <= set(range(7)) and item.weekdays for item in found.schedule)
    assert {place_of(each.component)[0].code for each in found.limits} <= measured
    assert check_limits([each.limit for each in found.limits if each.limit]) == ()
    for each in found.limits:
        assert each.source
        if each.limit:
            assert (each.limit.level, each.limit.side) == (each.level, Side(each.side))


def test_the_starting_limits_are_those_of_their_sources() -> None:
    shown = [
        (limit.component, int(limit.level), limit.operator.value, limit.value)
        for code in CODES
        for each in template(code).limits
        if (limit := each.limit) is not None
    ]
    assert shown == [
        ("glucose", 2, "<", 2.8),
        ("glucose", 1, "<", 4.0),
        ("glucose", 1, ">", 16),
        ("sys", 1, "<", 100),
        ("sys", 1, ">", 160),
        ("pulse", 1, "<", 50),
        ("pulse", 1, ">", 100),
        ("pulse", 1, ">", 100),
    ]


def test_the_doctor_is_asked_for_the_limits_that_only_a_doctor_can_set() -> None:
    asked = [(each.component, each.level) for each in template("kols").limits if not each.limit]
    assert asked == [("spo2", Level.RED), ("spo2", Level.YELLOW), ("pulse", Level.RED)]


@pytest.mark.parametrize("code", CODES)
def test_a_new_plan_is_all_proposals_and_cannot_be_approved(code: str) -> None:
    content = instantiate(template(code), TODAY)
    assert {line.state for line in content.lines()} == {LineState.PROPOSED}
    assert content.lines() == template(code).lines()
    assert content.review_on == "2027-02-25"
    assert (content.template, content.language, content.goal) == (code, "nb", "")
    assert content.schedule == template(code).schedule
    assert {each.hindrance for each in hindrances(content)} == {
        Hindrance.NO_GOAL,
        Hindrance.UNTOUCHED_LINES,
    }


def test_a_plan_speaks_another_language_where_its_words_are_the_template_s() -> None:
    content = instantiate(template("kols"), TODAY)
    zone = content.zones[0]
    mine = Line("own.1", "Jeg spiller trekkspill.", LineState.OWN)
    changed = replace(zone.signs[1], text="Jeg hoster lite.", state=LineState.CHANGED)
    kept = replace(zone.signs[0], state=LineState.KEPT)
    unknown = Line("old.line", "Fra en eldre mal.", LineState.KEPT)
    zone = replace(zone, signs=(kept, changed, mine, unknown))
    content = replace(content, zones=(zone, *content.zones[1:]))
    spoken = translated(content, template("kols", "nn"))
    assert [line.text for line in spoken.zones[0].signs] == [
        "Eg pustar som vanleg for meg.",
        "Jeg hoster lite.",
        "Jeg spiller trekkspill.",
        "Fra en eldre mal.",
    ]
    assert spoken.zones[0].signs[0].state is LineState.KEPT
    assert spoken.language == "nn"
    assert spoken.preventive == template("kols", "nn").preventive
    assert translated(spoken, template("kols")).zones[1:] == content.zones[1:]


def test_going_back_and_forth_between_languages_loses_nothing() -> None:
    content: PlanContent = instantiate(template("diabetes"), TODAY)
    there = translated(content, template("diabetes", "en"))
    assert translated(there, template("diabetes")) == content


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("format",), 2),
        (("zones", 0, "level"), 7),
        (("zones", 0, "signs", 0, "text"), "  "),
        (("zones", 0, "signs", 0, "id"), ""),
        (("zones", 0, "signs", 0, "id"), "kols.green.sign.cough"),
        (("preventive",), "x"),
        (("limits", 2, "operator"), "="),
        (("schedule", 0, "weekdays"), 5),
        (("review_after_days",), "soon"),
    ],
)
def test_a_file_that_is_no_template_is_refused(path: tuple[object, ...], value: object) -> None:
    changed = deepcopy(data("kols", "nb"))
    place: Any = changed
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    with pytest.raises((TypeError, ValueError)):
        Template.from_data(changed)
