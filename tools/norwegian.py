"""Words that give the wrong Norwegian away: bokmål in a nynorsk text, or the other way round."""

import re

WORD = re.compile(r"[^\W\d_]+")

# Not «et»: in nynorsk it is what one does with food.
ONLY_BOKMAAL = frozenset(
    WORD.findall(
        "bare ble dager dere egen egenbehandlingsplan egenbehandlingsplanen en finnes fra "
        "gjelder gjør hjem hjemme hun hva hvem hver hverandre hvert hvilke hvilken hvis hvor "
        "hvordan hvorfor ikke jeg ligger mangler mer mye målinger noe noen pasienter se selv "
        "skriver sykehus sykepleier sykepleiere timer uke uker være velg åpen åpent åpne "
        "åpner"
    )
)
ONLY_NYNORSK = frozenset(
    WORD.findall(
        "berre dagar dykk eg eigen eigenbehandlingsplan eigenbehandlingsplanen ein eit finst "
        "fleire frå gjeld gjer heim heime ho ikkje korleis kva kvar kvarandre kvart kven "
        "kvifor manglar meir mykje målingar nokon noko nokre opnar opne pasientar sjukehus "
        "sjukepleiar sjukepleiarar sjå sjølv timar vart veke veker vere"
    )
)


def foreign_words(text: str, language: str) -> list[str]:
    """The words of `text` that belong to the other written Norwegian than `language`."""
    foreign = ONLY_BOKMAAL if language == "nn" else ONLY_NYNORSK
    return [word for word in WORD.findall(text) if word.lower() in foreign]
