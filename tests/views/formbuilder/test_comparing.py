"""What two versions say differently, in words."""

from dataclasses import replace

from station.rules.forms import Choice, Form, Item, ItemKind, Total, Words
from station.rules.limits import Level
from station.views.formbuilder.comparing import differences
from station.views.formbuilder.edits import (
    first_branch,
    of_kind,
    steps_of,
    threshold,
    with_moved,
    with_new_item,
    without_item,
)

YES = (Choice(0, Words(en="no")), Choice(1, Words(en="yes")))
ONE = Item("one", ItemKind.CHOICE, Words(en="One"), choices=YES)
TWO = Item("two", ItemKind.SCALE, Words(en="Two"))
SUM = Total("sum", Words(en="Sum"), ("one",))
FORM = Form("own", 1, Words(en="Own"), Words(), Words(), (ONE, TWO), (SUM,))


def test_the_same_form_has_no_differences() -> None:
    assert differences(FORM, replace(FORM, version=2), "en") == ()


def test_new_gone_moved_and_reworded_parts_are_told() -> None:
    three = replace(TWO, code="three", text=Words(en="Three"))
    after = replace(
        FORM,
        title=Words(en="Other"),
        items=(TWO, replace(ONE, text=Words(en="First")), three),
        totals=(),
    )
    assert differences(FORM, after, "en") == (
        "The title is another.",
        "«First», the question: «One» → «First»",
        "New: «Three».",
        "Gone: «Sum».",
        "The questions come in another order.",
    )


def test_words_in_another_language_are_told_without_quoting_them() -> None:
    after = replace(FORM, items=(replace(ONE, text=Words(nb="En", en="One")), TWO))
    assert differences(FORM, after, "en") == ("«One»: the question is another.",)


def test_an_item_taken_out_is_counted_no_more() -> None:
    assert without_item(FORM, 0).totals[0].items == ()


def test_a_move_ends_at_the_ends() -> None:
    assert with_moved(FORM, 0, -1) == FORM
    assert [item.code for item in with_moved(FORM, 0, 9).items] == ["two", "one"]


def test_a_new_item_has_a_code_of_its_own() -> None:
    twice = with_new_item(with_new_item(FORM, -1), 1)
    assert [item.code for item in twice.items] == ["q1", "one", "q2", "two"]


def test_another_kind_keeps_only_what_it_can_have() -> None:
    asked = of_kind(ONE, ItemKind.NUMBER)
    assert (asked.choices, asked.text) == ((), ONE.text)
    assert len(of_kind(TWO, ItemKind.CHOICE).choices) == 2


def test_zones_are_steps() -> None:
    steps = steps_of(None, 7)
    assert (threshold(steps, Level.YELLOW), threshold(steps, Level.RED)) == (None, 7)


def test_a_branch_begins_with_an_answer_that_can_be_given() -> None:
    assert first_branch(ONE).value == 1
    assert first_branch(TWO).value == 1
