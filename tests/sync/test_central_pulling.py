"""Reading: a server is believed only as far as its rows bear out what it says."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from station.sync.central_replies import Unanswered
from station.sync.values import Page, Resource, Verdict
from tests.servers.central_desk import flag, pages
from tests.sync.central_fake import (
    BASE,
    Answer,
    Asked,
    Fake,
    bundle,
    central,
    lost,
    meta,
    outcome,
    refused,
    reply,
    said,
)

START = datetime(2026, 11, 22, 12, tzinfo=UTC)
ABLE: dict[str, object] = {
    "resourceType": "CapabilityStatement",
    "fhirVersion": "4.0.1",
    "rest": [{"mode": "server", "resource": []}],
}


def row(name: str, second: float, version: str = "1", **more: object) -> dict[str, object]:
    """A row that was written so many seconds after START."""
    stamp = (START + timedelta(seconds=second)).isoformat(timespec="milliseconds")
    kept = {"versionId": version, "lastUpdated": stamp.replace("+00:00", "Z")}
    return {**flag(name), "meta": kept, **more}


def stamp_of(resource: Resource) -> datetime:
    return datetime.fromisoformat(str(meta(resource)["lastUpdated"]))


def rows_page(rows: Sequence[Resource], link: str = "", **more: object) -> Resource:
    links = [{"relation": "self", "url": "x"}, {"relation": "next", "url": link}]
    listed = [{"resource": each} for each in rows]
    return bundle(*listed, type="searchset", link=links[: 2 if link else 1], **more)


class Shelf:
    """Rows as a good server searches them: by _lastUpdated, sorted, with links by offset."""

    def __init__(self, *rows: Resource, link: bool = True, most: int = 1000) -> None:
        self.rows = list(rows)
        self.link = link
        self.most = most
        self.asked: list[str] = []

    def __call__(self, asked: Asked) -> Answer | None:
        if asked.path == "metadata":
            return reply(200, ABLE)
        self.asked.append(unquote(asked.path))
        query = parse_qs(urlsplit(asked.path).query)
        since = query.get("_lastUpdated", ["ge2000-01-01T00:00:00Z"])[0]
        floor = datetime.fromisoformat(since.removeprefix("ge"))
        fits = sorted((r for r in self.rows if stamp_of(r) >= floor), key=stamp_of)
        count = min(int(query["_count"][0]), self.most)
        begin = int(query.get("_offset", ["0"])[0])
        more = begin + count < len(fits)
        path = asked.path.split("&_offset")[0]
        link = f"{BASE}/{path}&_offset={begin + count}" if more and self.link else ""
        return reply(200, rows_page(fits[begin : begin + count], link))


def read(shelf: Shelf, cursor: str = "", limit: int = 3) -> list[Page]:
    return pages(central(Fake(shelf)), "Flag", cursor, limit)


def names(read_: Sequence[Page]) -> list[str]:
    return [item.resource_id for page in read_ for item in page.items]


def test_everything_comes_once_and_a_page_at_a_time() -> None:
    shelf = Shelf(*(row(f"r{i}", i) for i in range(10)))
    got = read(shelf)
    assert names(got) == [f"r{i}" for i in range(10)]
    assert max(len(page.items) for page in got) <= 3
    assert [page.last for page in got] == [False] * (len(got) - 1) + [True]
    assert not any("_offset" in path for path in shelf.asked)


def test_the_next_run_begins_two_minutes_before_the_newest() -> None:
    shelf = Shelf(row("old", 0), row("near", 250), row("new", 300))
    cursor = read(shelf)[-1].cursor
    shelf.rows.append(row("late", 200, "9"))  # it became visible late
    assert names(read(shelf, cursor)) == ["late", "near", "new"]
    assert any("ge2026-11-22T12:03:00.000Z" in path for path in shelf.asked)


def test_nothing_new_leaves_the_cursor_as_it_was() -> None:
    shelf = Shelf(row("a", 0))
    cursor = read(shelf)[-1].cursor
    assert read(shelf, cursor)[-1].cursor == cursor
    assert read(Shelf())[-1].cursor == ""
    shelf.rows.clear()
    assert read(shelf, cursor)[-1].cursor == cursor


def test_a_row_that_moves_while_pages_are_turned_hides_no_other() -> None:
    shelf = Shelf(*(row(f"r{i}", i) for i in range(9)))
    client = central(Fake(shelf))
    first = client.pull("Flag", "", 3)
    shelf.rows[0] = row("r0", 60, "2")  # by the links' count, r3 would be passed over
    got = [first, *pages(client, "Flag", first.cursor, 3)]
    assert sorted(set(names(got))) == [f"r{i}" for i in range(9)]


@pytest.mark.parametrize(("link", "number"), [(True, 40), (False, 40), (True, 1400)])
def test_very_many_at_one_moment_all_come(link: bool, number: int) -> None:
    shelf = Shelf(row("first", 0), *(row(f"r{i}", 5) for i in range(number)), link=link)
    shelf.rows.append(row("last", 9))
    got = names(read(shelf, limit=5))
    assert set(got) == {"first", "last", *(f"r{i}" for i in range(number))}


def test_more_at_one_moment_than_can_be_asked_for_is_said() -> None:
    shelf = Shelf(*(row(f"r{i}", 5) for i in range(1400)), link=False)
    with pytest.raises(Unanswered, match="endless_pages"):
        read(shelf)


def test_a_server_that_gives_fewer_than_asked_for_is_read_to_its_end() -> None:
    shelf = Shelf(*(row(f"r{i}", i) for i in range(20)), most=4)
    assert len(set(names(read(shelf, limit=100)))) == 20


def test_a_server_that_only_tells_the_total_is_read_to_its_end() -> None:
    shelf = Shelf(*(row(f"r{i}", i) for i in range(8)), link=False, most=4)
    plain = shelf.__call__

    def odd(asked: Asked) -> Answer | None:
        answer = plain(asked)
        if b"searchset" not in getattr(answer, "body", b""):
            return answer
        fits = [r for r in shelf.rows if stamp_of(r) >= _floor(asked)]
        return reply(200, rows_page(sorted(fits, key=stamp_of)[:4], total=len(fits)))

    assert len(set(names(pages(central(Fake(odd)), "Flag", "", 100)))) == 8


def _floor(asked: Asked) -> datetime:
    query = parse_qs(urlsplit(asked.path).query)
    since = query.get("_lastUpdated", ["ge2000-01-01T00:00:00Z"])[0]
    return datetime.fromisoformat(since.removeprefix("ge"))


def test_a_server_that_does_not_sort_is_followed_link_by_link() -> None:
    rows = [row("a", 5), row("b", 1), row("c", 9), row("d", 2), row("e", 3), row("f", 4)]

    def odd(asked: Asked) -> Answer:
        begin = int(parse_qs(urlsplit(asked.path).query).get("_offset", ["0"])[0])
        link = f"{BASE}/Flag?_offset={begin + 2}" if begin + 2 < len(rows) else ""
        return reply(200, rows_page(rows[begin : begin + 2], link))

    got = pages(central(Fake(odd)), "Flag", "", 2)
    assert names(got) == list("abcdef")
    assert "12:00:09" in got[-1].cursor


def test_rows_that_were_not_asked_for_are_passed_over() -> None:
    shelf = Shelf(row("a", 0), row("b", 500))
    cursor = read(shelf)[-1].cursor
    fits = row("fits", 400)
    lies = [row("old", 1), fits, {**row("other", 450), "resourceType": "Patient"}, {"a": 1}, "b"]
    no_id = {**row("x", 450)}
    del no_id["id"]

    def odd(asked: Asked) -> Answer:
        return reply(200, ABLE if asked.path == "metadata" else rows_page([*lies, no_id]))  # type: ignore[list-item]

    assert names(pages(central(Fake(odd)), "Flag", cursor, 100)) == ["fits"]


def test_rows_without_a_time_of_their_own_come_too() -> None:
    timeless = flag("timeless")
    fake = Fake(lambda _asked: reply(200, rows_page([timeless, row("a", 1), row("b", 2)])))
    got = pages(central(fake), "Flag", "", 100)
    assert names(got) == ["timeless", "a", "b"]
    assert got[0].items[0].at == ""


@pytest.mark.parametrize(
    "link",
    [
        "https://elsewhere.example/fhir/Flag?_offset=2",
        "http://centre.example/fhir/Flag?_offset=2",
        "https://centre.example:8443/fhir/Flag",
        "https://centre.example/other/Flag",
        "https://centre.example/fhir/../other",
        "//elsewhere.example/fhir",
    ],
)
def test_a_link_that_leads_away_is_not_followed(link: str) -> None:
    fake = Fake(lambda _asked: reply(200, rows_page([row("a", 1)], link)))
    with pytest.raises(Unanswered) as trouble:
        pages(central(fake), "Flag", "", 1)
    assert (trouble.value.code, trouble.value.verdict) == ("foreign_link", Verdict.LATER)


@pytest.mark.parametrize(
    ("link", "below"),
    [("Flag?_page=2", "Flag?_page=2"), (f"{BASE}?_getpages=1", "?_getpages=1"), (BASE + "/P", "P")],
)
def test_a_link_within_the_server_is_followed(link: str, below: str) -> None:
    same = [row(f"r{i}", 1) for i in range(1000)]
    fake = Fake(lambda asked: reply(200, rows_page(same, link if "_sort" in asked.path else "")))
    got = pages(central(fake), "Flag", "", 1000)
    assert fake.asked[-1].path == below or "_sort" in fake.asked[-1].path
    assert below in {asked.path for asked in fake.asked}
    assert len(set(names(got))) == 1000


def test_links_in_a_circle_are_left() -> None:
    unsorted = [row("b", 2), row("a", 1)]
    circle = {"_sort": "Flag?p=1", "p=1": "Flag?p=2", "p=2": "Flag?p=1"}

    def odd(asked: Asked) -> Answer:
        link = next(to for part, to in circle.items() if part in asked.path)
        return reply(200, rows_page(unsorted, f"{BASE}/{link}"))

    fake = Fake(odd)
    with pytest.raises(Unanswered, match="endless_pages"):
        pages(central(fake), "Flag", "", 2)
    assert len(fake.asked) <= 4


def test_a_server_without_end_is_left_in_the_end() -> None:
    fake = Fake(lambda _asked: reply(200, rows_page([])))
    with pytest.raises(Unanswered, match="endless_pages"):
        central(fake).pull("Flag", '{"hops": 20000}', 10)
    assert fake.asked == []


@pytest.mark.parametrize("status", [404, 410])
def test_pages_that_are_no_longer_kept_begin_anew(status: int) -> None:
    shelf = Shelf(row("a", 1), row("b", 2))
    fake = Fake(lambda asked: reply(status) if "_getpages" in asked.path else shelf(asked))
    client = central(fake)
    page = client.pull("Flag", '{"link": "?_getpages=7", "unsorted": true, "hops": 3}', 10)
    assert (page.items, page.last) == ((), False)
    assert names(pages(client, "Flag", page.cursor, 10)) == ["a", "b"]


@pytest.mark.parametrize("cursor", ["nonsense", "[]", '{"who": 1}', "3", '{"edge": 4}'])
def test_a_cursor_that_cannot_be_read_means_the_beginning(cursor: str) -> None:
    assert names(read(Shelf(row("a", 1)), cursor)) == ["a"]


@pytest.mark.parametrize(
    ("answer", "verdict", "code"),
    [
        (reply(200, {"resourceType": "Flag"}), Verdict.LATER, "odd_reply"),
        (reply(200, outcome(severity="information")), Verdict.LATER, "odd_reply"),
        (reply(200, ["x"]), Verdict.LATER, "odd_reply"),
        (reply(200), Verdict.LATER, "odd_reply"),
        (reply(200, outcome()), Verdict.HELD, "outcome_error"),
        (reply(403), Verdict.CHANNEL, "http_403"),
        (reply(503, retry_after="3"), Verdict.LATER, "http_503"),
        (lost(), Verdict.LATER, "reset"),
        (refused(), Verdict.CHANNEL, "portal"),
    ],
)
def test_what_is_no_page_is_said(answer: Answer, verdict: Verdict, code: str) -> None:
    client = central(Fake(lambda _asked: answer))
    for question in (
        lambda: client.pull("Flag", ""),
        lambda: list(client.ids("Flag")),
        lambda: client.search("Flag", identifier="a|b"),
    ):
        with pytest.raises(Unanswered) as trouble:
            question()
        assert (trouble.value.verdict, trouble.value.code) == (verdict, code)


def history_row(name: str, second: int, method: str = "DELETE") -> dict[str, object]:
    stamp = meta(row(name, second))["lastUpdated"]
    return {
        "fullUrl": f"{BASE}/Flag/{name}",
        "request": {"method": method, "url": f"Flag/{name}/_history/2"},
        "response": {"status": "204", "lastModified": stamp},
    }


def able(asked: Asked) -> Answer | None:
    """A server whose history of Flag can be read."""
    can = [{"type": "Flag", "interaction": [{"code": "history-type"}]}]
    told = {**ABLE, "rest": [{"resource": can}]}
    return reply(200, told) if asked.path == "metadata" else None


def test_deletions_are_told_by_history_and_held_against_what_is_there() -> None:
    shelf = Shelf(row("kept", 500), row("anew", 501))
    history = [
        history_row("gone", 520),
        history_row("gone", 519),
        history_row("anew", 515),
        history_row("kept", 514, "PUT"),
        {**history_row("x", 513), "fullUrl": f"{BASE}/Patient/x"},
        history_row("long-ago", 1),
    ]
    links = [[{"relation": "next", "url": f"{BASE}/Flag/_history?_offset={n}"}] for n in (2, 4)]

    def odd(asked: Asked) -> Answer | None:
        if asked.path.startswith("Flag/_history"):
            first = "_since" in asked.path
            half = history[:2] if first else history[2:]
            return reply(200, bundle(*half, type="history", link=links[0 if first else 1]))
        if asked.path == "" and asked.urls:
            there = [said(410) if "gone" in u else single_row(u) for u in asked.urls]
            return reply(200, bundle(*there))
        return able(asked) or shelf(asked)

    fake = Fake(odd)
    cursor = pages(central(fake), "Flag", "", 10)[-1].cursor
    assert not any("_history" in asked.path for asked in fake.asked)
    got = pages(central(fake), "Flag", cursor, 10)
    gone = [item for page in got for item in page.items if item.gone]
    assert [item.resource_id for item in gone] == ["gone"]
    assert sum("_history" in asked.path for asked in fake.asked) == 2
    assert '"gone_since": "2026-11-22T12:08:40.000Z"' in got[-1].cursor


def single_row(url: str) -> dict[str, object]:
    return {"resource": row(url.removeprefix("Flag/"), 600), "response": {"status": "200"}}


def test_where_nothing_was_deleted_nothing_is_asked_again() -> None:
    history = bundle(history_row("kept", 514, "PUT"), type="history")
    shelf = Shelf(row("kept", 500))

    def odd(asked: Asked) -> Answer | None:
        told = reply(200, history) if asked.path.startswith("Flag/_history") else None
        return told or able(asked) or shelf(asked)

    fake = Fake(odd)
    cursor = pages(central(fake), "Flag", "", 10)[-1].cursor
    got = pages(central(fake), "Flag", cursor, 10)
    assert [item.resource_id for page in got for item in page.items] == ["kept"]
    assert sum("_history" in asked.path for asked in fake.asked) == 1
    assert not any(asked.method == "POST" for asked in fake.asked)


def test_history_whose_pages_are_no_longer_kept_begins_anew() -> None:
    fake = Fake(lambda a: reply(410) if "_getpages" in a.path else able(a) or Shelf()(a))
    cursor = '{"phase": "gone", "link": "?_getpages=1", "since": "2026-11-22T12:00:00Z"}'
    page = central(fake).pull("Flag", cursor, 10)
    assert (page.last, '"phase": "gone"' in page.cursor) == (False, True)
    assert "getpages" not in page.cursor


def test_ids_are_asked_for_without_the_rest() -> None:
    shelf = Shelf(*(row(f"r{i}", i, str(i)) for i in range(1200)))
    assert len(list(central(Fake(shelf)).ids("Flag"))) == 1200
    assert all("_elements=id,meta" in path for path in shelf.asked)


def test_what_is_searched_for_stands_in_the_body_only() -> None:
    found = bundle({"resource": row("a", 1)}, {"resource": outcome()}, "x", type="searchset")
    fake = Fake(lambda _asked: reply(200, found))
    client = central(fake)
    assert [f.resource_id for f in client.search("Flag", identifier="s|81819000000")] == ["a"]
    assert (fake.asked[0].method, fake.asked[0].path) == ("POST", "Flag/_search")
    assert fake.asked[0].headers["content-type"] == "application/x-www-form-urlencoded"
