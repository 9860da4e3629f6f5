"""The columns of a municipality's own list of equipment, and the headings they are known by."""

import re
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum

from station.core.i18n import N_
from station.files.profile import key_of
from station.files.sniff import header_row_of
from station.files.table import Cells, Record, text_of


class Field(StrEnum):
    """What one column of the list says of a device; NOTE may be said of several columns."""

    KIND = "kind"
    NAME = "name"
    MAKER = "maker"
    MODEL = "model"
    SERIAL = "serial"
    LABEL = "label"
    OWNER = "owner"
    BOUGHT = "bought"
    WARRANTY = "warranty"
    PRICE = "price"
    CALIBRATION = "calibration"
    BATTERY = "battery"
    CONDITION = "condition"
    STATE = "state"
    PLACE = "place"
    BORROWER = "borrower"
    PHONE = "phone"
    NOTE = "note"


FIELD_WORDS: Mapping[Field, str] = {
    Field.KIND: N_("Kind of equipment"),
    Field.NAME: N_("What it is called"),
    Field.MAKER: N_("Maker"),
    Field.MODEL: N_("Model"),
    Field.SERIAL: N_("Serial number"),
    Field.LABEL: N_("Label code"),
    Field.OWNER: N_("Owner"),
    Field.BOUGHT: N_("Bought on"),
    Field.WARRANTY: N_("Warranty until"),
    Field.PRICE: N_("Price"),
    Field.CALIBRATION: N_("Calibrated by"),
    Field.BATTERY: N_("Battery changed by"),
    Field.CONDITION: N_("Condition"),
    Field.STATE: N_("State"),
    Field.PLACE: N_("Where it is"),
    Field.BORROWER: N_("Who has it (becomes a note)"),
    Field.PHONE: N_("Telephone number of the SIM"),
    Field.NOTE: N_("Note"),
}

_HEADINGS: Mapping[Field, str] = {
    Field.KIND: "type|utstyrstype|type utstyr|utstyr|kategori|produkt|produkttype|produktgruppe|"
    "enhetstype|type enhet|slag|slag utstyr|kind|category|device type|equipment|hva",
    Field.NAME: "betegnelse|benevnelse|utstyrsnavn|navn på utstyr|navn på utstyret|enhetsnavn|"
    "namn på utstyret|kalles",
    Field.MAKER: "merke|produsent|fabrikat|fabrikant|maker|manufacturer|brand",
    Field.MODEL: "modell|model|modellnavn|modellnummer|typebetegnelse|produktnavn|merke/modell|"
    "merke og modell|modell/type",
    Field.SERIAL: "serienummer|serienr|serie nr|serie|s/n|sn|serial|serial number|serial no|"
    "serienummer/imei",
    Field.LABEL: "etikett|merkelapp|merking|inventarnummer|inventarnr|inv nr|id|id nr|id nummer|"
    "utstyrsnummer|utstyrsnr|strekkode|label|asset tag|eiendelsnummer|utstyrs id|enhets id|"
    "merkenummer|merkenr",
    Field.OWNER: "eier|eigar|eies av|eid av|eierskap|owner",
    Field.BOUGHT: "kjøpt|innkjøpt|kjøpsdato|innkjøpsdato|anskaffet|anskaffelsesdato|dato kjøpt|"
    "innkjøp|kjøpt dato|kjøpt år|innkjøpsår|innkjøpsdag|purchased|purchase date|bought|"
    "bought on|kjøpt den|skaffa|kjøpsår",
    Field.WARRANTY: "garanti|garanti til|garantitid|garanti utløper|garantidato|garantislutt|"
    "garanti t o m|garanti tom|warranty|warranty until",
    Field.PRICE: "pris|innkjøpspris|kjøpspris|kostnad|kostpris|beløp|price|cost|pris kr|"
    "pris inkl mva|verdi",
    Field.CALIBRATION: "kalibrering|neste kalibrering|kalibreres|kalibreres innen|"
    "kalibrering innen|kalibrering til|neste kontroll|kontroll innen|calibration due|"
    "calibration|kalibrering forfaller|kalibrerast innan",
    Field.BATTERY: "batteribytte|neste batteribytte|batteri byttes|batteribytte innen|batteri|"
    "batteri innen|battery due|byte av batteri",
    Field.CONDITION: "tilstand|stand|condition",
    Field.STATE: "status|state",
    Field.PLACE: "plassering|plass|sted|stad|hvor|kvar|lokasjon|lager|rom|oppbevares|location|"
    "place|where|oppbevaring|står",
    Field.BORROWER: "låner|lånar|lånt av|lånt til|utlånt til|utlånt|bruker|brukar|pasient|"
    "lånetaker|utlevert til|hos|hos hvem|borrower|lent to|pasientnavn|navn på bruker",
    Field.PHONE: "simnummer|sim nummer|telefonnummer sim|sim telefon|mobilnummer sim",
    Field.NOTE: "merknad|merknader|kommentar|kommentarer|notat|anmerkning|beskrivelse|note|"
    "notes|comment|comments|annet|info|opplysninger",
}
_IN_BRACKETS = re.compile(r"[(\[].*?[)\]]")
_SECOND_LINE = 2


def field_of(heading: str) -> Field | None:
    """Give what a column with this heading most likely is; None where it tells nothing."""
    return _FIELD_OF.get(_squeezed(_IN_BRACKETS.sub(" ", heading)))


def _squeezed(text: str) -> str:
    """Set case, blanks and signs aside: «Inventar-nr.» is «inventar nr»."""
    return "".join(mark for mark in key_of(text) if mark.isalnum())


_FIELD_OF = {
    _squeezed(words): field for field, line in _HEADINGS.items() for words in line.split("|")
}


def fields_of(headings: Sequence[str]) -> dict[int, Field]:
    """Give the columns that are known; the first of two alike has it, except notes."""
    found: dict[int, Field] = {}
    for at, heading in enumerate(headings):
        field = field_of(heading)
        if field is not None and (field is Field.NOTE or field not in found.values()):
            found[at] = field
    return found


def heading_row(head: Sequence[Record]) -> int:
    """Give the number of the row that most likely names the columns, among the first rows."""
    known = {number: len(fields_of(headings_at(head, number))) for number, _ in head}
    best = max(known.values(), default=0)
    if best > 1:
        return next(number for number, count in known.items() if count == best)
    return header_row_of(head)


def headings_at(head: Sequence[Record], row: int) -> tuple[str, ...]:
    """Give the headings in a row; where a cell is empty, what stands above it (a merged cell)."""
    rows = dict(head)
    names, above = _texts(rows.get(row, ())), _texts(rows.get(row - 1, ()))
    # A title over the whole list is no heading: the line above must name several columns.
    filled = sum(1 for text in above if text) >= _SECOND_LINE
    padded = above if filled else ()
    width = max(len(names), len(padded))
    return tuple(_at(names, at) or _at(padded, at) for at in range(width))


def is_heading_again(cells: Iterable[str], headings: Sequence[str]) -> bool:
    """Tell whether a row repeats the headings, as at the top of each page of an old print.

    A second line of headings (English under Norwegian, say) counts, too.
    """
    texts = list(cells)
    same = sum(
        1
        for text, name in zip(texts, headings, strict=False)
        if text and key_of(text) == key_of(name)
    )
    filled = [text for text in texts if text]
    if same >= _SECOND_LINE:
        return True
    return len(filled) > _SECOND_LINE and all(field_of(text) for text in filled)


def _texts(cells: Cells) -> list[str]:
    return [text_of(cell) for cell in cells]


def _at(texts: Sequence[str], place: int) -> str:
    return texts[place] if place < len(texts) else ""
