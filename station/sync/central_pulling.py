"""Reading what others wrote, page by page, from a server that is not taken at its word.

Each row is held against what was asked for; links are followed within the server only, and never
in a circle. One page is in memory at a time.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from urllib.parse import urlencode, urljoin, urlsplit

from station.sync.central_asking import Asker, body_of
from station.sync.central_batches import is_bundle
from station.sync.central_cursor import Cursor, before, later, moment, read
from station.sync.central_replies import Unanswered, found_in, is_id, meta
from station.sync.values import Found, Page, Resource, Verdict

MOST_ROWS = 1000
"""Rows asked for in one page at most, when very many stand at one moment."""
MOST_HOPS = 20_000
"""Pages of one run at most: a server that never ends is left."""


class Pulling:
    """Turns pages of one server; `base_url` is where links may lead, `elements` narrows rows."""

    def __init__(self, asker: Asker, base_url: str, *, elements: str = "") -> None:
        self._asker = asker
        self._base = base_url.rstrip("/")
        self._elements = elements
        self._been: dict[str, set[str]] = {}

    def page(
        self, resource_type: str, cursor: str, limit: int, history: Callable[[str], bool]
    ) -> Page:
        """Give the next page; `history` says whether a type's deletions can be read."""
        at = read(cursor)
        if at.hops >= MOST_HOPS:
            raise Unanswered(Verdict.LATER, "endless_pages")
        if at.phase == "gone":
            return self._gone(resource_type, at, limit)
        found, after = self._rows(resource_type, at, limit)
        if after.phase == "rows" and after.hops == 0:
            # A first run has nothing yet that could have been deleted; history needs a beginning.
            if at.since and history(resource_type):
                begin = replace(at.restarted(), phase="gone", newest=after.since)
                return Page(resource_type, found, begin.text(), last=False)
            return Page(resource_type, found, after.text(), last=True)
        return Page(resource_type, found, after.text(), last=False)

    def all_rows(self, resource_type: str, limit: int) -> Iterator[Found]:
        """Give every row of a type, oldest first, a page in memory at a time; some come twice."""
        at = Cursor()
        while True:
            found, at = self._rows(resource_type, at, limit)
            yield from found
            if at.hops == 0:
                return

    # --------------------------------------------------------------------------------------- rows

    def _rows(self, kind: str, at: Cursor, limit: int) -> tuple[tuple[Found, ...], Cursor]:
        """Give a page's rows that were asked for and not given yet, and where to go on."""
        count = max(at.count, limit, 2)
        begin = at.at or before(at.since)
        bundle = self._ask(at.link or self._query(kind, begin, count))
        if bundle is None:
            return (), replace(at.restarted(), hops=at.hops + 1)
        rows = _resources(bundle, kind)
        floor = moment(before(at.since) if at.link else begin)
        fits = [row for row in rows if _since(row, floor)]
        fresh = tuple(row for row in fits if _edge(row) not in at.edge)
        newest = at.newest
        for row in rows:
            newest = later(newest, row.at)
        went = replace(at, newest=newest, hops=at.hops + 1)
        link = self._next(kind, bundle, at)
        whole = len(_entries(bundle)) < count and _total(bundle) <= len(_entries(bundle))
        if not link and whole:
            return fresh, went.ended()
        return fresh, _onward(went, rows, link, begin, count)

    def _query(self, kind: str, begin: str, count: int) -> str:
        asked = {"_sort": "_lastUpdated", "_count": str(count)}
        if begin:
            asked["_lastUpdated"] = f"ge{begin}"
        if self._elements:
            asked["_elements"] = self._elements
        return f"{kind}?{urlencode(asked)}"

    def _ask(self, path: str) -> Resource | None:
        """Give a Bundle; None where a link's pages are no longer kept."""
        # Some servers give what they found a minute ago to whoever asks the same again.
        reply = self._asker.answer("GET", path, headers={"cache-control": "no-cache"})
        if reply.status in {404, 410} and ("_getpages" in path or "_page" in path):
            return None
        bundle = body_of(reply)
        if not is_bundle(bundle):
            raise Unanswered(Verdict.LATER, "odd_reply")
        return bundle

    def _next(self, kind: str, bundle: Resource, at: Cursor) -> str:
        """Give the next link as a path below the base, "" for none.

        Raise Unanswered for one that leads away, or to where this run has been.
        """
        if at.hops == 0:
            self._been.pop(kind, None)
        been = self._been.setdefault(kind, set())
        been.add(at.link)
        links = bundle.get("link")
        for link in links if isinstance(links, list) else []:
            if isinstance(link, Mapping) and link.get("relation") == "next":
                path = self._below(str(link.get("url", "")))
                if path in been:
                    raise Unanswered(Verdict.LATER, "endless_pages")
                return path
        return ""

    def _below(self, url: str) -> str:
        base, target = urlsplit(self._base + "/"), urlsplit(urljoin(self._base + "/", url))
        same = (base.scheme, base.netloc) == (target.scheme, target.netloc)
        inside = (target.path + "/").startswith(base.path)
        if not same or not inside or ".." in target.path:
            raise Unanswered(Verdict.LATER, "foreign_link")
        path = target.path[len(base.path) :]
        return f"{path}?{target.query}" if target.query else path

    # ---------------------------------------------------------------------------------- deletions

    def _gone(self, kind: str, at: Cursor, limit: int) -> Page:
        """Give a page of what was deleted; history is told newest first, further than asked for."""
        begin = before(at.gone_since)
        asked = urlencode({"_count": str(limit), **({"_since": begin} if begin else {})})
        bundle = self._ask(at.link or f"{kind}/_history?{asked}")
        if bundle is None:
            begin_again = replace(at.restarted(), phase="gone", newest=at.newest, hops=at.hops + 1)
            return Page(kind, (), begin_again.text(), last=False)
        floor, newest, old = moment(begin), at.gone_newest, False
        gone: list[str] = []
        for entry in _entries(bundle):
            name, stamp, deleted = _history_row(entry)
            newest = later(newest, stamp)
            too_old = floor is not None and (moment(stamp) or floor) < floor
            old = old or too_old
            if deleted and name.startswith(kind + "/") and not too_old:
                gone.append(name)
        link = self._next(kind, bundle, at)
        went = replace(at, gone_newest=newest, link=link, hops=at.hops + 1)
        items = self._still_gone(kind, dict.fromkeys(gone))
        if link and not old and _entries(bundle):
            return Page(kind, items, went.text(), last=False)
        return Page(kind, items, went.ended().text(), last=True)

    def _still_gone(self, kind: str, names: Mapping[str, None]) -> tuple[Found, ...]:
        """Give those that are deleted now: history also tells of what was written anew since."""
        paths = list(names)
        if not paths:
            return ()
        there = self._asker.fetch_all(paths)
        return tuple(
            Found(kind, path.partition("/")[2], "", gone=True)
            for path, now in zip(paths, there, strict=True)
            if now is None or (isinstance(now, Found) and now.gone)
        )


def _entries(bundle: Resource) -> list[Mapping[str, object]]:
    listed = bundle.get("entry")
    return [e for e in listed if isinstance(e, Mapping)] if isinstance(listed, list) else []


def _resources(bundle: Resource, kind: str) -> list[Found]:
    """Give the rows that are of the type asked for and have an id: «../x» is none."""
    held = [entry.get("resource") for entry in _entries(bundle)]
    found = [found_in(r) for r in held if isinstance(r, Mapping) and r.get("resourceType") == kind]
    return [row for row in found if is_id(row.resource_id)]


def _onward(at: Cursor, rows: Sequence[Found], link: str, begin: str, count: int) -> Cursor:
    """Say where the next page begins: at the last row's moment, or by the server's link.

    Where a whole page stands at one moment, more is asked for, and then the link is followed
    until the moment is over. A server that does not sort is followed link by link.
    """
    stamps = [stamp for row in rows if (stamp := moment(row.at)) is not None]
    in_order = bool(stamps) and len(stamps) == len(rows) and stamps == sorted(stamps)
    start = moment(begin)
    if in_order and not at.unsorted and (start is None or stamps[-1] > start):
        edge = tuple(_edge(row) for row in rows if moment(row.at) == stamps[-1])
        return replace(at, at=rows[-1].at, edge=edge, count=0, link="")
    if in_order and not at.link and count < MOST_ROWS:
        return replace(at, count=min(count * 4, MOST_ROWS))
    if link:
        return replace(at, link=link, unsorted=at.unsorted or not in_order)
    if at.link or len(rows) < count:
        return at.ended()
    raise Unanswered(Verdict.LATER, "endless_pages")


def _total(bundle: Resource) -> int:
    """How many rows a server says there are in all; 0 where it does not say."""
    total = bundle.get("total")
    return total if isinstance(total, int) else 0


def _since(row: Found, floor: datetime | None) -> bool:
    """Whether a row fits the filter; one without a stamp cannot be held against it."""
    at = moment(row.at)
    return at is None or floor is None or at >= floor


def _edge(row: Found) -> str:
    return f"{row.resource_id}/{row.version}"


def _history_row(entry: Mapping[str, object]) -> tuple[str, str, bool]:
    """Give a history entry's "Type/id", its moment, and whether it is a deletion."""
    request, response = entry.get("request"), entry.get("response")
    asked = request if isinstance(request, Mapping) else {}
    told = response if isinstance(response, Mapping) else {}
    resource = entry.get("resource")
    body = resource if isinstance(resource, Mapping) else {}
    url = str(entry.get("fullUrl") or asked.get("url") or "").split("/_history")[0]
    name = "/".join(url.rstrip("/").split("/")[-2:])
    stamp = str(told.get("lastModified") or meta(body, "lastUpdated"))
    return name, stamp, asked.get("method") == "DELETE"
