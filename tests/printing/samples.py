"""Documents about invented people, for the tests, the pictures and the benchmark of the prints."""

from dataclasses import replace
from random import Random

from station.printing.documents import (
    Approval,
    CriticalLimits,
    Identity,
    LimitLine,
    LimitRow,
    Period,
    Phone,
    PlanDocument,
    Point,
    RecoverySheet,
    ReportDocument,
    ReportPart,
    Section,
    Series,
    Table,
    Tick,
    TrendDocument,
    Words,
    Zone,
    ZoneField,
    strong,
    words,
)

DAY = 86_400_000
START = 1_793_059_200_000

FOOTER = (
    "Ikke en akuttjeneste og ikke sertifisert medisinsk utstyr: ved fare for liv, ring 113.",
    "Ingen følger med utenom åpningstiden, hverdager 09–15.",
    "Grenseverdier er forslag til fastlegen har godkjent dem.",
)
IDENTITY = Identity(
    language="nb",
    municipality="Fjellsund kommune",
    service="Digital hjemmeoppfølging",
    title="Min egenbehandlingsplan",
    status="UTKAST TIL GODKJENNING HOS FASTLEGE",
    person="Rask Elg",
    birth_date="14.03.1948",
    diagnosis="KOLS",
    version="4",
    code="7F3A-19",
    printed="25.11.2026",
    footer=FOOTER,
)
ZONES = (
    ZoneField(
        Zone.GREEN,
        "GRØNN",
        "Slik er jeg når jeg har det bra",
        (
            words("Puster som vanlig."),
            words("SpO₂ ", strong("89 % eller mer"), " i ro."),
        ),
        (
            words("Tar faste medisiner."),
            words("Går tur hver dag."),
            words("Spiser nok, tre måltider."),
            words("Måler hver morgen."),
        ),
    ),
    ZoneField(
        Zone.YELLOW,
        "GUL",
        "Jeg er dårligere enn vanlig",
        (
            words("Mer tungpust, mer slim eller slim som skifter farge."),
            words("SpO₂ ", strong("under 89 %"), ", to målinger på rad."),
        ),
        (
            words("Hviler, bruker pusteteknikk."),
            words("Måler igjen etter 15 minutter."),
            words("Ringer oppfølgingen i åpningstiden."),
        ),
    ),
    ZoneField(
        Zone.RED,
        "RØD",
        "Jeg trenger hjelp nå",
        (
            words("Tungpust i hvile, forvirret eller svært sliten."),
            words("SpO₂ ", strong("under 86 %"), "."),
        ),
        (
            words("Tar avtalt behandling."),
            words("Ringer oppfølgingen; utenom åpningstiden legevakt ", strong("116 117"), "."),
            words("Ved fare for liv ", strong("113"), "."),
        ),
    ),
)
PHONES = (
    Phone("Oppfølgingen, hverdager 09–15", "68 05 01 00"),
    Phone("Legevakt, døgnet rundt", "116 117"),
    Phone("Akutt, fare for liv", "113"),
)
SECTIONS = (
    Section(
        "Det som forebygger",
        (
            words("Gå tur hver dag, også korte."),
            words("Influensavaksine i oktober."),
            words("Tre måltider og nok å drikke."),
        ),
    ),
    Section(
        "Medisiner ved forverring",
        (
            words("Prednisolon 20 mg × 2 i 5 dager, etter avtale."),
            words("Atrovent inhalasjon hver 4. time ved behov."),
        ),
    ),
)
LIMITS = CriticalLimits(
    heading="Kritiske grenseverdier: fastlegen bestemmer",
    note="Forslag etter 14 dager: n = 13, median 91 %",
    gave_heading="Gir på egne målinger siste 30 dager",
    rows=(
        LimitRow("SpO₂ i ro", "< 89 %, to på rad", "< 86 %, én gang", "2 gule · 1 rød dag"),
        LimitRow("Puls i ro", "> 100, to på rad", "> 120, én gang", "0 gule · 0 røde dager"),
    ),
)
APPROVAL = Approval(
    choices=("Godkjent", "Godkjent med endringene over", "Ta kontakt med oss"),
    lines=("Dato", "Fastlegens signatur"),
)
_VALUES = (92, 91, 92, 91, 0, 92, 93, 91, 92, 90, 91, 92, 91, 90, 91, 92, 90, 91, 90, 91)
_LATE = (0, 90, 89, 90, 90, 89, 88, 88, 86, 84)


def _points(values: tuple[int, ...]) -> tuple[Point, ...]:
    return tuple(
        Point(
            START + at * DAY,
            float(value),
            excluded=at == 7,
            alert=Zone.RED if value == 84 else None,
        )
        for at, value in enumerate(values)
        if value
    )


SPO2 = Series(
    heading="SpO₂ siste 30 dager",
    note="%, i ro",
    points=_points(_VALUES + _LATE),
    limits=(
        LimitLine(89.0, "89", Zone.YELLOW, below=True),
        LimitLine(86.0, "86", Zone.RED, below=True),
    ),
    scale=(Tick(92.0, "92"), Tick(84.0, "84")),
    gap_ms=DAY * 3 // 2,
    description="SpO₂ de siste 30 dagene: 28 målinger mellom 84 og 93 %, synkende siste uke.",
)
PERIOD = Period(
    START,
    START + 29 * DAY,
    (
        Tick(START, "27. okt."),
        Tick(START + 7 * DAY, "3. nov."),
        Tick(START + 14 * DAY, "10. nov."),
        Tick(START + 21 * DAY, "17. nov."),
        Tick(START + 29 * DAY, "25. nov."),
    ),
)
PLAN = PlanDocument(
    identity=IDENTITY,
    goal=words("Gå til butikken og tilbake uten pause. Slippe innleggelse i vinter."),
    zones=ZONES,
    phones=PHONES,
    sections=SECTIONS,
    limits=LIMITS,
    approval=APPROVAL,
    schedule=words(
        strong("Måleplan: "),
        "SpO₂ og puls hver morgen før kl. 10. Spørsmål om pust og slim mandag, onsdag, fredag.",
    ),
    review="Revurderes senest 25.02.2027 eller ved vesentlig endring.",
    opening="Vi ser på målingene hverdager 09–15.",
    trend=SPO2,
    period=PERIOD,
)
APPROVED = replace(
    PLAN,
    identity=replace(IDENTITY, status="", version="5"),
    limits=None,
    approval=Approval(text="Godkjent av fastlege Stille Brygge 26.11.2026, brev."),
    trend=None,
    period=None,
)
LONG = replace(
    PLAN,
    identity=replace(
        IDENTITY,
        person="Kristoffer-Alexander O'Brien-Ødegårdsbakken von Længere-Ættenavnsen",
        diagnosis="KOLS grad 4, hjertesvikt, diabetes type 2 og kronisk nyresykdom",
    ),
    zones=tuple(
        replace(
            zone,
            signs=tuple(
                words(f"Tegn {at}: ", strong("mer tungpust"), " enn i går, ", "og slim " * at)
                for at in range(1, 13)
            ),
            measures=tuple(
                words(f"Tiltak {at}: ", "hviler med leppepust og sitter oppreist " * (at % 4 + 1))
                for at in range(1, 31)
            ),
        )
        for zone in ZONES
    ),
    sections=(
        Section("Det som forebygger", (words("En linje på fire hundre tegn. " * 14),)),
        Section("Medisiner ved forverring", (words("Supercalifragilistisk" * 20),)),
        Section("Annet som er viktig", (words("Kort."),)),
    ),
)
NYNORSK = replace(
    PLAN,
    identity=replace(
        IDENTITY,
        language="nn",
        service="Digital heimeoppfølging",
        title="Min eigenbehandlingsplan",
        status="UTKAST TIL GODKJENNING HOS FASTLEGE",
        footer=(
            "Ikkje ei akutteneste, ikkje sertifisert utstyr: ved fare for liv, ring 113.",
            "Ingen følgjer med utanom opningstida, kvardagar 09–15.",
        ),
    ),
    zones=tuple(
        replace(zone, heading=heading, feeling=feeling)
        for zone, heading, feeling in zip(
            ZONES,
            ("GRØN", "GUL", "RAUD"),
            ("Slik er eg når eg har det bra", "Eg er dårlegare enn vanleg", "Eg treng hjelp no"),
            strict=True,
        )
    ),
)
TREND = TrendDocument(
    identity=replace(IDENTITY, title="Målinger siste 30 dager", status="", version=""),
    period=PERIOD,
    series=(
        SPO2,
        replace(SPO2, heading="Puls", note="slag/min, i ro", limits=(), description="Puls."),
        replace(
            SPO2,
            heading="Vekt",
            note="kg",
            points=tuple(replace(point, value=point.value - 8.5) for point in SPO2.points),
            scale=(Tick(80.0, "80,0"), Tick(76.0, "76,0")),
            limits=(LimitLine(84.0, "84,0", Zone.YELLOW, below=False),),
            description="Vekt de siste 30 dagene.",
        ),
        replace(
            SPO2,
            heading="Temperatur",
            note="°C",
            points=(),
            limits=(),
            scale=(),
            description="Ingen.",
        ),
    ),
)
RECOVERY = RecoverySheet(
    identity=replace(
        IDENTITY,
        title="Gjenopprettingsark",
        status="OPPBEVARES I KOMMUNENS SAFE",
        person="",
        birth_date="",
        diagnosis="",
        version="",
        code="",
    ),
    introduction="Med denne koden kan kommunen åpne Station når ingen husker passordet sitt.",
    groups=("482 913", "570 264", "918 305", "667 120", "034 958", "271 846", "593 007", "814 629"),
    instructions=(
        words("Legg arket i kommunens safe. Ta ikke bilde av det, og ikke kopier det."),
        words("Velg ", strong("Glemt passord"), " på innloggingssiden og skriv inn koden."),
        words("Lag et nytt ark etterpå: koden på dette gjelder da ikke lenger."),
    ),
    lines=("Lagt i safen av, dato", "Safens sted"),
)

_SYLLABLES = (
    "puste",
    "slim",
    "tung",
    "hvile",
    "å",
    "øving",
    "SpO₂",
    "≥",
    "38,0 °C",
    "čŋđ",
    "<privat>",
    "&",
    "«nå»",
    "O'Brien-Ødegård",
    "mellom–linjer",
    "Guovdageaidnu/Kautokeino",
    "2 av 3",
)


def invented_plan(seed: int) -> PlanDocument:
    """A plan drawn from `seed`: few or many lines, short or very long, one page or several."""
    draw = Random(seed)

    def line(most: int = 6) -> str:
        return " ".join(draw.choice(_SYLLABLES) for _ in range(draw.randint(1, most)))

    def lines(most: int) -> tuple[Words, ...]:
        return tuple(
            words(line(), " ", strong(line(3)), ", ", line()) for _ in range(draw.randint(0, most))
        )

    long = draw.random() < 0.05
    trend = draw.random() < 0.6
    return replace(
        PLAN,
        identity=replace(
            IDENTITY,
            language=draw.choice(("nb", "nn", "en")),
            person=f"{line(4)} {seed}",
            diagnosis=line(5),
            version=str(draw.randint(1, 40)),
            code=f"{seed:04X}-{draw.randint(10, 99)}",
        ),
        goal=words(line(20)),
        zones=tuple(
            replace(zone, signs=lines(30 if long else 4), measures=lines(30 if long else 5))
            for zone in ZONES
        ),
        sections=tuple(Section(line(4), lines(5)) for _ in range(draw.randint(0, 3))),
        limits=LIMITS if draw.random() < 0.7 else None,
        approval=APPROVAL if draw.random() < 0.5 else Approval(text=line()),
        trend=SPO2 if trend else None,
        period=PERIOD if trend else None,
    )


REPORT = ReportDocument(
    identity=replace(IDENTITY, title="Oppsummering til fastlegen", status=""),
    introduction="De siste 30 dagene, laget på forespørsel.",
    parts=(
        ReportPart(
            "Kritiske grenseverdier",
            table=Table(
                ("Måling", "Gul", "Rød"),
                (("SpO₂", "under 89 %, to målinger på rad", "under 86 %, én gang"),),
                (0.2, 0.4, 0.4),
            ),
            framed=True,
        ),
        ReportPart("Siste 30 dager", series=(SPO2,)),
        ReportPart(
            "Varsler og tiltak",
            (words("25.11. ", strong("Rød"), ": SpO₂ 84 %."), words("Ringt, hviler.")),
        ),
        ReportPart(blanks=("Dato", "Underskrift", "Svar innen", "Telefon")),
    ),
    closing="Gjengitt fra Station; journalen føres i EPJ.",
    period=PERIOD,
)
