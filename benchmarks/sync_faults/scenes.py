"""What stations do to each other: the same thing at both, long absences, old and doubled files."""

# ruff: noqa: ARG001  (every fault and every trial is called alike)

import json
import shutil
from contextlib import closing
from pathlib import Path
from random import Random

from benchmarks.sync_faults.central import Trial
from benchmarks.sync_faults.network import applied_unheard
from benchmarks.sync_faults.posts import (
    HOUR,
    Post,
    World,
    copy_file,
    empty_file,
    later,
    opened,
    reopened,
)
from station.core.ids import new_id
from station.models.database import Actor
from station.models.driver import open_connection
from station.models.records import hand
from station.models.upgrade import upgrade
from station.rules.readings import Source
from station.services.conflicts.conflicts import Conflicts
from station.services.intake.incoming import Incoming
from station.services.intake.intake import take
from tests.conftest import DATA_KEY, FRIDAY_NINE
from tests.services.sync_cases import PATIENT, close_alert

DAY = 24 * HOUR
MONTH = 30 * DAY
WAITING = 10_000
BREAKS = 5
"""So many exchanges of them are broken off, each after some fifty requests."""


def _count(world: World) -> None:
    for post in world.posts:
        assert post.chaos is not None  # noqa: S101
        post.chaos.struck += 1


def same_field(world: World, random: Random) -> None:
    """Change one field at both before they hear of each other."""
    for post in world.posts:
        post.edit("phone")
    world.round()
    _count(world)


def different_fields(world: World, random: Random) -> None:
    """Change two fields, one at each; nobody has to be asked."""
    for post, column in zip(world.posts, ("phone", "city", "needs"), strict=False):
        post.edit(column)
    world.round()
    world.round()
    if any(post.conflicts() for post in world.posts):
        world.book.made["patients", "asked about two different fields"] = "different fields"
    _count(world)


def same_meter(world: World, random: Random) -> None:
    """Read the same records of a meter at both."""
    at = world.posts[0].clock.now()
    for number in range(6):
        one = f"serie:{number}"
        for post in world.posts:
            with post.database.write(post.actor) as writer:
                device = "e" * 32
                incoming = Incoming(
                    patient_id=PATIENT, kind="spo2", taken_at=at - (number + 1) * HOUR,
                    values=(82.0 + number,), source=Source.DEVICE, source_key=one,
                    device_id=device, asked=True,
                )  # fmt: skip
                take(writer, [incoming])
    world.round()
    _count(world)


def loans(world: World, random: Random) -> None:
    """Lend one device at both."""
    for post in world.posts:
        post.lend_or_end()
    world.round()
    _count(world)


def month_offline(world: World, random: Random) -> None:
    """Let one be away for thirty days, in which both work."""
    away, *there = world.posts
    for _ in range(30):
        for post in world.posts:
            later(post.clock, DAY)
        away.work(random, 3)
        for post in there:
            post.work(random, 3)
    for post in there:
        post.run()
    _count(world)


def old_file(world: World, random: Random) -> None:
    """Put an old copy of a station's file back, without telling the program."""
    post = world.posts[0]
    world.round()
    backup = world.folder / "backup"
    backup.mkdir()
    copy_file(post, backup)
    for _ in range(2):
        for each, column in zip(world.posts, ("needs", "phone"), strict=False):
            each.work(random, 5, edits=False)
            each.edit(column)
        world.round()
    _put_back(post, backup)
    post.work(random, 3, edits=False)
    post.edit("city")
    world.round()
    _count(world)


def _put_back(post: Post, backup: Path) -> None:
    post.database.close()
    for each in backup.iterdir():
        shutil.copyfile(each, post.path.parent / each.name)
    for tail in ("-wal", "-shm"):
        (post.path.parent / f"{post.path.name}{tail}").unlink(missing_ok=True)
    reopened(post)


def told_restored(world: World, random: Random) -> None:
    """Restore a station as the program does: it gets a new id."""
    post = world.posts[0]
    backup = world.folder / "backup"
    backup.mkdir()
    copy_file(post, backup)
    post.work(random, 6, edits=False)
    post.edit("phone")
    world.round()
    _put_back(post, backup)
    with post.database.write(post.actor) as writer:
        hand.renew(writer)
    post.work(random, 3)
    world.round()
    _count(world)


def doubled_id(world: World, random: Random) -> None:
    """Copy a station's whole file to a second PC; both go on as the same station."""
    post = world.posts[0]
    other = world.posts[1]
    world.round()
    copy = world.folder / "copy"
    copy.mkdir()
    copy_file(post, copy)
    shutil.copyfile(copy / "s0.db", other.path)
    other.database.close()
    (other.path.with_suffix(".anchor")).unlink(missing_ok=True)
    for tail in ("-wal", "-shm"):
        (other.path.parent / f"{other.path.name}{tail}").unlink(missing_ok=True)
    shutil.copyfile(copy / "s0.db", other.path)
    reopened(other)
    for each in world.posts:
        each.work(random, 5)
        each.edit("city")
    world.round()
    for each in world.posts:
        each.work(random, 3)
    world.round()
    _count(world)


def judged_twice(world: World, random: Random) -> None:
    """Let both judge the same reading, and both close the alert, each in its way."""
    world.posts[0].reading(70.0)
    world.round()
    world.round()
    for post, verdict in zip(world.posts, ("right", "wrong", "right"), strict=False):
        found = post.rows("SELECT id FROM alerts WHERE state != 'closed'")
        if not found:
            world.book.made["alerts", f"not judged at {post.name}"] = "both"
        for (alert,) in found:
            close_alert(post, str(alert), verdict)
    world.round()
    _count(world)


def approved_twice(world: World, random: Random) -> None:
    """Approve a version of one plan at both."""
    for post in world.posts:
        post.approve(world.plan)
        post.reading(84.5)
    world.round()
    _count(world)


def withdrawn(world: World, random: Random) -> None:
    """Withdraw a consent at one while the other writes in it and works on; then it is given anew.

    Between the two nothing about the patient is sent.
    """
    first, second = world.posts[:2]
    first.withdraw(world.agreed)
    second.write("UPDATE consents SET note = 'asked again' WHERE id = ?", world.agreed)
    second.work(random, 4)
    second.run()
    first.run()
    world.round()
    first.consent()
    world.round()
    _count(world)


def many_changes(world: World, random: Random) -> None:
    """Let three stations do all of it at once, on a bad network."""
    for _ in range(3):
        for post in world.posts:
            post.work(random, 5)
            random.choice((
                lambda post=post: post.approve(world.plan),
                post.lend_or_end,
                lambda post=post: post.edit("phone"),
            ))()  # fmt: skip
            assert post.chaos is not None  # noqa: S101
            post.chaos.fault, post.chaos.often = applied_unheard, 0.2
            post.run()


def chosen(trial: Trial) -> Trial:
    """Give a trial after which people choose, wherever they are asked, until nothing is open."""

    def whole(world: World, random: Random) -> None:
        trial(world, random)
        for post in world.posts:
            assert post.chaos is not None  # noqa: S101
            post.chaos.fault = None
        for _ in range(8):
            world.round()
            world.round()
            asked = [post for post in world.posts if post.conflicts()]
            if not asked:
                return
            _choose(random.choice(asked), random)
        world.book.made["conflicts", "still open after eight choices"] = "somebody"

    return whole


def _choose(post: Post, random: Random) -> None:
    conflicts = Conflicts(post.record)
    for each in conflicts.listed(post.session):
        found = post.rows(
            "SELECT kind, record_id, ours, theirs, fields FROM sync_conflicts "
            "WHERE id = ? AND state = 'open'",
            each.id,
        )
        if not found:
            continue
        kind, record_id, *texts = map(str, found[0])
        ours, theirs, columns = (json.loads(text or "{}") for text in texts)
        side = random.choice(("ours", "theirs"))
        conflicts.choose(post.session, each.id, side)
        for column in columns:
            if (writes := post.book.wrote.get((kind, record_id, column))) is not None:
                won, lost = (ours, theirs) if side == "ours" else (theirs, ours)
                writes.append((lost.get(column), won.get(column)))


# ------------------------------------------------------------------------- server, upgrade, load


def upgraded(world: World, random: Random) -> None:
    """Upgrade a file of the release before, full of what was never sent, and share it."""
    path = empty_file(world.folder / "release.tmp", "0004")
    person, readings = new_id(), [new_id() for _ in range(40)]
    with closing(open_connection(path, DATA_KEY)) as line:
        line.execute(
            "INSERT INTO patients (id, given_name, family_name, search_text, status, status_since, "
            "created_at, changed_at) VALUES (?, 'Lun', 'Bro', 'lun bro', 'active', 1, 1, 1)",
            (person,),
        )
        for number, each in enumerate(readings):
            line.execute(
                "INSERT INTO readings (id, patient_id, kind, taken_at, arrived_at, value, source, "
                "confirmed, source_key, entered_by) "
                "VALUES (?, ?, 'spo2', ?, ?, 93, 'manual', 1, ?, 'u')",
                (each, person, FRIDAY_NINE - number * HOUR, FRIDAY_NINE, f"old{number}"),
            )
        upgrade(line, lambda: None)
    chaos = world.posts[0].chaos
    assert chaos is not None  # noqa: S101
    post = opened("s9", path, world.folder, chaos, world.book)
    world.posts.append(post)
    world.book.made["patients", person] = "the release before"
    world.book.made.update({("readings", each): "the release before" for each in readings})
    post.share()
    post.run()
    _count(world)


def ten_thousand(world: World, random: Random) -> None:
    """Let ten thousand readings wait at one station; break its exchanges off now and then."""
    post = world.posts[0]
    rows = [
        (new_id(), PATIENT, FRIDAY_NINE - (n + 2) * HOUR // 4, FRIDAY_NINE, 88 + n % 9, f"m{n}")
        for n in range(WAITING)
    ]
    with post.database.write(Actor(post.actor.user_id, post.actor.name)) as writer:
        writer.executemany(
            "INSERT INTO readings (id, patient_id, kind, taken_at, arrived_at, value, source, "
            "confirmed, source_key, entered_by) "
            "VALUES (?, ?, 'spo2', ?, ?, ?, 'manual', 1, ?, 'u')",
            rows,
        )
        writer.quiet()
    world.book.made.update({("readings", row[0]): post.name for row in rows})
    assert post.chaos is not None  # noqa: S101
    post.chaos.fault, post.chaos.often, post.hasty = applied_unheard, 0.02, False
    for _ in range(BREAKS):
        post.run()
    _count(world)


TRIALS: dict[str, Trial] = {
    "same field at both": same_field,
    "different fields": different_fields,
    "same meter read at both": same_meter,
    "one device lent at both": loans,
    "thirty days offline": month_offline,
    "old file put back, unknown to the program": old_file,
    "restored from an old backup": told_restored,
    "doubled station id": doubled_id,
    "one alert judged and closed at both": judged_twice,
    "plan approved at both": approved_twice,
    "consent withdrawn at one": withdrawn,
    "upgrade with all unsent": upgraded,
    "same field at both, then chosen": chosen(same_field),
    "one device lent at both, then chosen": chosen(loans),
    "plan approved at both, then chosen": chosen(approved_twice),
    "alert closed at both, then chosen": chosen(judged_twice),
}
THREE: dict[str, Trial] = {
    "three stations, same field": same_field,
    "three stations, everything, answers lost": many_changes,
    "three stations, everything, then chosen": chosen(many_changes),
}
