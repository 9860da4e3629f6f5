"""How much of each kind waits, in words."""

from station.core.i18n import speaking
from station.models.queries.sync_status import KindRow
from station.rules.synced import NAMES
from station.services.sync.amounts import amount, told
from station.services.sync.values import OfKind


def test_every_shared_kind_has_words_of_its_own() -> None:
    other = amount("Basic", 2)
    assert other == "2 other records"
    said = [amount(name, 2) for name in (*NAMES, "audit")]
    assert len(set(said)) == len(said)
    assert other not in said
    with speaking("nb"):
        assert (amount("readings", 1), amount("readings", 12)) == ("1 måling", "12 målinger")


def test_what_waits_is_put_together_by_why_and_kind() -> None:
    out = (
        KindRow("waiting", "readings", 3, 20),
        KindRow("stale", "readings", 2, 10),
        KindRow("held", "plans", 1, 5),
        KindRow("audit", "audit", 9, 1),
        KindRow("openings", "openings", 9, 1),
        KindRow("waiting", "readings", 1, None),
    )
    arrived = (KindRow("new", "loans", 1, 7), KindRow("left", "loans", 1, 8))
    assert told(out, arrived) == (
        OfKind("waiting", "readings", 6, 10),
        OfKind("inbox", "loans", 1, 7),
        OfKind("left", "loans", 1, 8),
        OfKind("held", "plans", 1, 5),
    )
