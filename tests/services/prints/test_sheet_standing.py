"""What a sheet says of how its version stands."""

from dataclasses import replace

import pytest

from station.models.queries.plans import VersionRow
from station.rules.approval import ELSEWHERE
from station.rules.plans import PlanContent, PlanStatus, PlanVersion
from station.services.prints.sheet_standing import approval_of, status_of, to_sign

VERSION = PlanVersion(
    "v",
    "plan",
    "p",
    1,
    PlanStatus.APPROVED,
    PlanContent("kols", "nb"),
    0,
    "n",
    "Lege Stille Vann",
    "2026-11-20",
    "paper",
    5,
)
THEIRS = replace(VERSION.content, origin="St. Olavs hospital", valid_from="2026-11-18")


def said(version: PlanVersion) -> str:
    return approval_of(VersionRow(version, "h", "", "", None)).text


@pytest.mark.parametrize(
    ("version", "words"),
    [
        (VERSION, ""),
        (replace(VERSION, status=PlanStatus.DRAFT), "DRAFT FOR APPROVAL BY THE GP"),
        (replace(VERSION, status=PlanStatus.WITHDRAWN), "LAID ASIDE, NEVER IN FORCE"),
        (replace(VERSION, status=PlanStatus.DRAFT, content=THEIRS), "MADE ELSEWHERE"),
        (
            replace(VERSION, status=PlanStatus.REPLACED, content=THEIRS),
            "REPLACED, NOT IN FORCE ANY MORE",
        ),
    ],
)
def test_the_status_stands_over_the_sheet(version: PlanVersion, words: str) -> None:
    assert status_of(version) == words


def test_who_decided_is_said_and_a_plan_of_others_is_never_said_to_be_approved() -> None:
    assert said(VERSION) == "Approved by Lege Stille Vann on 20 Nov 2026 (on paper)."
    made = replace(VERSION, content=THEIRS, channel=ELSEWHERE, approved_by=THEIRS.origin)
    sentence = "Made by St. Olavs hospital, holds from 18 Nov 2026. Not approved here."
    assert said(made) == sentence
    assert said(replace(made, status=PlanStatus.DRAFT, approved_on="")) == sentence
    assert said(replace(VERSION, approved_on="", content=VERSION.content)) == "Never approved."


def test_the_gp_decides_in_a_box() -> None:
    box = to_sign()
    assert (len(box.choices), len(box.lines)) == (3, 2)
