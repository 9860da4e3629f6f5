"""The letter to the GP has the structure of the documented examples, and carries the PDF whole."""

import base64
from dataclasses import replace
from xml.etree.ElementTree import Element, fromstring

import pytest

from station.sync.adapters.dialogmelding import (
    CONTAINER,
    DIALOG,
    MOST_PDF,
    MSG_HEAD,
    message,
)
from station.sync.adapters.people import Person
from tests.sync.adapters.samples import PERSON, golden, letter

HEAD = f"{{{MSG_HEAD}}}"


def tree(xml: bytes) -> Element:
    return fromstring(xml)  # noqa: S314  (our own)


def names(element: Element | None) -> list[str]:
    assert element is not None
    return [each.tag.partition("}")[2] for each in element]


def test_what_is_sent_is_what_the_golden_file_says() -> None:
    made = message(letter())
    assert golden("dialogmelding.xml", made) == made


def test_the_order_of_elements_is_that_of_the_standard() -> None:
    root = tree(message(letter()))
    assert root.tag == f"{HEAD}MsgHead"
    assert names(root) == ["MsgInfo", "Document", "Document"]
    wanted = ["Type", "MIGversion", "GenDate", "MsgId", "Ack", "Sender", "Receiver", "Patient"]
    assert names(root.find(f"{HEAD}MsgInfo")) == wanted
    for document in root.findall(f"{HEAD}Document"):
        assert names(document) == ["DocumentConnection", "RefDoc"]
    note, attached = root.findall(f"{HEAD}Document/{HEAD}RefDoc")
    assert names(note) == ["MsgType", "MimeType", "Content"]
    assert names(attached) == ["IssueDate", "MsgType", "MimeType", "Description", "Content"]


def test_both_parties_have_their_her_ids() -> None:
    root = tree(message(letter()))
    found = {}
    for side in ("Sender", "Receiver"):
        idents = root.iterfind(f"{HEAD}MsgInfo/{HEAD}{side}//{HEAD}Ident")
        found[side] = [
            (each.findtext(f"{HEAD}Id"), each.find(f"{HEAD}TypeId").get("V"))  # type: ignore[union-attr]
            for each in idents
        ]
    assert found == {
        "Sender": [("8000001", "HER"), ("999999999", "ENH"), ("8000002", "HER")],
        "Receiver": [("8000003", "HER"), ("8000004", "HER")],
    }


def test_the_note_and_the_pdf_come_through_whole() -> None:
    pdf = bytes(range(256)) * 40
    words = "Æøå & <b>\x00\x0b\ufffe\nslutt"
    root = tree(message(letter(pdf=pdf, words=words)))
    note = root.find(f".//{{{DIALOG}}}Notat")
    assert names(note) == ["TemaKodet", "Tema", "TekstNotatInnhold"]
    assert note is not None
    assert note.findtext(f"{{{DIALOG}}}TekstNotatInnhold") == "Æøå & <b>\nslutt"
    held = root.findtext(f".//{{{CONTAINER}}}Base64Container")
    assert base64.b64decode(held or "", validate=True) == pdf


@pytest.mark.parametrize(("kind", "code"), [("F", "FNR"), ("D", "DNR"), ("FH", "FHN")])
def test_each_kind_of_number_has_its_code(kind: str, code: str) -> None:
    made = message(letter(person=replace(PERSON, number_kind=kind)))
    patient = tree(made).find(f"{HEAD}MsgInfo/{HEAD}Patient/{HEAD}Ident/{HEAD}TypeId")
    assert patient is not None
    assert patient.get("V") == code


def test_the_same_letter_is_the_same_bytes() -> None:
    assert message(letter()) == message(letter())


def test_what_no_receiver_would_take_is_refused_here() -> None:
    with pytest.raises(ValueError, match="too large"):
        message(letter(pdf=b"x" * (MOST_PDF + 1)))
    with pytest.raises(ValueError, match="no code"):
        message(letter(person=Person("01817012345", "H")))
