"""Station's own labels, and what scanners make of any label."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.rules.labelcode import (
    LONGEST,
    MOST_NUMBER,
    Said,
    check_digit,
    is_doubtful,
    label_key,
    label_of,
    next_label,
    next_labels,
    number_of,
    scanned,
    tidy,
)

NUMBERS = st.integers(1, MOST_NUMBER)
NORWEGIAN = str.maketrans("-_=+[{]}\\|;:'\"<>/?`~@$^&*()", "+?\\`åÅ¨^'*øØæÆ;:-_|§\"¤&/()=")


def test_known_labels() -> None:
    """The numbers begin with noughts and go on growing when five digits are not enough."""
    assert check_digit("572") == "4"  # the example of Damm's own thesis
    assert label_of(42) == f"ST-00042-{check_digit('42')}"
    assert label_of(1_234_567).startswith("ST-1234567-")
    for wrong in (0, -1, MOST_NUMBER + 1):
        with pytest.raises(ValueError, match="numbered"):
            label_of(wrong)


@given(NUMBERS)
def test_there_and_back(number: int) -> None:
    """Every label gives its number, in every spelling that a scanner or a hand gives it."""
    label = label_of(number)
    assert number_of(label) == number
    assert tidy(label) == label
    assert len(label) <= LONGEST
    for typed in (
        label,
        label.lower(),
        f"{label}\r\n",
        f"\x02{label}\x03\t",
        label.translate(NORWEGIAN),
        f"]C1{label}",
        f"]Q1{label}".translate(NORWEGIAN),
        label.replace("-", " "),
        label.replace("-", ""),
        label.replace("-", "–"),
        f"ST-{number}-{label[-1]}",
        label.replace("0", "O").replace("1", "l"),
        label * 2,
        label * 3,
        f"{label}\r{label}\r",
    ):
        assert scanned(typed).said is Said.OURS, typed
        assert scanned(typed).spellings == (label,), typed


@given(NUMBERS, st.data())
def test_one_wrong_digit_is_caught(number: int, data: st.DataObject) -> None:
    """No label turns into another by one wrong digit."""
    label = label_of(number)
    places = [at for at, mark in enumerate(label) if mark.isdigit()]
    place = data.draw(st.sampled_from(places))
    other = data.draw(st.sampled_from([mark for mark in "0123456789" if mark != label[place]]))
    wrong = label[:place] + other + label[place + 1 :]
    assert number_of(wrong) is None
    assert is_doubtful(wrong)
    assert scanned(wrong).said is Said.DOUBTFUL


@given(NUMBERS, st.data())
def test_two_swapped_neighbours_are_caught(number: int, data: st.DataObject) -> None:
    """Nor by two neighbours in the wrong order, the check digit among them."""
    digits = label_of(number)[3:].replace("-", "")
    place = data.draw(st.integers(0, len(digits) - 2))
    swapped = digits[:place] + digits[place + 1] + digits[place] + digits[place + 2 :]
    if swapped != digits:
        assert number_of(f"ST-{swapped[:-1]}-{swapped[-1]}") is None


@given(st.lists(NUMBERS, max_size=5), st.integers(0, 30))
def test_the_next_labels_are_new(numbers: list[int], count: int) -> None:
    """What comes next is above all that were given out, whatever others are among them."""
    numbers = [number for number in numbers if number < MOST_NUMBER - 100]
    known = [*map(label_of, numbers), "RK-99999", "", "ST-99999-x"]
    assert number_of(next_label(known)) == max(numbers, default=0) + 1
    made = next_labels(known, count)
    assert len(set(made)) == count
    assert not set(made) & set(known)


@pytest.mark.parametrize(
    "label", ["RK-0123", "TAB 17", "kommune/2023/8", "12345", "ST12", "STUE 4", "Nettbrett #7"]
)
def test_own_labels_are_taken_as_they_are(label: str) -> None:
    """The municipality's labels are found as they stand, also through the wrong keyboard."""
    assert tidy(f" {label}\r\n") == label
    assert not is_doubtful(label)
    assert label in scanned(label).spellings
    assert label in scanned(label.translate(NORWEGIAN)).spellings
    assert label in scanned(label * 2).spellings


def test_what_is_no_one_label() -> None:
    """Two scans at once, nothing, too much, and a label that was cut."""
    one, two = label_of(42), label_of(43)
    for text in (one + two, f"{one}\r\n{two}\r\n", (one + two).translate(NORWEGIAN)):
        assert scanned(text).said is Said.SEVERAL, text
        assert scanned(text).spellings == (one, two)
    assert scanned("RK-1\rRK-2\r").spellings == ("RK-1", "RK-2")
    assert scanned("RK-1\rRK-2\r").said is Said.SEVERAL
    assert scanned(" \r\n").said is Said.EMPTY
    assert scanned("1" * 401).said is Said.LONG
    assert scanned("ST-00042").said is Said.DOUBTFUL
    assert scanned("ST-00000-0").said is Said.DOUBTFUL
    assert scanned(f"{one}ST-000").said is Said.DOUBTFUL


def test_labels_are_compared_without_blanks_and_case() -> None:
    """«rk 12» is the label «RK12», and Station's own has one spelling."""
    assert label_key("rk 12") == label_key("RK12")
    assert label_key("st 42 " + check_digit("42")) == label_key(label_of(42))
    assert is_doubtful("ST-00042-" + str((int(check_digit("42")) + 1) % 10))


@given(st.text(max_size=60))
def test_nothing_raises(text: str) -> None:
    """Whatever is typed, something is said of it, and tidying twice changes nothing more."""
    found = scanned(text)
    assert found.spellings or found.said is Said.EMPTY
    assert tidy(tidy(text)) == tidy(text)
    label_key(text)
    is_doubtful(text)
