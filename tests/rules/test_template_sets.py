"""A template in all its languages: every edit is alike in each, and what is wrong is said."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.rules.limits import Level, Side
from station.rules.plans import CRISIS, Line
from station.rules.rulebook import Change
from station.rules.template_sets import (
    MEDICATION,
    NAME,
    Difference,
    Fault,
    Faulty,
    TemplateSet,
    added,
    differences,
    dropped,
    everything,
    faults,
    level_at,
    lines_at,
    moved,
    reworded,
    stands_alone,
    with_language,
    with_limits,
    with_rules,
    without_language,
)
from station.rules.templates import SuggestedRule, Template

FOLDER = Path(__file__).parents[2] / "station" / "content" / "plan_templates"
YELLOW = "zone.1.signs"


def shipped(code: str = "kols", *languages: str) -> TemplateSet:
    return TemplateSet(
        tuple(
            Template.from_data(json.loads((FOLDER / f"{code}.{each}.json").read_text("utf-8")))
            for each in languages or ("nb", "nn", "en")
        )
    )


def ids(made: TemplateSet, where: str = YELLOW) -> list[str]:
    orders = {tuple(line.id for line in lines_at(each, where)) for each in made.templates}
    assert len(orders) == 1
    return list(orders.pop())


@pytest.mark.parametrize("code", ["kols", "kreftbehandling", CRISIS])
def test_a_shipped_set_has_no_fault_and_is_written_as_it_was_read(code: str) -> None:
    made = shipped(code)
    assert faults(made) == ()
    assert TemplateSet.from_data(made.to_data()) == made
    assert TemplateSet.from_data(made.to_data(), 2).first.version == 2
    assert made.languages == ("nb", "nn", "en")
    assert made.spoken("nn").language == "nn"
    assert made.spoken("se").language == "nb"


def test_a_set_without_any_language_is_refused() -> None:
    with pytest.raises(ValueError, match="language"):
        TemplateSet.from_data({"format": 1, "templates": []})


def test_one_wording_is_changed_in_one_language_only() -> None:
    before = shipped()
    after = reworded(before, "nn", YELLOW, "kols.yellow.sign.breath", " Eg pustar tyngre. ")
    assert differences(before, after) == (
        Difference(
            "nn",
            YELLOW,
            "kols.yellow.sign.breath",
            "Eg er meir tungpusta enn vanleg.",
            "Eg pustar tyngre.",
        ),
    )


@pytest.mark.parametrize("code", ["kols", CRISIS])
def test_every_text_of_a_template_can_be_reworded(code: str) -> None:
    before = shipped(code)
    for where, lines in everything(before.first).items():
        after = reworded(before, "nb", where, lines[0].id, "Nye ord")
        assert [each.where for each in differences(before, after)] == [where]
        assert lines_at(after.first, where)[0].text == "Nye ord"
    assert lines_at(before.first, "nowhere") == ()
    assert reworded(before, "nb", "nowhere", "x", "y") == before


def test_what_stands_alone_is_known() -> None:
    alone = [where for where in everything(shipped(CRISIS).first) if stands_alone(where)]
    assert alone[0] == NAME
    assert alone[-1] == MEDICATION
    assert "heading.met" in alone
    assert "section.met" not in alone
    assert level_at(YELLOW) is Level.YELLOW
    assert level_at(NAME) is None


def test_lines_are_added_moved_and_dropped_in_every_language_at_once() -> None:
    made = shipped()
    first, second, *rest = ids(made)
    assert ids(added(made, YELLOW, "own.1", first)) == [first, "own.1", second, *rest]
    assert ids(added(made, YELLOW, "own.1"))[-1] == "own.1"
    assert ids(moved(made, YELLOW, first, 1)) == [second, first, *rest]
    assert ids(moved(made, YELLOW, second, -9)) == [second, first, *rest]
    assert ids(moved(made, YELLOW, first, 99)) == [second, *rest, first]
    assert moved(made, YELLOW, "nobody", 1) == made
    assert ids(dropped(made, YELLOW, first)) == [second, *rest]


@given(st.lists(st.tuples(st.sampled_from(["add", "drop", "move"]), st.integers(-3, 3))))
def test_no_edit_makes_the_languages_differ(edits: list[tuple[str, int]]) -> None:
    made = shipped("kols", "nb", "nn")
    for at, (what, steps) in enumerate(edits):
        known = ids(made)
        if what == "add" or not known:
            made = added(made, YELLOW, f"own.{at}")
        elif what == "drop":
            made = dropped(made, YELLOW, known[steps % len(known)])
        else:
            made = moved(made, YELLOW, known[0], steps)
        assert Fault.DIFFERENT_LINES not in {each.fault for each in faults(made)}


def test_a_language_that_is_needed_is_missed_and_english_may_go() -> None:
    assert faults(shipped("kols", "nb")) == (Faulty(Fault.LANGUAGE_MISSING, "nn"),)
    two = without_language(shipped(), "en")
    assert two.languages == ("nb", "nn")
    assert faults(two) == ()
    assert without_language(two, "nn") == two
    again = with_language(two, "en")
    assert again.languages == ("nb", "nn", "en")
    assert with_language(again, "en") == again
    empty = [each for each in faults(again) if each.fault is Fault.EMPTY_LINE]
    assert {each.language for each in empty} == {"en"}
    assert len(empty) == sum(len(lines) for lines in everything(two.first).values())
    assert len(differences(two, shipped())) == len(empty)


def test_an_empty_line_is_said_with_its_place_and_can_be_stored_while_it_is_begun() -> None:
    made = added(shipped("kols", "nb", "nn"), YELLOW, "own.1")
    assert faults(made) == tuple(
        Faulty(Fault.EMPTY_LINE, language, YELLOW, "own.1") for language in ("nb", "nn")
    )
    assert TemplateSet.from_data(made.to_data(), begun=True) == made
    with pytest.raises(ValueError, match="text"):
        TemplateSet.from_data(made.to_data())


def test_the_same_id_twice_other_lines_and_an_empty_level_are_said() -> None:
    made = added(shipped("kols", "nb", "nn"), YELLOW, "kols.red.sign.lips")
    for language in ("nb", "nn"):
        made = reworded(made, language, YELLOW, "kols.red.sign.lips", "Blå.")
    assert faults(made) == (Faulty(Fault.TWICE, "", "zone.2.signs", "kols.red.sign.lips"),)
    nb, nn = shipped("kols", "nb", "nn").templates
    other = replace(nn, preventive=(*nn.preventive, Line("x", "Eg er ute.")))
    assert faults(TemplateSet((nb, other))) == (Faulty(Fault.DIFFERENT_LINES, "nn"),)
    empty = shipped("kols", "nb", "nn")
    for part in ("signs", "measures"):
        for line in lines_at(empty.first, f"zone.0.{part}"):
            empty = dropped(empty, f"zone.0.{part}", line.id)
    assert faults(empty) == (Faulty(Fault.EMPTY_LEVEL, "", "zone.0.signs"),)
    crisis = shipped(CRISIS, "nb", "nn")
    for part in ("signs", "measures"):
        for line in lines_at(crisis.first, f"zone.0.{part}"):
            crisis = dropped(crisis, f"zone.0.{part}", line.id)
    assert faults(crisis) == ()


def test_a_number_without_a_source_and_a_limit_that_cannot_stand_are_said() -> None:
    made = shipped("hjertesvikt", "nb", "nn")
    bare = with_limits(made, lambda limits: (replace(limits[1], source=" "), *limits[2:]))
    assert faults(bare) == (Faulty(Fault.NO_SOURCE, line="sys"),)
    twice = with_limits(made, lambda limits: (*limits, limits[1]))
    assert faults(twice) == (Faulty(Fault.LIMITS, line="sys"),)
    rule = SuggestedRule(Change("weight", Level.YELLOW, Side.HIGH, 2, 3), "")
    assert Faulty(Fault.NO_SOURCE, line="weight") in faults(with_rules(made, lambda _all: (rule,)))


def test_a_changed_limit_or_rule_is_a_difference_with_its_source() -> None:
    made = shipped("hjertesvikt")
    bare = with_limits(
        made, lambda limits: (limits[0], replace(limits[1], source="Vår"), limits[2])
    )
    chosen = with_rules(bare, lambda rules: (replace(rules[0], taken=False), rules[1]))
    found = {each.line: (each.before, each.after) for each in differences(made, chosen)}
    assert list(found) == ["sys.low.1", "pulse.low.1", "pulse.high.1", "Change.weight"]
    assert found["sys.low.1"][1] == (
        "Yellow: Systolic blood pressure below 100 mmHg, two readings in a row (Vår)"
    )
    assert found["pulse.low.1"][1] == ""
    before, after = found["Change.weight"]
    assert (before[0], after[0]) == ("✓", "○")
    asked = {each.line: each.before for each in differences(made, with_limits(made, lambda _: ()))}
    assert asked["weight.high.1"].startswith("Yellow: Weight – (Fastlegen")
