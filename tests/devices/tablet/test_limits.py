"""The numbers of the protocol fit each other and what the document says."""

from pathlib import Path

from station.devices.tablet import limits
from station.devices.tablet.limits import TabletFault, Why

DOCUMENT = (Path(__file__).parents[3] / "docs" / "tablet-protocol.md").read_text("utf-8")


def test_the_document_names_the_same_numbers() -> None:
    for uuid in (limits.SERVICE, limits.INFO, limits.TO_TABLET, limits.FROM_TABLET):
        assert uuid in DOCUMENT
    for number in (limits.MOST_MESSAGE, limits.MOST_PLAIN, limits.MOST_ENTRY):
        assert f"{number:,}".replace(",", " ") in DOCUMENT
    assert f"1 to {limits.MOST_PER_BATCH} entries" in DOCUMENT
    assert f"newest {limits.MOST_SHIFTS}" in DOCUMENT
    assert limits.MOST_ENTRY <= limits.MOST_BATCH < limits.MOST_PLAIN


def test_a_fault_says_why_and_no_more_than_that() -> None:
    fault = TabletFault(Why.CHAIN, "gap")
    assert (fault.why, fault.detail, str(fault)) == (Why.CHAIN, "gap", "chain gap")
    assert str(TabletFault(Why.EXPIRED)) == "expired"
