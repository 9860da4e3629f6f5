"""The words of the rules: one sentence from one limit, in three languages."""

from collections.abc import Iterator
from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.core.i18n import N_, speaking
from station.rules import wording
from station.rules.alerts import Sample, State, run
from station.rules.ground import ground
from station.rules.kinds import COMPONENTS, KINDS
from station.rules.limits import Level, Limit, Operator, Side
from station.rules.readings import Reading
from station.rules.standing import Standing
from station.rules.why import BEYOND_RULE, LIMIT_RULE, Why

LOW, HIGH = Side.LOW, Side.HIGH
RED = Limit("spo2", Level.RED, LOW, Operator.BELOW, 86)
YELLOW = Limit("spo2", Level.YELLOW, LOW, Operator.BELOW, 89, 2, 2)


@pytest.fixture(autouse=True)
def _norwegian() -> Iterator[None]:
    with speaking("nb"):
        yield


def limit(operator: Operator, k: int = 1, n: int = 1, value: float = 86) -> Limit:
    side = LOW if operator in (Operator.BELOW, Operator.AT_MOST) else HIGH
    return Limit("spo2", Level.RED, side, operator, value, k, n)


def why(
    found: Limit | None,
    value: float,
    hits: int = 1,
    *,
    confirmed: bool = True,
    approved: bool = True,
    paused: bool = False,
) -> Why:
    component = found.component if found else "glucose"
    side = found.side if found else (LOW if value < 0 else HIGH)
    rule = LIMIT_RULE if found else BEYOND_RULE
    return Why(
        rule,
        component,
        side,
        Level.RED,
        ((0, value),),
        hits,
        found,
        "v",
        approved=approved,
        confirmed=confirmed,
        paused=paused,
    )


@pytest.mark.parametrize(
    ("operator", "phrase", "symbol"),
    [
        (Operator.BELOW, "under 86 %", "< 86 %"),
        (Operator.AT_MOST, "86 % eller mindre", "≤ 86 %"),
        (Operator.ABOVE, "over 86 %", "> 86 %"),
        (Operator.AT_LEAST, "86 % eller mer", "≥ 86 %"),
    ],
)
def test_the_operator_is_in_the_words_and_in_the_sign(
    operator: Operator, phrase: str, symbol: str
) -> None:
    assert wording.limit_phrase(limit(operator)) == phrase
    assert wording.limit_symbol(limit(operator)) == symbol


@pytest.mark.parametrize(
    ("k", "n", "phrase"),
    [
        (1, 1, "én gang"),
        (2, 2, "to målinger på rad"),
        (3, 3, "tre målinger på rad"),
        (5, 5, "fem målinger på rad"),
        (6, 6, "6 målinger på rad"),
        (2, 3, "2 av de siste 3 målingene"),
    ],
)
def test_how_often_it_takes(k: int, n: int, phrase: str) -> None:
    assert wording.persistence_phrase(limit(Operator.BELOW, k, n)) == phrase


def test_a_limit_as_the_plan_and_the_table_say_it() -> None:
    assert wording.limit_sentence(RED) == "under 86 %"
    assert wording.limit_sentence(YELLOW) == "under 89 %, to målinger på rad"
    assert wording.limit_in_short(RED) == "< 86 %, én gang"
    assert wording.limit_in_short(YELLOW) == "< 89 %, to målinger på rad"
    assert wording.limit_phrase(limit(Operator.BELOW, value=88.5)) == "under 88,5 %"


@pytest.mark.parametrize(
    ("limits", "phrase"),
    [
        ([RED, YELLOW], "89 % eller mer"),
        ([RED], "86 % eller mer"),
        ([limit(Operator.AT_MOST)], "over 86 %"),
        ([limit(Operator.ABOVE)], "86 % eller mindre"),
        ([limit(Operator.AT_LEAST)], "under 86 %"),
        ([limit(Operator.ABOVE, value=97), RED, YELLOW], "89 % eller mer og 97 % eller mindre"),
        ([], ""),
        ([Limit("pulse", Level.RED, HIGH, Operator.ABOVE, 120)], ""),
    ],
)
def test_green_begins_exactly_where_yellow_ends(limits: list[Limit], phrase: str) -> None:
    assert wording.green_phrase(limits, "spo2") == phrase


def test_why_an_alert_was_raised() -> None:
    glucose = Limit("glucose", Level.YELLOW, HIGH, Operator.ABOVE, 15, 2, 2)
    assert wording.render(why(RED, 84)) == "SpO₂ 84 % under egen grense 86 % (1 av 1)"
    assert wording.render(why(glucose, 15.2, 2)) == (
        "Glukose 15,2 mmol/l over egen grense 15 mmol/l (2 av 2)"
    )
    assert wording.render_short(why(RED, 84)) == "SpO₂ 84 % under 86"
    assert wording.render_short(why(glucose, 15.2, 2)) == "Glukose 15,2 mmol/l over 15 · 2 av 2"


@pytest.mark.parametrize(
    ("operator", "words"),
    [
        (Operator.BELOW, "under egen grense"),
        (Operator.AT_MOST, "på eller under egen grense"),
        (Operator.ABOVE, "over egen grense"),
        (Operator.AT_LEAST, "på eller over egen grense"),
    ],
)
def test_the_reason_says_the_same_operator_as_the_engine_used(
    operator: Operator, words: str
) -> None:
    assert wording.render(why(limit(operator), 84)) == f"SpO₂ 84 % {words} 86 % (1 av 1)"


def test_lo_and_hi_say_what_they_mean() -> None:
    assert wording.render(why(None, -inf)) == "Glukose LO: lavere enn apparatet kan måle"
    assert wording.render_short(why(None, inf)) == "Glukose HI: høyere enn apparatet kan måle"


def test_lo_as_the_newest_of_several_is_shown_as_it_was() -> None:
    low = Limit("glucose", Level.YELLOW, LOW, Operator.BELOW, 4, 2, 2)
    assert wording.render_short(why(low, -inf, 2)) == "Glukose LO under 4 · 2 av 2"
    high = Limit("glucose", Level.YELLOW, HIGH, Operator.ABOVE, 15, 2, 2)
    assert wording.render_short(why(high, inf, 2)) == "Glukose HI over 15 · 2 av 2"


def test_what_must_stand_beside_a_reason() -> None:
    assert wording.marks(why(RED, 84)) == ()
    marked = why(RED, 84, confirmed=False, approved=False, paused=True)
    assert wording.marks(marked) == ("ubekreftet, kontroller", "plan ikke godkjent", "pauset")


@pytest.mark.parametrize(
    ("component", "value", "text"),
    [
        ("spo2", 84, "84 %"),
        ("spo2", 88.5, "88,5 %"),
        ("spo2", 85.96, "86 %"),
        ("glucose", 15, "15,0 mmol/l"),
        ("weight", 82.04, "82,0 kg"),
        ("pulse", 72.4, "72 slag/min"),
        ("fev1", 1.5, "1,50 l"),
        ("cat_total", 12, "12 av 40"),
    ],
)
def test_values_are_written_with_their_unit(component: str, value: float, text: str) -> None:
    assert wording.value_text(component, value) == text


def test_a_value_is_never_rounded_over_its_limit() -> None:
    assert wording.value_text("spo2", 85.96, [RED]) == "85,96 %"
    assert wording.value_text("pulse", 99.6, [RED]) == "100 slag/min"
    high = Limit("pulse", Level.RED, HIGH, Operator.AT_LEAST, 100)
    assert wording.value_text("pulse", 99.6, [high]) == "99,6 slag/min"
    assert wording.render(why(RED, 85.96)).startswith("SpO₂ 85,96 % under egen grense 86 %")


@pytest.mark.parametrize(
    ("kind", "values", "beyond", "text"),
    [
        ("spo2", (84,), None, "SpO₂ 84 %"),
        ("bp", (132, 81), None, "Blodtrykk 132/81 mmHg"),
        ("bp", (132, None), None, "Blodtrykk 132/– mmHg"),
        ("glucose", (None,), LOW, "Glukose LO"),
        ("glucose", (None,), HIGH, "Glukose HI"),
        ("spo2", (None,), None, "SpO₂ – %"),
    ],
)
def test_readings_are_written_with_their_name(
    kind: str, values: tuple[float | None, ...], beyond: Side | None, text: str
) -> None:
    assert wording.reading_text(Reading("1", "p", kind, 1, 1, values, beyond)) == text


def test_every_component_kind_and_unit_has_its_words() -> None:
    for component in COMPONENTS:
        assert wording.component_name(component.code)
        assert wording.unit_text(component.code)
    assert [wording.kind_name(kind.code) for kind in KINDS][:3] == ["SpO₂", "Puls", "Blodtrykk"]
    assert wording.kind_name("") == "Alle målinger"


def test_a_zone_is_a_shape_and_a_word_that_is_its_own() -> None:
    shown = [f"{wording.SIGNS[each]} {wording.standing_word(each)}" for each in Standing]
    assert shown == ["◆ Rød", "▲ Gul", "? Ukjent", "○ Mangler", "‖ Pause", "✓ Grønn"]
    levels = [f"{wording.level_sign(level)} {wording.level_word(level)}" for level in Level]
    assert levels == ["✓ Grønn", "▲ Gul", "◆ Rød"]


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("nb", "SpO₂ 88,5 % under egen grense 89 % (2 av 2)"),
        ("nn", "SpO₂ 88,5 % under eiga grense 89 % (2 av 2)"),
        ("en", "SpO₂ 88.5 % below own limit 89 % (2 of 2)"),
    ],
)
def test_a_stored_reason_is_told_in_any_language(language: str, sentence: str) -> None:
    stored = Why.from_data(why(YELLOW, 88.5, 2).to_data())
    with speaking(language):
        assert wording.render(stored) == sentence


@given(st.floats(60, 100), st.sampled_from(Operator), st.integers(70, 100))
def test_screen_and_engine_agree_about_every_value(
    value: float, operator: Operator, bound: int
) -> None:
    found = limit(operator, value=bound)
    _, events = run(
        State(), [(Sample("r", 1, 1, value), ground("spo2", "v", [found], approved=True))]
    )
    assert bool(events) == found.hit(value)
    with speaking("nb"):
        text = wording.number_text("spo2", value, [found])
    shown = float(text.replace(",", "."))
    assert found.hit(shown) == found.hit(value) or abs(value - bound) < 1e-8


def test_marked_texts_are_the_english_of_the_code() -> None:
    with speaking("en"):
        assert wording.level_word(Level.RED) == N_("Red")
        assert wording.limit_sentence(YELLOW) == "below 89 %, two readings in a row"
