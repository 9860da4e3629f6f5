"""Forms in the search box: found by their title, and only by enough of it."""

from station.views.formbuilder.search import find
from tests.opened import Opener
from tests.views.formbuilder.conftest import LEADER


def test_a_form_in_use_is_found_by_a_part_of_its_title(opener: Opener) -> None:
    (hit,) = find(opener.station, LEADER, "esas")
    assert (hit.title, hit.detail) == ("ESAS-r", "Form · version 1")
    assert (hit.page, hit.subject) == ("form_builder", "esas_r")


def test_two_letters_find_no_form_and_one_that_is_not_in_use_is_not_found(opener: Opener) -> None:
    assert find(opener.station, LEADER, "es") == []
    assert find(opener.station, LEADER, "phq") == []
