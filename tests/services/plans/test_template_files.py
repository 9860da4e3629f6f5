"""Which words a template has: the shipped ones in three languages, and no other code."""

import pytest

from station.core.trouble import Trouble
from station.rules.template_sets import faults
from station.services.plans.template_files import LANGUAGES, TEMPLATES, shipped, unknown


@pytest.mark.parametrize("code", TEMPLATES)
def test_every_shipped_template_could_be_taken_into_use_as_it_is(code: str) -> None:
    made = shipped(code)
    assert made.languages == LANGUAGES
    assert made.first.code == code
    # A limit that only the doctor can say and one with a source: nothing else stands in one.
    assert faults(made) == ()


def test_no_other_file_can_be_named() -> None:
    with pytest.raises(Trouble, match="template_unknown"):
        shipped("../plan_templates/kols")
    assert "kols" in unknown("kols").sentence()
