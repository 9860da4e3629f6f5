"""Plan templates: the shipped ones hold together in every language, and become proposals."""

import json
from copy import deepcopy
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from station.rules.approval import Hindrance, hindrances
from station.rules.guardrails import check_limits
from station.rules.kinds import kind_of, place_of
from station.rules.limits import Level, Limit, Operator, Side
from station.rules.plans import CRISIS, Line, LineState, PlanContent
from station.rules.templates import (
    SHIPPED,
    PlanType,
    Template,
    instantiate,
    translated,
    with_alternative,
)
from tools.norwegian import foreign_words

FOLDER = Path(__file__).parents[2] / "station" / "content" / "plan_templates"
CODES = (
    "alderspsykiatri",
    "diabetes",
    "ernaering",
    "hjertesvikt",
    "kols",
    "kreftbehandling",
    "krisemestringsplan",
    "palliasjon",
)
WITH_ZONES = tuple(code for code in CODES if code != CRISIS)
LANGUAGES = ("nb", "nn", "en")
TODAY = date(2026, 11, 27)
WARM = Limit("temp", Level.YELLOW, Side.LOW, Operator.BELOW, 35.0)
EATS = {"et"}
"""«Eg et» is what a patient does at meals in nynorsk; in bokmål it would be an article."""


def data(code: str, language: str) -> dict[str, Any]:
    text = (FOLDER / f"{code}.{language}.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


def template(code: str, language: str = "nb") -> Template:
    return Template.from_data(data(code, language))


ALL = [(code, language) for code in CODES for language in LANGUAGES]
CARE = [(code, language) for code, language in ALL if code != CRISIS]


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
        assert other.type is first.type
        assert [section.id for section in other.sections] == [each.id for each in first.sections]
        assert [(each.rule, each.taken) for each in other.rules] == [
            (each.rule, each.taken) for each in first.rules
        ]
        assert [(one.id, [each.limit for each in one.limits]) for one in other.alternatives] == [
            (one.id, [each.limit for each in one.limits]) for one in first.alternatives
        ]
        assert not {line.text for line in other.lines()} & {line.text for line in first.lines()}


@pytest.mark.parametrize(("code", "language"), CARE)
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
    # In a crisis plan some lines say what others see.
    assert len(own) / len(lines) > (0.8 if code == CRISIS else 0.9)
    assert all(line.text.endswith((".", "…")) for line in lines)


@pytest.mark.parametrize("language", ["nb", "nn"])
@pytest.mark.parametrize("code", CODES)
def test_the_norwegian_is_of_one_kind(code: str, language: str) -> None:
    found = template(code, language)
    texts = [line.text for line in (*found.lines(), *found.goal_prompts)]
    texts += [section.heading for section in found.sections]
    texts += [each.name for each in found.alternatives]
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
        (limit.component, int(limit.level), limit.operator.value, limit.value, limit.k, limit.hours)
        for code in CODES
        for each in template(code).limits
        if (limit := each.limit) is not None
    ]
    assert shown == [
        ("glucose", 2, "<", 2.8, 1, 0),
        ("glucose", 1, "<", 4.0, 1, 0),
        ("glucose", 1, ">=", 12, 1, 24),
        ("glucose", 2, ">", 16, 2, 0),
        ("sys", 1, "<", 100, 2, 0),
        ("sys", 1, ">", 160, 2, 0),
        ("pulse", 1, "<", 50, 2, 0),
        ("pulse", 1, ">", 100, 2, 0),
        ("pulse", 1, ">", 100, 2, 0),
        ("temp", 2, ">=", 38.0, 1, 0),
    ]


def test_the_doctor_is_asked_for_the_limits_that_only_a_doctor_can_set() -> None:
    asked = [(each.component, each.level) for each in template("kols").limits if not each.limit]
    assert asked == [("spo2", Level.RED), ("spo2", Level.YELLOW), ("pulse", Level.RED)]


@pytest.mark.parametrize("code", WITH_ZONES)
def test_a_new_plan_is_all_proposals_and_cannot_be_approved(code: str) -> None:
    content = instantiate(template(code), TODAY)
    assert {line.state for line in content.lines()} == {LineState.PROPOSED}
    assert content.lines() == template(code).lines()
    days = template(code).review_after_days
    assert content.review_on == (TODAY + timedelta(days=days)).isoformat()
    assert content.rules == tuple(each.rule for each in template(code).rules if each.taken)
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


@pytest.mark.parametrize(("code", "language"), ALL)
def test_a_template_is_written_as_it_was_read(code: str, language: str) -> None:
    found = template(code, language)
    assert found.version == SHIPPED
    assert Template.from_data(found.to_data()) == found
    assert Template.from_data(found.to_data(), 3) == replace(found, version=3)


def test_a_plan_knows_the_version_of_its_template() -> None:
    own = replace(template("kols"), version=4)
    assert instantiate(own, TODAY).template_version == 4
    assert PlanContent.from_data(instantiate(own, TODAY).to_data()).template_version == 4


def test_fever_under_chemotherapy_is_red_at_once_and_the_other_rule_can_be_chosen() -> None:
    cancer = template("kreftbehandling")
    content = instantiate(cancer, TODAY)
    (fever,) = content.limits
    assert (fever.value, fever.level, fever.k, fever.n, fever.hours) == (38.0, Level.RED, 1, 1, 0)
    (lasting,) = cancer.alternatives
    other = with_alternative(replace(content, limits=(fever, WARM)), lasting)
    assert other.limits[0] == WARM
    assert [(each.value, each.hours) for each in other.limits[1:]] == [(38.3, 0), (38.0, 1)]
    assert all(each.source for each in lasting.limits)


def test_a_crisis_plan_has_levels_and_sections_and_no_numbers() -> None:
    found = template(CRISIS)
    content = instantiate(found, TODAY)
    assert found.type is PlanType.CRISIS
    assert {template(code).type for code in WITH_ZONES} == {PlanType.SELF_CARE}
    assert [zone.level for zone in content.zones] == list(Level)
    assert [section.id for section in content.sections] == [
        "triggers",
        "early",
        "met",
        "not",
        "contacts",
        "wanted",
        "unwanted",
    ]
    assert (content.limits, content.rules, content.schedule) == ((), (), ())
    assert content.crisis
    assert {each.hindrance for each in hindrances(content)} == {Hindrance.UNTOUCHED_LINES}


def test_headings_and_lines_of_sections_are_said_in_the_other_language() -> None:
    content = instantiate(template(CRISIS), TODAY)
    spoken = translated(content, template(CRISIS, "nn"))
    assert spoken.sections == template(CRISIS, "nn").sections
    own = replace(content.sections[0], id="own", heading="Mitt eget")
    kept = translated(replace(content, sections=(own,)), template(CRISIS, "nn"))
    assert kept.sections[0].heading == "Mitt eget"
