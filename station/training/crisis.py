"""The invented crisis plan: how the begun lines of the template are finished, in own words."""

from collections.abc import Mapping
from dataclasses import replace

from station.rules.plans import Line, LineState

_BEGUN = "…"
WORDS: Mapping[str, str] = {
    "green.sign.notice": "jeg sover lite og svarer kort",
    "green.sign.others": "jeg slutter å komme til middag",
    "green.measure.self": "en lang tur uten telefon",
    "green.measure.calm": "musikk, og å rydde på kjøkkenet",
    "yellow.sign.notice": "ikke klarer å stå opp",
    "yellow.sign.others": "ikke svarer på telefonen",
    "yellow.measure.self": "å være ett sted der det er andre",
    "yellow.measure.contact": "Klar Lind, søsteren min",
    "red.sign.notice": "tankene bare går i ring",
    "red.sign.others": "jeg sitter stille og ikke vil snakke",
    "red.measure.self": "jeg går til Klar og låser ikke døren",
    "red.measure.contact": "oppfølgingen, og Klar sitter hos meg",
    "preventive.activity": "svømming på tirsdager",
    "preventive.nutrition": "frokost hver dag, og i seng før midnatt",
    "triggers.what": "har sovet dårlig flere netter",
    "triggers.places": "høytider, og brev jeg ikke forstår",
    "early.body": "at det knyter seg i magen",
    "early.thoughts": "at det er best å være for seg selv",
    "early.doing": "avlyse det jeg har avtalt",
    "met.say": "«jeg blir her»",
    "met.do": "gå en tur, uten å spørre så mye",
    "not.what": "sier at jeg må ta meg sammen",
    "contacts.close": "Klar Lind, søster, 68 05 01 14",
    "contacts.therapist": "Mild Hei, psykisk helse, 68 05 01 15",
    "wanted.what": "en samtale samme dag, og hjelp til å sove",
    "unwanted.what": "å bli kjørt et sted uten at noen har spurt meg",
}
"""By the line's id without the template's name."""


def finished(line: Line) -> Line:
    """Give a line of the template with the patient's own words in the place of «…»."""
    if _BEGUN not in line.text:
        return replace(line, state=LineState.KEPT)
    own = WORDS[line.id.split(".", 1)[1]]
    return replace(line, text=f"{line.text.replace(_BEGUN, own)}.", state=LineState.CHANGED)
