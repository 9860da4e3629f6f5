"""Resources of every type that Station sends, many of each, drawn with a fixed seed."""

from random import Random

from station.sync.fhir import SHAPES, audit_event, deleted, encode
from station.sync.fhir.audit import AUDIT
from station.sync.values import Context, Resource
from tests.sync.fhir.drawn import likely_fields

EACH = 4
PAGES = b"%PDF-1.7 invented"
_LIMITS: tuple[dict[str, object], ...] = (
    {"component": "spo2", "level": 2, "side": "low", "operator": "<", "value": 88.0},
    {"component": "sys", "level": 1, "side": "high", "operator": ">=", "value": 140.5},
    {"component": "dia", "level": "yellow", "side": "high", "operator": ">", "value": 90},
)


def context(random: Random) -> Context:
    """A context with all that can be said in it, or with nothing."""
    if random.random() < 0.3:
        return Context()
    return Context(
        station="0123456789abcdef0123456789abcdef",
        limits=_LIMITS,
        plan_version_id="1" * 32,
        zone=random.choice(["", "green", "yellow", "red"]),
        content=PAGES,
        protected=random.random() < 0.2,
        stamp="1.7." + "0a" * 16,
    )


def resources(each: int = EACH) -> list[Resource]:
    """All of them, extras and those of taken away records included."""
    random = Random(6)
    found: list[Resource] = []
    for kind, shape in SHAPES.items():
        for _ in range(each):
            found += encode(kind, likely_fields(shape, random), context(random))
        found += deleted(kind, likely_fields(shape, random), context(random))
    found += [audit_event(likely_fields(AUDIT, random), Context(station="a")) for _ in range(each)]
    return found
