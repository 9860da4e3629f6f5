"""The words that lists of equipment use for kinds, states and conditions, and what they mean."""

from collections.abc import Mapping
from typing import Final

from station.files.profile import key_of

LENT_IN_LIST: Final = "lent"
"""A state that the list says and the register never takes over: who has it must be known."""

_KINDS: Mapping[str, str] = {
    "tablet": "nettbrett|ipad|tablet|lesebrett|nettbrett/ipad|pad",
    "oximeter": "pulsoksymeter|oksymeter|pulsoximeter|oximeter|pulse oximeter|pox|spo2|spo2-måler|"
    "saturasjonsmåler|metningsmåler|fingermåler",
    "scale": "vekt|badevekt|personvekt|scale|digital vekt",
    "cuff": "blodtrykksmåler|blodtrykksapparat|bt-apparat|bt-måler|blodtrykk|mansjett|"
    "blood pressure meter|blodtrykkmåler|cuff|bt apparat",
    "thermometer": "termometer|febertermometer|øretermometer|thermometer",
    "glucose_meter": "blodsukkerapparat|blodsukkermåler|glukosemåler|glukometer|glucose meter|"
    "blodsukker|bs-apparat",
    "heart_rate": "pulsbelte|pulsklokke|heart rate belt|brystbelte",
    "spirometer": "spirometer|pef-måler|pefmåler|pef|peakflow|peak flow",
    "camera": "kamera|webkamera|camera|videokamera",
    "amplifier": "samtaleforsterker|samtaleforsterkar|høreforsterker|amplifier|"
    "conversation amplifier|lydforsterker",
    "charger": "lader|ladar|ladekabel|strømforsyning|charger|ladestasjon",
    "sim": "sim|sim-kort|simkort|sim card|mobilabonnement|datakort",
    "other": "annet|anna|annet utstyr|other|diverse|tilbehør",
}
_STATES: Mapping[str, str] = {
    "in_store": "på lager|lager|ledig|inne|tilgjengelig|in store|in stock|available|klar|"
    "på lageret|i bruk på kontoret|ny|ok",
    "repair": "reparasjon|til reparasjon|service|på service|til service|ødelagt|defekt|"
    "i reparasjon|øydelagd|broken|repair|in repair|virker ikke|feil",
    "cleaning": "vask|rengjøring|til vask|til rengjøring|reingjering|cleaning",
    "lost": "mistet|tapt|savnet|borte|mista|sakna|lost|stjålet|missing",
    "scrapped": "kassert|kassera|utrangert|skrotet|scrapped|kastet|destruert|avhendet|utgått",
    LENT_IN_LIST: "utlånt|ute|lånt ut|hos bruker|hos pasient|i bruk|utlevert|lent|on loan|"
    "lånt|hos brukar|utlånt til bruker",
}
_CONDITIONS: Mapping[str, str] = {
    "new": "ny|nytt|ubrukt|new|som ny|som nytt",
    "good": "god|bra|ok|i orden|fin|good|fungerer|virker|helt|hel|brukt|pent brukt",
    "worn": "slitt|noe slitt|merker|riper|worn|gammel|middels",
    "damaged": "skadet|skada|sprekk|ødelagt|defekt|dårlig|damaged|broken|knust|øydelagd",
}
_NOTHING = frozenset(
    [
        "-",
        "–",
        "—",
        "?",
        "x",
        "n/a",
        "na",
        "ingen",
        "ukjent",
        "ukjend",
        "unknown",
        "none",
        "mangler",
        "null",
        ".",
        "0",
    ]
)


def _turned(words: Mapping[str, str]) -> dict[str, str]:
    return {word: code for code, line in words.items() for word in line.split("|")}


_KIND_OF, _STATE_OF, _CONDITION_OF = map(_turned, (_KINDS, _STATES, _CONDITIONS))


def kind_of(text: str) -> str:
    """Give the code of the kind that a word in a list means, or "" for a word not known."""
    return _KIND_OF.get(key_of(text), "")


def state_of(text: str) -> str:
    """Give the state that a word in a list means (LENT_IN_LIST among them), or ""."""
    return _STATE_OF.get(key_of(text), "")


def condition_of(text: str) -> str:
    """Give the condition that a word in a list means, or ""."""
    return _CONDITION_OF.get(key_of(text), "")


def says_nothing(text: str) -> bool:
    """Tell whether a cell is empty, or holds what people write for «not known»."""
    return not text.strip() or key_of(text) in _NOTHING
