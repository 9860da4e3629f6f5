"""Where a pull goes on: text that nobody but this package reads.

A run of pages begins at what was newest when the last run ended, less OVERLAP: a server may make
visible late what it stamped early. Within a run the next page begins at the stamp of the last row
of the page before, rather than by the server's next link: a row that changes while pages are
turned moves to the end, and the links' counted pages would then pass over another.
"""

import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta

OVERLAP = timedelta(seconds=120)


@dataclass(frozen=True, slots=True)
class Cursor:
    """Moments are the server's, as it wrote them; "" is none.

    since: where the next run begins (less the overlap) · at: where the next page of this run
    begins · edge: "id/version" of the rows at that moment that have been given · link: the next
    page of a server that does not sort · count: rows to ask for, when more stand at one moment
    than were asked for · unsorted: the server does not sort · newest: the newest stamp of this
    run · hops: pages of this run · phase: "rows", or "gone" while deletions are read ·
    gone_since: where these begin · gone_newest: the newest of them in this run.
    """

    since: str = ""
    at: str = ""
    edge: tuple[str, ...] = ()
    link: str = ""
    count: int = 0
    unsorted: bool = False
    newest: str = ""
    hops: int = 0
    phase: str = "rows"
    gone_since: str = ""
    gone_newest: str = ""

    def text(self) -> str:
        """Give it as text; what is as it was at first is left out."""
        plain = asdict(Cursor())
        kept = {name: value for name, value in asdict(self).items() if value != plain[name]}
        return json.dumps(kept, sort_keys=True) if kept else ""

    def ended(self) -> "Cursor":
        """Give where the next run begins."""
        return Cursor(
            since=later(self.newest, self.since),
            gone_since=later(self.gone_newest, self.gone_since) or later(self.newest, self.since),
        )

    def restarted(self) -> "Cursor":
        """Give this run from its beginning: its next link is no longer known at the server."""
        return Cursor(since=self.since, gone_since=self.gone_since)


def read(text: str) -> Cursor:
    """Read a cursor; one that cannot be read means the beginning: all is asked for again."""
    try:
        values = json.loads(text) if text else {}
        return Cursor(**{**values, "edge": tuple(values.get("edge", ()))})
    except (ValueError, TypeError, AttributeError):
        return Cursor()


def moment(stamp: str) -> datetime | None:
    """Read a FHIR instant; None for anything else."""
    try:
        read_ = datetime.fromisoformat(stamp)
    except ValueError:
        return None
    return read_ if read_.tzinfo else read_.replace(tzinfo=UTC)


def later(one: str, other: str) -> str:
    """Give the later of two stamps; one that cannot be read counts for nothing."""
    first, second = moment(one), moment(other)
    if first is None or second is None:
        return one if second is None and first is not None else other if second else ""
    return one if first >= second else other


def before(stamp: str) -> str:
    """Give the moment OVERLAP before a stamp, as FHIR writes it; "" for no stamp."""
    at = moment(stamp)
    if at is None:
        return ""
    text = (at - OVERLAP).astimezone(UTC).isoformat(timespec="milliseconds")
    return text.replace("+00:00", "Z")
