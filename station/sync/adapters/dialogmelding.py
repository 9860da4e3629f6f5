"""Dialogmelding 1.1 in a MsgHead 1.2: a note about a patient to the GP, with the plan as a PDF.

Built with names as literal tags and namespaces as attributes, so that the text reads as the
documented examples do and no prefix is registered for the whole program.
"""

import base64
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from station.core.zone import local
from station.sync.adapters.people import Person

MSG_HEAD = "http://www.kith.no/xmlstds/msghead/2006-05-24"
DIALOG = "http://www.kith.no/xmlstds/dialog/2013-01-23"
CONTAINER = "http://www.kith.no/xmlstds/base64container"
MESSAGE_TYPE = "DIALOG_HELSEFAGLIG"
_VERSION = "v1.2 2006-05-24"
_ORGANISATION_IDS = "2.16.578.1.12.4.1.1.9051"
_PERSON_IDS = "2.16.578.1.12.4.1.1.8116"
_SUBJECTS = "2.16.578.1.12.4.1.1.7322"
_NUMBERS = {
    "F": ("FNR", "Fødselsnummer"),
    "D": ("DNR", "D-nummer"),
    "FH": ("FHN", "Felles hjelpenummer"),
}
MOST_PDF = 18 * 1024 * 1024
"""Larger attachments are refused by receivers."""


@dataclass(frozen=True, slots=True)
class Party:
    """A communication party: the organisation and its service, each with its HER-id."""

    organisation: str
    organisation_her: str
    service: str
    service_her: str
    organisation_number: str = ""


@dataclass(frozen=True, slots=True)
class Letter:
    """What the GP gets: `at` in UTC ms; `message_id` stays the same however often it is sent."""

    message_id: str
    at: int
    sender: Party
    receiver: Party
    person: Person
    given_name: str
    family_name: str
    subject: str
    words: str
    pdf: bytes
    pdf_name: str


def message(letter: Letter) -> bytes:
    """Give the XML as UTF-8; ValueError for a PDF that is too large or a number that has no code.

    The receiver knows a repeat by its MsgId, so that the same letter may be sent again.
    """
    if len(letter.pdf) > MOST_PDF:
        raise ValueError("the attachment is too large")
    if letter.person.number_kind not in _NUMBERS:
        raise ValueError("a number that the standard has no code for")
    root = Element("MsgHead", {"xmlns": MSG_HEAD})
    info = SubElement(root, "MsgInfo")
    SubElement(info, "Type", {"V": MESSAGE_TYPE, "DN": "Helsefaglig dialog"})
    _text(info, "MIGversion", _VERSION)
    _text(info, "GenDate", _moment(letter.at))
    _text(info, "MsgId", letter.message_id)
    SubElement(info, "Ack", {"V": "J", "DN": "Ja"})
    _party(SubElement(info, "Sender"), letter.sender)
    _party(SubElement(info, "Receiver"), letter.receiver)
    _patient(info, letter)
    _note(root, letter)
    _attachment(root, letter)
    indent(root)
    return bytes(tostring(root, encoding="utf-8", xml_declaration=True))


def _text(parent: Element, tag: str, words: str) -> None:
    # What XML 1.0 cannot hold is left out: a pasted control character must not stop a letter.
    SubElement(parent, tag).text = "".join(
        each for each in words if each in "\t\n\r" or (each >= " " and each not in "\ufffe\uffff")
    )


def _moment(at: int) -> str:
    return local(at).isoformat(timespec="seconds")


def _ident(parent: Element, number: str, code: str, system: str, meaning: str) -> None:
    if number:
        ident = SubElement(parent, "Ident")
        _text(ident, "Id", number)
        SubElement(ident, "TypeId", {"V": code, "S": system, "DN": meaning})


def _party(parent: Element, party: Party) -> None:
    outer = SubElement(parent, "Organisation")
    _text(outer, "OrganisationName", party.organisation)
    _ident(outer, party.organisation_her, "HER", _ORGANISATION_IDS, "HER-id")
    _ident(outer, party.organisation_number, "ENH", _ORGANISATION_IDS, "Organisasjonsnummer")
    inside = SubElement(outer, "Organisation")
    _text(inside, "OrganisationName", party.service)
    _ident(inside, party.service_her, "HER", _ORGANISATION_IDS, "HER-id")


def _patient(info: Element, letter: Letter) -> None:
    patient = SubElement(info, "Patient")
    _text(patient, "FamilyName", letter.family_name)
    _text(patient, "GivenName", letter.given_name)
    code, meaning = _NUMBERS[letter.person.number_kind]
    _ident(patient, letter.person.number, code, _PERSON_IDS, meaning)


def _note(root: Element, letter: Letter) -> None:
    document = SubElement(root, "Document")
    SubElement(document, "DocumentConnection", {"V": "H", "DN": "Hoveddokument"})
    reference = SubElement(document, "RefDoc")
    SubElement(reference, "MsgType", {"V": "XML", "DN": "XML-instans"})
    _text(reference, "MimeType", "text/xml")
    content = SubElement(reference, "Content")
    dialog = SubElement(content, "Dialogmelding", {"xmlns": DIALOG})
    note = SubElement(dialog, "Notat")
    SubElement(note, "TemaKodet", {"V": "6", "S": _SUBJECTS, "DN": "Henvendelse om pasient"})
    _text(note, "Tema", letter.subject)
    _text(note, "TekstNotatInnhold", letter.words)


def _attachment(root: Element, letter: Letter) -> None:
    document = SubElement(root, "Document")
    SubElement(document, "DocumentConnection", {"V": "V", "DN": "Vedlegg"})
    reference = SubElement(document, "RefDoc")
    SubElement(reference, "IssueDate", {"V": _moment(letter.at)})
    SubElement(reference, "MsgType", {"V": "A", "DN": "Vedlegg"})
    _text(reference, "MimeType", "application/pdf")
    _text(reference, "Description", letter.pdf_name)
    content = SubElement(reference, "Content")
    held = SubElement(content, "Base64Container", {"xmlns": CONTAINER})
    held.text = base64.b64encode(letter.pdf).decode()
