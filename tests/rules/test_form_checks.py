"""Everything that can be wrong with a form is found and told, and nothing is repaired."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.core.i18n import speaking
from station.rules.form_checks import FormFault, FormWrong, check_form, fault_text
from station.rules.forms import (
    Branch,
    Choice,
    Comparison,
    Form,
    Item,
    ItemKind,
    Method,
    Step,
    Total,
    Words,
)
from station.rules.limits import Level
from station.services.forms.stock import shipped
from tests.forms_rules import COUGH, COUNT, FORM, FREE, HOW_MUCH, SUM, said

IS = Comparison.IS
NEWS2 = next(form for form in shipped() if form.code == "news2")


def branch(item: Item, asked: str, value: float = 1) -> Item:
    return replace(item, shown_if=Branch(asked, IS, value))


def form(*items: Item, totals: tuple[Total, ...] = ()) -> Form:
    return replace(FORM, items=items, totals=totals)


@pytest.mark.parametrize("each", [FORM, *shipped()], ids=lambda each: each.code)
def test_a_good_form_has_no_faults(each: Form) -> None:
    assert check_form(each) == ()


@pytest.mark.parametrize(
    ("bad", "wrong", "part"),
    [
        (form(), FormWrong.EMPTY, ""),
        (
            form(*(replace(COUNT, code=f"n{at}") for at in range(61))),
            FormWrong.TOO_MANY,
            "",
        ),
        (replace(form(COUGH), languages=()), FormWrong.LANGUAGES, ""),
        (replace(form(COUGH), languages=("sv",)), FormWrong.LANGUAGES, ""),
        (replace(form(COUGH), least_age=-1), FormWrong.AGE, ""),
        (replace(form(COUGH), code="Å"), FormWrong.CODE, "Å"),
        (replace(form(COUGH), title=Words("Ja", "Ja")), FormWrong.NO_WORDS, ""),
        (replace(form(COUGH), intro=Words("Ja")), FormWrong.NO_WORDS, ""),
        (form(COUGH, COUGH), FormWrong.DUPLICATE, "cough"),
        (form(replace(COUNT, code="answered")), FormWrong.DUPLICATE, "answered"),
        (form(replace(COUNT, code="A.b")), FormWrong.CODE, "A.b"),
        (
            form(
                replace(COUNT, code="a", measures="resp", least=5, most=9, decimals=0),
                replace(COUNT, code="b", measures="resp", least=5, most=9, decimals=0),
            ),
            FormWrong.DUPLICATE,
            "resp",
        ),
        (form(replace(COUNT, text=Words())), FormWrong.NO_WORDS, "count"),
        (form(replace(COUNT, help=Words("x" * 3000))), FormWrong.LONG_WORDS, "count"),
        (form(replace(COUGH, choices=COUGH.choices[:1])), FormWrong.NO_CHOICES, "cough"),
        (
            form(replace(COUGH, choices=tuple(Choice(at, said("x")) for at in range(21)))),
            FormWrong.TOO_MANY,
            "cough",
        ),
        (
            form(replace(COUGH, choices=(*COUGH.choices, Choice(101, said("x"))))),
            FormWrong.CHOICE_VALUE,
            "cough",
        ),
        (
            form(replace(COUGH, choices=(*COUGH.choices, COUGH.choices[0]))),
            FormWrong.CHOICE_TWICE,
            "cough",
        ),
        (
            form(replace(COUGH, choices=(*COUGH.choices, Choice(2, Words())))),
            FormWrong.NO_WORDS,
            "cough",
        ),
        (form(replace(COUNT, choices=COUGH.choices)), FormWrong.CHOICES_ELSEWHERE, "count"),
        (form(replace(COUNT, least=10)), FormWrong.SPAN, "count"),
        (form(replace(COUNT, decimals=4)), FormWrong.SPAN, "count"),
        (form(replace(FREE, least=1)), FormWrong.SPAN, "free"),
        (form(replace(FREE, decimals=1)), FormWrong.SPAN, "free"),
        (form(replace(COUNT, measures="unheard")), FormWrong.MEASURES, "count"),
        (form(replace(COUNT, measures="resp")), FormWrong.MEASURES, "count"),
        (form(replace(COUNT, measures="weight", most=None)), FormWrong.MEASURES, "count"),
        (form(replace(COUNT, measures="weight", most=999)), FormWrong.MEASURES, "count"),
        (form(replace(COUNT, measures="weight", scored=False)), FormWrong.MEASURES, "count"),
        (form(replace(COUGH, measures="mmrc")), FormWrong.LEVEL_PLACE, "cough"),
        (form(replace(COUGH, scored=False)), FormWrong.LEVEL_PLACE, "cough"),
        (form(replace(COUNT, levels=(Step(1, Level.RED),))), FormWrong.LEVEL_PLACE, "count"),
        (
            form(
                replace(
                    HOW_MUCH,
                    shown_if=None,
                    levels=(Step(7, Level.YELLOW), Step(4, Level.RED)),
                )
            ),
            FormWrong.LEVEL_ORDER,
            "amount",
        ),
        (form(branch(COUNT, "nowhere")), FormWrong.BRANCH_UNKNOWN, "count"),
        (form(branch(COUNT, "cough"), COUGH), FormWrong.BRANCH_LATER, "count"),
        (form(branch(COUNT, "count")), FormWrong.BRANCH_CYCLE, "count"),
        (form(FREE, branch(COUNT, "free")), FormWrong.BRANCH_TEXT, "count"),
        (form(COUGH, branch(COUNT, "cough", 2)), FormWrong.BRANCH_NEVER, "count"),
        (form(COUGH, branch(COUNT, "cough", -1)), FormWrong.BRANCH_NEVER, "count"),
        (form(COUGH, totals=(replace(SUM, items=()),)), FormWrong.TOTAL_ITEMS, "total"),
        (form(COUGH, totals=(SUM,)), FormWrong.TOTAL_ITEMS, "total"),
        (
            form(COUGH, COUNT, totals=(replace(SUM, items=("count",)),)),
            FormWrong.TOTAL_ITEMS,
            "total",
        ),
        (
            form(COUGH, totals=(replace(SUM, items=("cough",), unit=Words("x")),)),
            FormWrong.NO_WORDS,
            "total",
        ),
        (
            form(COUGH, totals=(replace(SUM, levels=(Step(5, Level.RED), Step(9, Level.RED))),)),
            FormWrong.LEVEL_ORDER,
            "total",
        ),
        (
            form(COUGH, totals=(replace(SUM, items=("cough",), measures="mmrc"),)),
            FormWrong.LEVEL_PLACE,
            "total",
        ),
        (
            form(COUGH, totals=(replace(SUM, items=("cough",), measures="resp"),)),
            FormWrong.MEASURES,
            "total",
        ),
        (form(COUGH, totals=(replace(SUM, method=Method.NEWS2),)), FormWrong.NEWS2_ITEMS, "total"),
        (replace(NEWS2, least_age=15), FormWrong.NEWS2_ITEMS, "total"),
        (replace(NEWS2, items=NEWS2.items[1:]), FormWrong.NEWS2_ITEMS, "total"),
    ],
)
def test_a_fault_is_found_and_told(bad: Form, wrong: FormWrong, part: str) -> None:
    found = check_form(bad)
    assert (wrong, part) in [(fault.wrong, fault.item) for fault in found]
    for language in ("nb", "nn", "en"):
        with speaking(language):
            assert all(fault_text(fault) for fault in found)


def test_a_sum_may_be_one_of_stations_own_scores() -> None:
    total = replace(SUM, items=("cough",), measures="cat_total", levels=())
    assert check_form(form(COUGH, totals=(total,))) == ()
    branching = form(replace(COUNT, most=None), branch(COUGH, "count", 10**6))
    assert check_form(branching) == ()


def test_the_language_that_is_missing_is_named() -> None:
    with speaking("en"):
        fault = FormFault(FormWrong.NO_WORDS, "cough", "nn")
        assert fault_text(fault) == "«cough» has no words in Nynorsk."


LEVELS = st.none() | st.sampled_from(Level)
STEPS = st.builds(Step, st.floats(0, 10), st.sampled_from(Level))
ITEMS = st.builds(
    Item,
    st.sampled_from(("a", "b", "c", "answered", "Å")),
    st.sampled_from(ItemKind),
    st.sampled_from((said("x"), Words("x"), Words())),
    choices=st.lists(
        st.builds(
            Choice, st.integers(-2, 102), st.just(said("x")), st.none() | st.sampled_from(Level)
        ),
        max_size=3,
    ).map(tuple),
    least=st.none() | st.floats(-5, 5),
    most=st.none() | st.floats(-5, 5),
    decimals=st.integers(-1, 4),
    shown_if=st.none()
    | st.builds(Branch, st.sampled_from("abcd"), st.sampled_from(Comparison), st.floats(-3, 3)),
    levels=st.lists(st.builds(Step, st.floats(0, 10), st.sampled_from(Level)), max_size=2).map(
        tuple
    ),
    measures=st.sampled_from(("", "resp", "sys", "nothing")),
)
TOTALS = st.builds(
    Total,
    st.sampled_from(("t", "a")),
    st.just(said("x")),
    st.lists(st.sampled_from("abc"), max_size=2).map(tuple),
    st.sampled_from(Method),
    measures=st.sampled_from(("", "cat_total", "spo2")),
)


@given(st.lists(ITEMS, max_size=4).map(tuple), st.lists(TOTALS, max_size=2).map(tuple))
def test_any_form_is_checked_and_told_without_a_crash(
    items: tuple[Item, ...], totals: tuple[Total, ...]
) -> None:
    for fault in check_form(replace(FORM, items=items, totals=totals)):
        assert fault_text(fault)
