"""Sending what waits: one outcome for each record, whatever the server and the network do.

Nothing is sent that may overwrite what is not known: an update names the version it replaces, and
what is new is asked for first, as another station may have made the same record.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from station.sync.central_asking import Asker, Looked
from station.sync.central_batches import (
    Part,
    Record,
    Unsendable,
    chunks,
    is_bundle,
    judged,
    matched,
    puts,
    record_of,
)
from station.sync.central_races import settled, suspicious
from station.sync.central_replies import (
    Judged,
    Unanswered,
    judge,
    object_of,
    same_content,
    wait_of,
)
from station.sync.values import Found, Outcome, Sealed, Verdict

Tell = Callable[[int, int], None]
"""Told after each Bundle: how many records have an outcome, and how many there are."""
Stop = Callable[[], bool]

MOST_CRASHES = 8
"""Bundles in a row that the server may answer with 500 before it is left alone: one record that
makes it crash is found among fifty in six."""
UPLOAD_TIMEOUT_S = 60.0

BUSY = (408, 429, 502, 503, 504)
"""The server is there, but asks to be left in peace: nothing more is sent this time."""

_WORST = (Verdict.CHANNEL, Verdict.LATER, Verdict.STALE, Verdict.HELD, Verdict.DONE)


class Upload:
    """One upload: keeps what became of each record until every one has an outcome."""

    def __init__(self, asker: Asker, most: int, tell: Tell | None, stop: Stop | None) -> None:
        self._asker = asker
        self._most = most
        self._tell = tell
        self._stop = stop
        self._became: dict[int, Judged] = {}
        self._crashes = 0
        self._over: Judged | None = None

    def run(self, batch: Sequence[Sealed]) -> tuple[Outcome, ...]:
        """Send all; give one outcome each, in the order they came."""
        records = []
        for place, sealed in enumerate(batch):
            try:
                records.append(record_of(place, sealed))
            except Unsendable:
                self._became[place] = Judged(Verdict.HELD, "unsendable")
        for chunk in chunks(records, self._most):
            if self._stop and self._stop():
                self._over = self._over or Judged(Verdict.LATER, "stopped")
            self._chunk(chunk)
            if self._tell:
                self._tell(len(self._became), len(batch))
        return tuple(self._outcome(place, sealed) for place, sealed in enumerate(batch))

    def _outcome(self, place: int, sealed: Sealed) -> Outcome:
        became = self._became[place]
        return Outcome(
            sealed.kind,
            sealed.record_id,
            became.verdict,
            became.version,
            became.found,
            became.code,
            became.reason,
            became.wait_ms,
        )

    def _chunk(self, chunk: Sequence[Record]) -> None:
        """See to one Bundle's worth: ask first where needed, send, look at what was stale."""
        sent: list[Record] = []
        try:
            first = [record for record in chunk if record.asked_first]
            ready = [record for record in chunk if not record.asked_first]
            sent = sorted(ready + self._absent(first), key=lambda record: record.place)
            self._send(sent)
            self._look([record for record in sent if self._unclear(record)])
            self._races(sent)
        except Unanswered as trouble:
            self._all(chunk, _of(trouble))
            if trouble.code != "odd_reply":
                self._over = _of(trouble)

    def _all(self, records: Iterable[Record], said: Judged) -> None:
        """What has no outcome yet gets this one; what was only stale, too: nobody could look."""
        for record in records:
            if record.place not in self._became or self._unclear(record):
                self._became[record.place] = said

    # ------------------------------------------------------------------------------ asking first

    def _absent(self, records: Sequence[Record]) -> list[Record]:
        """Ask for each; settle what is there, and give what must be sent, less what is there."""
        if not records or self._over:
            return list(records)
        parts = [part for record in records for part in record.parts]
        answers: dict[str, Found | Judged | None] = {}
        for start in range(0, len(parts), self._most):
            paths = [part.path for part in parts[start : start + self._most]]
            answers.update(zip(paths, self._asker.fetch_all(paths), strict=True))
        return [left for record in records if (left := self._left(record, answers))]

    def _left(self, record: Record, answers: dict[str, Looked]) -> Record | None:
        main = record.parts[0]
        there = answers[main.path]
        if isinstance(there, Judged):
            self._became[record.place] = there
            return None
        ours = isinstance(there, Found) and not there.gone and same_content(there.body, main.body)
        if isinstance(there, Found) and not ours and there.version != record.sealed.etag:
            self._became[record.place] = Judged(Verdict.STALE, "found", found=there)
            return None
        if there is None and record.sealed.etag:
            gone = Found(main.resource_type, main.resource_id, "", gone=True)
            self._became[record.place] = Judged(Verdict.STALE, "found", found=gone)
            return None
        if not ours:
            return record
        return self._rest(record, there.version if isinstance(there, Found) else "", answers)

    def _rest(self, record: Record, version: str, answers: dict[str, Looked]) -> Record | None:
        """The main resource is there; give what is left of the record, if anything is."""
        self._became[record.place] = Judged(Verdict.DONE, version=version)
        missing = tuple(p for p in record.parts[1:] if not _is_there(p, answers[p.path]))
        return replace(record, parts=missing) if missing else None

    # ------------------------------------------------------------------------------------ sending

    def _send(self, records: Sequence[Record]) -> None:
        """Send one Bundle; cut it in two where it was refused as a whole."""
        if not records:
            return
        if self._over:
            self._forget(records, self._over)
            return
        parts = [part for record in records for part in record.parts]
        try:
            reply = self._asker.answer(
                "POST", "", puts(parts), {"prefer": "return=minimal"}, UPLOAD_TIMEOUT_S
            )
        except Unanswered as trouble:
            self._over = _of(trouble)
            self._forget(records, self._over)
            return
        body = object_of(reply.body)
        said = judge(reply.status, body, wait_of(reply))
        if said.verdict is Verdict.DONE and is_bundle(body) and body is not None:
            self._crashes = 0
            answers = matched(body, [part.path for part in parts])
            self._settle(records, [judged(answer) for answer in answers])
        else:
            self._refused(records, said)

    def _refused(self, records: Sequence[Record], said: Judged) -> None:
        """A Bundle was answered as a whole: cut it, hold what stands alone, or leave it be."""
        if said.status in {404, 405, 501}:
            self._over = Judged(Verdict.CHANNEL, "no_batch", said.reason or f"HTTP {said.status}")
        elif said.verdict is Verdict.CHANNEL or said.status in BUSY:
            self._over = said
        elif said.verdict is Verdict.DONE:
            # Something that is no Bundle and no complaint either: what was done is not known.
            self._forget(records, Judged(Verdict.LATER, "odd_reply"))
            return
        elif said.verdict is Verdict.LATER:
            self._crashes += 1
            if self._crashes >= MOST_CRASHES:
                self._over = said
        if self._over:
            self._forget(records, self._over)
        elif len(records) == 1:
            self._forget(records, said)
        else:
            half = len(records) // 2
            self._send(records[:half])
            self._send(records[half:])

    def _forget(self, records: Iterable[Record], said: Judged) -> None:
        """These have this outcome, also those whose main resource was there already."""
        for record in records:
            self._became[record.place] = said

    def _settle(self, records: Sequence[Record], answers: list[Judged]) -> None:
        at = 0
        for record in records:
            mine = list(zip(record.parts, answers[at : at + len(record.parts)], strict=True))
            at += len(record.parts)
            before = self._became.get(record.place, Judged(Verdict.DONE))
            said = [_of_extra(each) if not part.main else each for part, each in mine]
            worst = min([before, *said], key=lambda each: _WORST.index(each.verdict))
            main = next((each for part, each in mine if part.main), before)
            self._became[record.place] = (
                replace(main, body={}) if worst.verdict is Verdict.DONE else worst
            )
            if worst.status in BUSY:
                self._over = replace(worst, found=None)

    # ------------------------------------------------------------------- looking at what was stale

    def _unclear(self, record: Record) -> bool:
        """Whether only a look can say what became of it: stale, gone, or done in no version."""
        became = self._became.get(record.place)
        if became is None or not record.parts[0].main or became.found is not None:
            return False
        if became.verdict is Verdict.DONE:
            return not became.version
        refused = became.status in {400, 404, 410, 422} and bool(record.sealed.etag)
        return became.verdict is Verdict.STALE or (became.verdict is Verdict.HELD and refused)

    def _look(self, records: Sequence[Record]) -> None:
        for start in range(0, len(records), self._most):
            some = records[start : start + self._most]
            found = self._asker.fetch_all([record.parts[0].path for record in some])
            for record, there in zip(some, found, strict=True):
                self._became[record.place] = _seen(record, self._became[record.place], there)

    def _races(self, records: Sequence[Record]) -> None:
        """Find what new records wrote over after all."""
        odd = [r for r in records if suspicious(r.parts[0], self._became[r.place])]
        if odd:
            sent = [(record.parts[0], self._became[record.place]) for record in odd]
            for record, became in zip(odd, settled(self._asker, sent), strict=True):
                self._became[record.place] = became


def _seen(record: Record, became: Judged, there: Looked) -> Judged:
    """What a look at the server says of a record whose sending was unclear."""
    main = record.parts[0]
    if isinstance(there, Judged):
        return Judged(Verdict.LATER, there.code or became.code, there.reason, wait_ms=there.wait_ms)
    later = Judged(Verdict.LATER, became.code or "answer_missing", became.reason)
    if _is_there(main, there):
        whole = len(record.parts) == 1 or became.verdict is Verdict.DONE
        return Judged(Verdict.DONE, version=there.version) if there and whole else later
    found = there or Found(main.resource_type, main.resource_id, "", gone=True)
    if not found.gone and found.version == record.sealed.etag:
        # Refused as stale, and yet the version is the one it was made for: only a quarrel there.
        return became if became.verdict is Verdict.HELD else later
    if there is None and (became.verdict is Verdict.DONE or not record.sealed.etag):
        # What nobody knew to be there cannot have been taken away: it was refused for now.
        return later
    return Judged(Verdict.STALE, became.code or "found", became.reason, found=found)


def _is_there(part: Part, found: Looked) -> bool:
    return isinstance(found, Found) and not found.gone and same_content(found.body, part.body)


def _of_extra(said: Judged) -> Judged:
    """A quarrel over what only follows its main resource is over when it is sent again."""
    return replace(said, verdict=Verdict.LATER) if said.verdict is Verdict.STALE else said


def _of(trouble: Unanswered) -> Judged:
    return Judged(trouble.verdict, trouble.code, trouble.reason, wait_ms=trouble.wait_ms)
