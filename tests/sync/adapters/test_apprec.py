"""Receipts are read for what they say; anything else is not taken for one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.sync.adapters.apprec import SPACES, Receipt, Taken, read


def receipt(space: str, status: str, errors: str = "") -> bytes:
    return (
        f'<AppRec xmlns="{space}"><MsgType V="APPREC"/><Id>r-1</Id>'
        f'<Status V="{status}" DN="x"/>{errors}'
        "<OriginalMsgId><MsgType V='DIALOG_HELSEFAGLIG'/><Id>m-1</Id></OriginalMsgId></AppRec>"
    ).encode()


@pytest.mark.parametrize("space", SPACES)
@pytest.mark.parametrize("taken", list(Taken))
def test_a_receipt_says_whose_and_what(space: str, taken: Taken) -> None:
    assert read(receipt(space, taken.value)) == Receipt("m-1", taken)


def test_the_receivers_words_are_kept() -> None:
    errors = '<Error V="E30" DN="Pasienten er ukjent"/><Error V="X" OT="Se vedlegg"/><Error V="Y"/>'
    found = read(receipt(SPACES[0], "2", errors))
    assert found == Receipt("m-1", Taken.REFUSED, "Pasienten er ukjent; Se vedlegg")


@pytest.mark.parametrize(
    "xml",
    [
        b"",
        b"<AppRec/>",
        b"not xml <",
        receipt(SPACES[0], "9"),
        receipt("urn:other", "1"),
        receipt(SPACES[0], "1").replace(b"m-1", b" "),
        receipt(SPACES[0], "1").replace(b"<Status", b"<Other"),
        receipt(SPACES[0], "1").replace(b"AppRec", b"Appendix"),
        b'<!DOCTYPE a [<!ENTITY b "c">]>' + receipt(SPACES[0], "1"),
        receipt(SPACES[0], "1") + b" " * (256 * 1024),
    ],
)
def test_what_is_no_receipt_is_refused(xml: bytes) -> None:
    with pytest.raises(ValueError, match=r"receipt|Taken"):
        read(xml)


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(xml: bytes) -> None:
    with pytest.raises(ValueError, match="receipt"):
        read(xml)
