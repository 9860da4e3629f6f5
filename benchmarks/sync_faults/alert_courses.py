"""Courses of alerts at two and three stations, in memory: none is closed that no closer had seen.

Measuring in any order, taking, putting off, closing, undoing, exchanging, and putting backups back.
"""

import json
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from benchmarks.sync_faults.posts import empty_file
from station.models.anchor import Anchor
from station.models.database import Actor, Database
from station.models.records import alerts, hand
from station.services.judging import judging
from station.services.sync.applying.applying import Inbox
from tests.conftest import ANCHOR_KEY, AUDIT_KEY, DATA_KEY, FRIDAY_NINE
from tests.services.stations import Place, Server, decode, exchange, place
from tests.services.sync_cases import PATIENT, add, add_patient, add_version, close_alert, measure

Fields = Mapping[str, object]
MINUTE = 60_000
_OPEN = "SELECT id FROM alerts WHERE state <> 'closed' ORDER BY id"
_FREE = (
    "SELECT id FROM alerts a WHERE state = 'closed' AND NOT EXISTS (SELECT 1 FROM alerts b WHERE "
    "b.patient_id = a.patient_id AND b.component = a.component AND b.side = a.side "
    "AND b.state <> 'closed') ORDER BY id"
)
_ASIDE = (
    "SELECT record_id, resource_id, fields FROM sync_heads "
    "WHERE channel = 'folded' AND kind = 'alerts'"
)


@dataclass
class Course:
    """One course: its stations, what closers had before them, and backups with their positions."""

    places: list[Place]
    folder: Path
    random: Random
    seen: set[str] = field(default_factory=set)
    backups: dict[str, tuple[int, int]] = field(default_factory=dict)
    measured: int = 0

    def one(self, post: Place) -> None:
        """Do one thing at a station."""
        acts: tuple[Callable[[Place], None], ...] = (
            *(self.measure,) * 4, *(self.close,) * 2, self.take, self.put_off, self.undo,
            lambda each: each.send(), lambda each: each.fetch(), self.back_up, self.put_back,
            lambda _: exchange(*self.places, rounds=1),
        )  # fmt: skip
        for each in self.places:
            each.clock.advance(MINUTE)
        self.random.choice(acts)(post)

    def measure(self, post: Place) -> None:
        """Measure, or bring what was measured a while ago."""
        self.measured += 1
        value = self.random.choice((80.0, 83.0, 86.0, 88.0, 93.0, 95.0))
        at = post.clock.now() - self.random.randrange(MINUTE, 50 * MINUTE)
        measure(post, value, f"k{self.measured}", taken_at=at)

    def close(self, post: Place) -> None:
        """Close an alert; what stands behind it is before the closer, too."""
        for alert in self._some(post, _OPEN):
            self.seen |= {alert, *(name for name, (behind, _) in aside(post) if behind == alert)}
            close_alert(post, alert, self.random.choice(("right", "wrong")))

    def take(self, post: Place) -> None:
        """Take an alert."""
        for alert in self._some(post, _OPEN):
            with post.database.write(post.actor) as writer:
                writer.quiet()
                alerts.take(writer, alert, post.actor.user_id)

    def put_off(self, post: Place) -> None:
        """Put an alert off."""
        for alert in self._some(post, _OPEN):
            with post.database.write(post.actor) as writer:
                writer.quiet()
                alerts.wait(writer, alert, post.clock.now() + 200 * MINUTE)

    def undo(self, post: Place) -> None:
        """Undo a closing."""
        for alert in self._some(post, _FREE):
            with post.database.write(post.actor) as writer:
                writer.quiet()
                alerts.reopen(writer, alert)
                judging.judge_again(writer, PATIENT, ("spo2",))

    def back_up(self, post: Place) -> None:
        """Copy a station's file."""
        post.database.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        there = self.folder / f"backup-{post.name}"
        there.mkdir(exist_ok=True)
        for each in self.folder.glob(f"{post.name}.*"):
            shutil.copyfile(each, there / each.name)
        self.backups[post.name] = (post.sent, post.read)

    def put_back(self, post: Place) -> None:
        """Put a station's backup back, as the program does: it gets a new id."""
        if post.name not in self.backups:
            return
        post.database.close()
        for tail in ("-wal", "-shm"):
            (self.folder / f"{post.name}.db{tail}").unlink(missing_ok=True)
        for each in (self.folder / f"backup-{post.name}").iterdir():
            shutil.copyfile(each, self.folder / each.name)
        anchor = Anchor(self.folder / f"{post.name}.anchor", ANCHOR_KEY)
        path = self.folder / f"{post.name}.db"
        post.database = Database.open(path, DATA_KEY, AUDIT_KEY, clock=post.clock, anchor=anchor)
        post.sent, post.read = self.backups[post.name]
        post.inbox = Inbox(decode)
        with post.database.write(post.actor) as writer:
            writer.quiet()
            hand.renew(writer)

    def _some(self, post: Place, sql: str) -> Iterator[str]:
        found = post.rows(sql)
        if found:
            yield str(self.random.choice(found)[0])


def aside(post: Place) -> list[tuple[str, tuple[str, Fields]]]:
    """Give the alerts that stand behind another one at a station."""
    return [(str(a), (str(b), json.loads(str(text)))) for a, b, text in post.rows(_ASIDE)]


def played(seed: int, empty: Path) -> list[str]:
    """Play one course, let all stations meet, and give what is wrong."""
    random = Random(seed)
    with TemporaryDirectory(prefix="station-course-") as name:
        server, folder = Server(), Path(name)
        places = [
            place(f"s{at}", Actor(f"{at + 1:032x}", f"N{at}"), empty, folder, server, FRIDAY_NINE)
            for at in range(random.choice((2, 3)))
        ]
        course = Course(places, folder, random)
        try:
            add_patient(places[0])
            plan = add(places[0], "plans", patient_id=PATIENT, template="kols", created_at=1)
            add_version(places[0], plan, 1, 87.0)
            exchange(*places)
            for _ in range(random.randrange(12, 30)):
                course.one(random.choice(places))
            exchange(*places, rounds=6)
            return [f"course {seed}: {each}" for each in wrong(course)]
        finally:
            for each in places:
                each.database.close()


def wrong(course: Course) -> Iterator[str]:
    """Give what must not be: alerts that differ somewhere, or are closed though nobody saw them."""
    shown = {str(row[1]) for post in course.places for row in post.conflicts()}
    stand = [_stands(post) for post in course.places]
    for alert in set().union(*stand) - shown:
        rows = [each.get(alert) for each in stand]
        if any(row is None or row != rows[0] for row in rows):
            yield f"alert {alert} differs"
        elif rows[0] is not None and rows[0]["state"] == "closed" and alert not in course.seen:
            reading = rows[0]["reading_id"]
            same = {id_ for id_, row in stand[0].items() if row["reading_id"] == reading}
            if not same & course.seen:
                yield f"alert {alert} was closed by nobody who had seen it"
    offered = {
        str(post.rows("SELECT proposed_at IS NOT NULL FROM alerts WHERE state <> 'closed'"))
        for post in course.places
    }
    if len(offered) > 1:
        yield "not the same alerts are offered for closing"
    for post in course.places:
        if aside(post) and not post.rows(_OPEN):
            yield f"at {post.name} an alert stands behind nothing"


def _stands(post: Place) -> dict[str, Fields]:
    rows: dict[str, Fields] = {str(row["id"]): row for row in post.everything()["alerts"]}
    return rows | {alert: fields for alert, (_, fields) in aside(post)}


def courses(count: int) -> list[str]:
    """Play so many courses, and give what is wrong in any of them."""
    with TemporaryDirectory(prefix="station-course-") as name:
        empty = empty_file(Path(name) / "empty.db")
        return [each for seed in range(count) for each in played(seed, empty)]
