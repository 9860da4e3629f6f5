"""The station's seal on prints: made once, the same afterwards, and different on every page."""

from dataclasses import replace

from station.rules.papercode import scanned, signed_part
from station.services.record import Record
from station.services.stamping import known_stamp, page_stamp, sealed, stamp_of
from tests.paper_desk import Desk
from tests.plan_office import NURSE


def test_the_key_is_made_once_and_noted(record: Record) -> None:
    with record.read() as reader:
        assert known_stamp(reader) is None
    first = stamp_of(record, NURSE)
    assert stamp_of(record, NURSE).name == first.name
    with record.read() as reader:
        again = known_stamp(reader)
        rows = reader.raw("SELECT count(*) FROM audit WHERE action = 'paper_key_made'")
    assert again is not None
    assert again.name == first.name
    assert rows == [(1,)]


def test_every_page_has_a_code_of_its_own_with_a_seal_that_holds(desk: Desk) -> None:
    stamp = stamp_of(desk.record, NURSE)
    row = desk.plans.open(NURSE, desk.draft)
    made = page_stamp(stamp, row)
    texts = [made(page, 3) for page in (1, 2, 3)]
    codes = [code for text in texts for code in scanned(text).codes]
    assert [(code.page, code.pages) for code in codes] == [(1, 3), (2, 3), (3, 3)]
    assert all(stamp.holds(signed_part(code), code.seal) for code in codes)
    assert {code.version_id for code in codes} == {desk.draft}
    other = replace(codes[0], page=2)
    assert not stamp.holds(signed_part(other), other.seal)
    assert sealed(stamp, other).seal != codes[0].seal
