"""What must be true when the faults are over; it asks the server itself, not Station's client."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.request import ProxyHandler, build_opener

from benchmarks.sync_faults.posts import World
from benchmarks.sync_faults.tally import Line
from station.rules.synced import kind_of
from station.sync import fhir
from station.sync.central_card import is_card

ROUNDS = 8
"""So many rounds without faults are enough, whatever happened before."""
APART = frozenset({"openings"})
"""Each station says of itself whom it has open."""
OWN = frozenset({("readings", "arrived_at")})
"""A reading that comes after an alert was closed here has arrived here later (decision 0145)."""
RESTING = frozenset({"paused", "differs", "held"})
Key = tuple[str, str]
Rows = dict[Key, Mapping[str, Any]]


@dataclass
class Seen:
    """Everything as it stands in the end, at the server and at each station."""

    server: Rows = field(default_factory=dict)
    bodies: dict[Key, Mapping[str, Any]] = field(default_factory=dict)
    audit: Counter[tuple[str, str]] = field(default_factory=Counter)
    gone: set[Key] = field(default_factory=set)
    odd: list[str] = field(default_factory=list)
    stations: list[Rows] = field(default_factory=list)
    same: dict[Key, Key] = field(default_factory=dict)
    """Open alerts that stand behind another one somewhere (decision 0145), each with that one."""
    shown: dict[Key, set[str]] = field(default_factory=dict)
    """Open conflicts: by record all that a person is shown of it, as text."""

    def root(self, key: Key) -> Key:
        """Give the one record of all that are the same."""
        while key in self.same:
            key = self.same[key]
        return key

    def one_of(self, kind: str, one: str, other: str) -> None:
        """Note that two ids are one record."""
        first, second = self.root((kind, one)), self.root((kind, other))
        if first != second:
            self.same[max(first, second)] = min(first, second)


def settled(world: World, case: str, seed: str) -> Line:
    """Let everybody exchange without faults until nothing moves; then compare."""
    for post in world.posts:
        if post.chaos:
            post.chaos.fault = None
    for _ in range(ROUNDS):
        for post in world.posts:
            post.again()
        reports = [post.run() for post in world.posts]
        if not any(report is None or report.sent or report.received for report in reports):
            break
    return compared(world, case, seed)


def compared(world: World, case: str, seed: str) -> Line:
    """Give the line of one trial as it stands."""
    seen = look(world)
    lost, resting = _lost(world, seen)
    doubled, stale, apart = _doubled(seen), _stale(world, seen), _unconverged(world, seen)
    beside = Counter(
        {
            "faults": world.struck,
            "conflicts": len(seen.shown),
            "at rest": resting,
            "alerts under two ids": len(seen.same),
        }
    )
    found = [
        f"seed {seed}: {what}: {each}"
        for what, some in (
            ("lost", lost),
            ("doubled", doubled),
            ("stale", stale),
            ("unconverged", apart),
        )
        for each in some[:4]
    ]
    return Line(
        case, 1, len(lost), len(doubled), len(stale), len(apart),
        Counter({k: n for k, n in beside.items() if n}), found=tuple(found),
    )  # fmt: skip


def look(world: World) -> Seen:
    """Read everything."""
    seen = Seen()
    bodies, seen.audit = at_server(world.base_url)
    for key, body in bodies.items():
        try:
            read = fhir.decode(dict(body))
        except fhir.Unreadable as odd:
            if odd.code not in {"derived", "unknown_kind"}:
                seen.odd.append(f"{key}: {odd.code}")
            continue
        record = (read.kind, read.record_id)
        if read.deleted:
            seen.gone.add(record)
        else:
            seen.server[record] = read.fields
            seen.bodies[record] = body
    for post in world.posts:
        rows: Rows = {
            (kind, str(row[kind_of(kind).key])): row
            for kind, some in post.everything().items()
            for row in some
        }
        seen.stations.append(rows)
        for kind, record_id, ours, theirs in post.rows(
            "SELECT kind, record_id, ours, theirs FROM sync_conflicts WHERE state = 'open'"
        ):
            told = seen.shown.setdefault((str(kind), str(record_id)), set())
            told |= {str(ours), str(theirs)}
            for side in (ours, theirs):
                other = json.loads(str(side or "{}")) or {}
                if other.get("id"):
                    seen.shown.setdefault((str(kind), str(other["id"])), told)
        for record_id, into, fields in post.rows(
            "SELECT record_id, resource_id, fields FROM sync_heads WHERE channel = 'folded' "
            "AND kind = 'alerts'"
        ):
            seen.one_of("alerts", str(record_id), str(into))
            rows["alerts", str(record_id)] = json.loads(str(fields))
    return seen


def at_server(
    base_url: str,
) -> tuple[dict[Key, Mapping[str, Any]], Counter[tuple[str, str]]]:
    """Give all resources, and the audit rows by station and number."""
    bodies: dict[Key, Mapping[str, Any]] = {}
    audit: Counter[tuple[str, str]] = Counter()
    for resource_type in (*fhir.TYPES, "AuditEvent"):
        for body in _all(base_url, resource_type):
            if is_card(body):
                continue
            if resource_type == "AuditEvent":
                row = fhir.audit_row(body)
                audit[str(row["station"]), str(row["seq"])] += 1
            else:
                bodies[resource_type, str(body["id"])] = body
    return bodies, audit


def _all(base_url: str, resource_type: str) -> Iterator[dict[str, Any]]:
    opener = build_opener(ProxyHandler({}))
    url = f"{base_url}/{resource_type}?_count=1000"
    while url:
        with opener.open(url, timeout=60) as reply:
            bundle = json.load(reply)
        yield from (entry["resource"] for entry in bundle.get("entry", ()))
        url = next((x["url"] for x in bundle["link"] if x["relation"] == "next"), "")


def _lost(world: World, seen: Seen) -> tuple[list[str], int]:
    """What was made and is not at the server; and how much of that waits for a person."""
    lost, resting = [], 0
    waiting = [
        {(str(k), str(i)): str(s) for k, i, s in post.rows(
            "SELECT kind, record_id, state FROM sync_outbox")}
        for post in world.posts
    ]  # fmt: skip
    for key in world.book.made:
        if key in seen.server:
            continue
        states = {each[key] for each in waiting if key in each}
        if states & RESTING or key in seen.shown:
            resting += 1
        else:
            lost.append(f"{key} of {world.book.made[key]} ({states or 'not in an outbox'})")
    for post in world.posts:
        for name, first, last in post.rows(
            "SELECT h.station, min(seq), max(seq) FROM audit, sync_hand h"
        ):
            behind = post.rows("SELECT audit_position FROM sync_channels WHERE name = 'centre'")
            most = min(int(str(last)), int(str(behind[0][0])))
            told = {int(seq) for who, seq in seen.audit if who == name}
            if len(post.rows("SELECT 1 FROM audit WHERE action = 'station_renamed'")):
                continue
            lost += [
                f"audit row {seq} of {post.name}"
                for seq in range(int(str(first)), most + 1)
                if seq not in told
            ]
    return lost, resting


def _content(row: Mapping[str, Any]) -> tuple[object, ...]:
    return tuple(
        row.get(name) for name in ("patient_id", "kind", "taken_at", "value", "source_key")
    )


def _doubled(seen: Seen) -> list[str]:
    here = {key for rows in seen.stations for key in rows}
    found = [f"nobody made {key}" for key in seen.server if key not in here]
    found += [f"audit row {key} {n} times" for key, n in seen.audit.items() if n > 1]
    for rows in (seen.server, *seen.stations):
        contents = Counter(_content(row) for (kind, _), row in rows.items() if kind == "readings")
        found += [f"reading {each} {n} times" for each, n in contents.items() if n > 1]
        alerts = Counter(
            (row["patient_id"], row["component"], row["side"])
            for (row, _) in {
                seen.root(key): (row, key)
                for key, row in rows.items()
                if key[0] == "alerts" and row["state"] != "closed"
            }.values()
        )
        found += [f"open alert {each} {n} times" for each, n in alerts.items() if n > 1]
    return found


def _stale(world: World, seen: Seen) -> list[str]:
    """Fields whose value nobody wrote last, and values that were written over unseen."""
    found = []
    for (kind, record_id, column), writes in world.book.wrote.items():
        over = {old for old, _ in writes}
        # A person may have chosen a value that was written over before: then the last one holds.
        heads = {new for _, new in writes} - over or {writes[-1][1]}
        shown = "\n".join(seen.shown.get((kind, record_id), ()))
        stands = {
            rows[kind, record_id][column]
            for rows in (seen.server, *seen.stations)
            if (kind, record_id) in rows
        }
        known = {each for write in writes for each in write}
        last = sorted(map(str, heads))
        found += [
            f"{kind}.{column} is {value!r}, last written were {last}"
            for value in stands - heads
            if not (value in known and shown)
        ]
        found += [
            f"{kind}.{column}: {value!r} was written over by {stands}"
            for value in heads - stands
            if json.dumps(value, ensure_ascii=False)[1:-1] not in shown
        ]
        if len(heads) > 1 and not shown:
            found.append(f"{kind}.{column}: {last} were merged without a person")
    for consent in world.book.withdrawn:
        found += [
            f"consent withdrawn is in force at {at}"
            for at, rows in enumerate((seen.server, *seen.stations))
            if ("consents", consent) in rows and not rows["consents", consent]["withdrawn_on"]
        ]
    return found


def _unconverged(world: World, seen: Seen) -> list[str]:
    found = list(seen.odd)
    everything = {key for rows in seen.stations for key in rows if key[0] not in APART}
    for key in everything - set(seen.shown):
        rows = [station.get(key) for station in seen.stations]
        if told := _difference(key[0], rows):
            found.append(f"{key} differs between stations: {told}")
        elif key in seen.server and rows[0] is not None:
            found += _apart(key, rows[0], seen.server[key])
    for post in world.posts:
        for name, kind, record_id, state, code in post.rows(
            "SELECT resource_type || '/' || resource_id, kind, record_id, state, reason_code "
            "FROM sync_inbox WHERE state IN ('new', 'waiting', 'held')"
        ):
            if (str(kind), str(record_id)) not in seen.shown:
                found.append(f"{post.name}: {name} came and is {state} ({code})")
        for kind, state, code, count in post.rows(
            "SELECT kind, state, reason_code, count(*) FROM sync_outbox "
            "WHERE state NOT IN ('differs', 'paused') AND kind != 'audit' GROUP BY 1, 2, 3"
        ):
            found.append(f"{post.name}: {count} {kind} are {state} ({code})")
    return found


def _apart(key: Key, ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> list[str]:
    columns = [c for c in ours if c in theirs and ours[c] != theirs[c] and (key[0], c) not in OWN]
    return [f"{key} at the server: {c} {theirs[c]!r}, here {ours[c]!r}" for c in columns[:2]]


def _difference(kind: str, rows: list[Mapping[str, Any] | None]) -> str:
    whole = [row for row in rows if row]
    if len(whole) < len(rows):
        return f"at {[at for at, row in enumerate(rows) if row]} only"
    names = [
        c for c in whole[0] if any(row[c] != whole[0][c] for row in whole) and (kind, c) not in OWN
    ]
    return "; ".join(f"{c}: {[row[c] for row in whole]}" for c in names[:3])[:900]
