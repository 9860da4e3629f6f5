"""Receipts about invented people, for the tests, the pictures and the validator."""

from dataclasses import replace

from station.printing.documents import ReceiptDocument, ReceiptHalf, strong, words
from tests.printing.samples import IDENTITY

_HALF = ReceiptHalf(
    "Lånerens del",
    words("Utlevert 20.11.2026 av Mild Kystvei. Mottatt av Stille Brygge."),
    ("Utstyr", "Serienummer", "Merkelapp", "Stand og tilbehør", "Tilbake innen"),
    (
        ("Nettbrett: Lenovo M10, N-1", "HA1X2345", "ST-00007-3", "God. Med: lader.", "20.01.2027"),
        ("Pulsoksymeter: Nonin 3230, O-12", "502912345", "–", "–", "etter avtale"),
    ),
    (
        words("Alt på listen leveres tilbake med tilbehør. ", strong("Senest 20.01.2027.")),
        words("Si fra til oss med en gang hvis noe blir borte."),
    ),
    ("Dato og underskrift: Stille Brygge", "Dato og underskrift for Fjellsund kommune"),
    "Spørsmål om utstyret? Ring 68 05 01 00, hverdager 09–15.",
)
RECEIPT = ReceiptDocument(
    replace(
        IDENTITY,
        title="Kvittering for utlånt utstyr",
        status="",
        diagnosis="",
        version="",
        code="KV-00042-7",
    ),
    (_HALF, replace(_HALF, whose="Kommunens del")),
    (0.3, 0.18, 0.15, 0.21, 0.16),
)
_MANY = tuple((*_HALF.rows[at % 2][:1], f"SN{at:05d}", *_HALF.rows[at % 2][2:]) for at in range(14))
RECEIPTS = replace(
    RECEIPT,
    halves=(
        replace(RECEIPT.halves[0], rows=_MANY),
        replace(RECEIPT.halves[1], rows=_MANY),
    ),
)
"""A receipt that runs on to a second page."""
