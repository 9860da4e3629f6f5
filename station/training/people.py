"""The invented patients of the training municipality, and where each one stands on the day."""

from collections.abc import Mapping
from dataclasses import dataclass, field

KOLS, DIABETES, HEART = "kols", "diabetes", "hjertesvikt"
PALLIATIVE, OLD_AGE, CRISIS = "palliasjon", "alderspsykiatri", "krisemestringsplan"
DIAGNOSES: Mapping[str, str] = {
    KOLS: "Kols",
    DIABETES: "Diabetes type 2",
    HEART: "Hjertesvikt",
    PALLIATIVE: "Kreft, palliasjon",
    OLD_AGE: "Alderspsykiatri",
    CRISIS: "Psykisk helse",
}


@dataclass(frozen=True, slots=True)
class Pattern:
    """One kind of a patient's readings: the usual value, how it scatters, and what is planted.

    `last` are the values of the last days, the newest last, instead of made ones.
    """

    kind: str
    usual: tuple[float, ...]
    scatter: float
    decimals: int = 0
    last: tuple[tuple[float, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Invented:
    """One invented patient; `limits` are (component, level, side, operator, value, k, n).

    `silent_days` days at the end have no readings. `said` are the newest answers to the form that
    differ from the usual ones (None: could not say), `comment` what was written with them.
    """

    given_name: str
    family_name: str
    born: str
    template: str
    goal: str
    patterns: tuple[Pattern, ...]
    limits: tuple[tuple[str, int, str, str, float, int, int], ...]
    silent_days: int = 0
    pause: str = ""
    draft_only: bool = False
    protection: str = ""
    relative: str = ""
    dips: tuple[int, ...] = ()
    review_overdue: bool = False
    said: Mapping[str, int | None] = field(default_factory=dict)
    comment: str = ""
    asked: bool = True
    """Whether a form is agreed; not everybody wants one."""


def _kols(
    name: str, born: str, spo2: float, *, last: tuple[float, ...] = (), **more: object
) -> Invented:
    given, family = name.split(" ", 1)
    pulse_last = more.pop("pulse", ())
    red, yellow = round(spo2 - 6), round(spo2 - 3)
    return Invented(
        given,
        family,
        born,
        KOLS,
        "Gå til butikken og tilbake uten pause. Slippe innleggelse i vinter.",
        (
            Pattern("spo2", (spo2,), 0.8, last=tuple((value,) for value in last)),
            Pattern(
                "pulse",
                (76,),
                3.5,
                last=tuple((value,) for value in pulse_last),  # type: ignore[attr-defined]
            ),
        ),
        (
            ("spo2", 2, "low", "<", red, 1, 1),
            ("spo2", 1, "low", "<", yellow, 2, 2),
            ("pulse", 1, "high", ">", 100, 2, 2),
            ("pulse", 2, "high", ">", 120, 1, 1),
        ),
        **more,  # type: ignore[arg-type]
    )


def _diabetes(
    name: str, born: str, usual: float, *, last: tuple[float, ...] = (), **more: object
) -> Invented:
    given, family = name.split(" ", 1)
    return Invented(
        given,
        family,
        born,
        DIABETES,
        "Jevnt blodsukker og nok krefter til turgruppa på torsdager.",
        (Pattern("glucose", (usual,), 1.1, decimals=1, last=tuple((value,) for value in last)),),
        (
            ("glucose", 2, "low", "<", 2.8, 1, 1),
            ("glucose", 1, "low", "<", 4.0, 1, 1),
            ("glucose", 1, "high", ">", 14.0, 2, 2),
            ("glucose", 2, "high", ">", 20.0, 1, 1),
        ),
        **more,  # type: ignore[arg-type]
    )


def _heart(
    name: str, born: str, weight: float, *, last: tuple[float, ...] = (), **more: object
) -> Invented:
    given, family = name.split(" ", 1)
    return Invented(
        given,
        family,
        born,
        HEART,
        "Sove flatt i egen seng og gå til postkassen hver dag.",
        (
            Pattern("weight", (weight,), 0.25, decimals=1, last=tuple((value,) for value in last)),
            Pattern("bp", (128, 74), 5),
            Pattern("pulse", (70,), 4),
        ),
        (
            ("weight", 1, "high", ">", round(weight + 1.5, 1), 1, 1),
            ("weight", 2, "high", ">", round(weight + 4.0, 1), 1, 1),
            ("sys", 1, "low", "<", 100, 2, 2),
            ("sys", 1, "high", ">", 160, 2, 2),
            ("pulse", 1, "high", ">", 100, 2, 2),
        ),
        **more,  # type: ignore[arg-type]
    )


def _followed(name: str, born: str, template: str, goal: str, **more: object) -> Invented:
    """Somebody who answers forms or has a crisis plan, and measures nothing."""
    given, family = name.split(" ", 1)
    return Invented(given, family, born, template, goal, (), (), **more)  # type: ignore[arg-type]


PEOPLE: tuple[Invented, ...] = (
    _kols(
        "Rask Elg",
        "1948-03-14",
        92,
        last=(90, 89, 90, 90, 89, 88, 89, 86, 84),
        relative="Klok Elg, ektefelle",
        dips=(40,),
        said={"breath": 2},
    ),
    _heart("Stille Brygge", "1941-06-02", 82.1, last=(82.1, 82.4, 82.9, 83.2, 83.5, 84.0)),
    _diabetes("Rolig Fjord", "1957-10-21", 8.4, last=(9.1, 8.8, 12.9, 14.6, 15.2)),
    _kols("Mild Kystvei", "1939-01-30", 91, pulse=(88, 93, 97, 103, 106), dips=(25, 61)),
    _kols("Grønn Bro", "1950-08-17", 93, silent_days=2, asked=False),
    _diabetes("Tynn Sti", "1962-04-05", 7.6, silent_days=2),
    _heart("Lun Hylle", "1946-12-09", 74.0, silent_days=6, pause="Innlagt på sykehus"),
    _kols("Frisk Bekk", "1955-02-27", 94, silent_days=3, pause="På rehabilitering"),
    _kols("Klar Nordavind", "1952-05-16", 93, dips=(33,)),
    _kols(
        "Blid Trapp",
        "1944-09-03",
        92,
        comment="Kan noen ringe meg om den nye inhalatoren? Det haster ikke.",
    ),
    _diabetes("Varm Ås", "1960-07-11", 7.9),
    _kols("Snill Li", "1949-11-25", 90, relative="Rund Li, datter"),
    _heart("Glad Holme", "1943-03-08", 91.4, dips=(20,)),
    _followed("Sart Rogn", "1951-10-14", PALLIATIVE, "Være hjemme, og ha besøk på søndager."),
    _diabetes("Modig Vik", "1958-01-19", 8.8, draft_only=True),
    _followed(
        "Taus Hegre",
        "1947-06-23",
        PALLIATIVE,
        "Sitte ute i sola når det er noe sol.",
        relative="Stø Hegre, datter",
        said={"drowsiness": None},
    ),
    _heart("Rund Lykt", "1940-04-12", 68.3),
    _kols("Stø Myr", "1953-12-01", 91, dips=(14, 52), review_overdue=True),
    _kols("Munter Foss", "1945-08-28", 94, protection="confidential"),
    _diabetes("Ærlig Urd", "1963-02-15", 8.1),
    _heart("Tålmodig Sund", "1942-11-06", 79.5),
    _kols("Nøysom Hei", "1954-07-30", 92, protection="strict"),
    _kols("Ivrig Øy", "1948-09-20", 93, draft_only=True),
    _followed(
        "Sindig Eik",
        "1939-05-04",
        OLD_AGE,
        "Bo hjemme sammen, og gå den samme turen hver dag.",
        relative="Trofast Eik, ektefelle",
    ),
    _followed("Stolt Lind", "1991-10-31", CRISIS, "Klare helgene hjemme."),
)
"""Twenty-five that are followed: 1 red, 3 yellow, 2 silent, 2 paused, 17 green on the day."""

WAITING: tuple[tuple[str, str, str, str], ...] = (
    ("Sped Lyng", "1936-02-11", "Kreft, palliasjon", "decided"),
    ("Myk Sky", "1937-08-19", "Kreft, palliasjon", "mapping"),
    ("Gammel Furu", "1934-05-23", "Alderspsykiatri", "referred"),
    ("Ung Bølge", "1989-12-13", "Psykisk helse", "starting"),
)
"""Four on their way in, without a plan yet: (name, born, diagnosis, status)."""
