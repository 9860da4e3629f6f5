"""Sending: exactly one outcome for each record, and nothing lost, doubled or overwritten."""

import json
from dataclasses import replace

import pytest

from station.sync.values import Outcome, Sealed, Verdict
from tests.servers.central_desk import flag, new_uuid, observation, sealed
from tests.sync.central_fake import (
    Answer,
    Asked,
    Fake,
    bundle,
    central,
    lost,
    meta,
    once,
    outcome,
    refused,
    reply,
    request,
    said,
    whenever,
)

DONE, LATER, STALE = Verdict.DONE, Verdict.LATER, Verdict.STALE
HELD, CHANNEL = Verdict.HELD, Verdict.CHANNEL


def some(number: int) -> list[Sealed]:
    return [sealed(flag(new_uuid(), str(i))) for i in range(number)]


def verdicts(outcomes: tuple[Outcome, ...]) -> list[Verdict]:
    return [each.verdict for each in outcomes]


def known(fake: Fake, number: int = 1) -> list[Sealed]:
    """Records that the server has, to be changed: sealed with the version it has."""
    made = some(number)
    assert verdicts(central(fake).upload(made)) == [DONE] * number
    fake.asked.clear()
    return [sealed(flag(body_of(each)["id"], "changed"), etag="1") for each in made]


def body_of(record: Sealed) -> dict[str, str]:
    read: dict[str, str] = json.loads(record.resources[0])
    return read


def path_of(record: Sealed) -> str:
    return "Flag/" + body_of(record)["id"]


def test_bytes_go_as_they_were_sealed_and_versions_come_back() -> None:
    fake = Fake()
    record = replace(some(1)[0], resources=('{"id": "a-1",\n "resourceType":"Flag", "x": 1.50}',))
    assert central(fake).upload([record])[0].version == "1"
    assert fake.held["Flag/a-1"]["x"] == 1.5
    assert [asked.method for asked in fake.asked] == ["POST", "POST"]
    assert [asked.path for asked in fake.asked] == ["", ""]


def test_no_bundle_is_larger_than_agreed_and_records_stay_whole() -> None:
    fake = Fake()
    pairs = [sealed(flag(new_uuid()), observation(new_uuid())) for _ in range(4)]
    assert verdicts(central(fake, batch=5).upload(pairs)) == [DONE] * 4
    assert [len(asked.entries) for asked in fake.asked if asked.sends] == [4, 4]
    fake.asked.clear()
    large = [sealed(flag(new_uuid(), "x" * 700_000)) for _ in range(3)]
    assert verdicts(central(fake).upload(large)) == [DONE] * 3
    assert [len(asked.entries) for asked in fake.asked if asked.sends] == [2, 1]


@pytest.mark.parametrize(
    ("version", "sent"),
    [("7", 'W/"7"'), ('"odd"', '"odd"'), ("=bare", "bare"), ('W/"a"b"', 'W/"a"b"')],
)
def test_odd_versions_go_back_as_they_came(version: str, sent: str) -> None:
    fake = Fake(lambda asked: reply(200, bundle(said(400))) if asked.sends else None)
    central(fake).upload([sealed(flag(new_uuid()), etag=version)])
    assert [request(e)["ifMatch"] for a in fake.asked if a.sends for e in a.entries] == [sent]


@pytest.mark.parametrize(("told", "kept"), [('W/"4"', "4"), ('"x"', '"x"'), ("bare", "=bare")])
def test_versions_are_kept_as_they_were_told(told: str, kept: str) -> None:
    entry = {"response": {"status": "201", "etag": told}}
    fake = Fake(lambda asked: reply(200, bundle(entry)) if asked.sends else None)
    assert central(fake).upload(some(1))[0].version == kept


def test_a_version_may_stand_in_the_resource_or_in_the_location_only() -> None:
    records = some(2)
    inside = {"resourceType": "Flag", "id": body_of(records[0])["id"], "meta": {"versionId": "5"}}
    first = {"response": {"status": "201"}, "resource": inside}
    second = {"response": {"status": "201", "location": path_of(records[1]) + "/_history/6"}}
    fake = Fake(lambda asked: reply(200, bundle(first, second)) if asked.sends else None)
    assert [o.version for o in central(fake).upload(records)] == ["5", "6"]
    second["response"]["etag"] = "6"  # HAPI leaves the quotes out
    assert [o.version for o in central(fake).upload(records)] == ["5", "6"]


def test_done_in_no_version_is_looked_at() -> None:
    fake = Fake()

    def odd(asked: Asked) -> Answer | None:
        if not asked.sends:
            return None
        fake.plain(asked)
        return reply(200, bundle({"response": {"status": "204"}}))

    fake.odd = odd
    assert central(fake).upload(some(1))[0].version == "1"
    fake.odd = lambda a: reply(200, bundle({"response": {"status": "200"}})) if a.sends else None
    assert verdicts(central(fake).upload(some(1))) == [LATER]


def test_answers_in_another_order_find_their_records() -> None:
    fake, records = Fake(), some(3)

    def odd(asked: Asked) -> Answer | None:
        return (
            reply(200, bundle(*map(fake.entry, reversed(asked.entries)))) if asked.sends else None
        )

    fake.odd = odd
    assert verdicts(central(fake).upload(records)) == [DONE] * 3


@pytest.mark.parametrize("left", [slice(0, 2), slice(1, 3)])
def test_answers_that_are_missing_are_not_guessed(left: slice) -> None:
    fake, records = Fake(), some(3)

    def odd(asked: Asked) -> Answer | None:
        answers = [fake.entry(each) for each in asked.entries]
        return reply(200, bundle(*answers[left])) if asked.sends else None

    fake.odd = odd
    expected = [LATER, LATER, LATER]
    expected[left] = [DONE, DONE]
    assert verdicts(central(fake).upload(records)) == expected
    fake.odd = lambda _asked: None
    again = [replace(each, again=True) for each in records]
    assert verdicts(central(fake).upload(again)) == [DONE] * 3
    assert {meta(each)["versionId"] for each in fake.held.values()} == {"1"}


@pytest.mark.parametrize(
    "nonsense",
    [
        bundle(),
        bundle("text", None, 3),
        bundle({}, {"response": {}}, {"response": {"status": "fine"}}),
        bundle({"response": "200"}, {"response": {"status": None}}, {"response": {"status": "20"}}),
        {"resourceType": "Bundle", "type": "batch-response", "entry": "none"},
        {"resourceType": "Flag"},
        ["what"],
        "what",
        None,
    ],
)
def test_nonsense_is_no_answer(nonsense: object) -> None:
    fake = Fake(lambda asked: reply(200, nonsense) if asked.sends else None)
    assert verdicts(central(fake).upload(some(3))) == [LATER] * 3


def test_an_answer_about_another_record_twice_counts_for_nobody() -> None:
    records = some(2)
    mine = {"response": {"status": "201", "etag": 'W/"1"', "location": path_of(records[0])}}
    fake = Fake(lambda asked: reply(200, bundle(mine, mine)) if asked.sends else None)
    assert verdicts(central(fake).upload(records)) == [LATER] * 2


def test_a_bundle_refused_as_a_whole_is_cut_until_the_poison_stands_alone() -> None:
    records = some(50)
    bad = path_of(records[31])

    def odd(asked: Asked) -> Answer | None:
        whole = asked.sends and bad in asked.urls
        return reply(400, outcome("invalid", "01817099999 is odd " + "x" * 900)) if whole else None

    fake = Fake(odd)
    outcomes = central(fake).upload(records)
    assert [i for i, each in enumerate(outcomes) if each.verdict is not DONE] == [31]
    held = outcomes[31]
    assert (held.verdict, held.reason_code) == (HELD, "http_400")
    assert held.reason.startswith("[…] is odd")
    assert len(held.reason) == 300
    assert len(fake.asked) <= 14


@pytest.mark.parametrize(
    ("status", "code"), [(413, "http_413"), (422, "http_422"), (400, "http_400")]
)
def test_what_is_refused_alone_is_held(status: int, code: str) -> None:
    fake = Fake(lambda asked: reply(status) if asked.sends else None)
    outcomes = central(fake).upload(some(2))
    assert [(o.verdict, o.reason_code) for o in outcomes] == [(HELD, code)] * 2


def test_too_large_a_bundle_is_cut() -> None:
    fake = Fake(lambda asked: reply(413) if asked.sends and len(asked.entries) > 4 else None)
    assert verdicts(central(fake).upload(some(20))) == [DONE] * 20


def test_a_record_that_makes_the_server_crash_stands_alone_in_the_end() -> None:
    records = some(50)
    bad = path_of(records[0])
    fake = Fake(lambda asked: reply(500) if asked.sends and bad in asked.urls else None)
    outcomes = central(fake).upload(records)
    assert verdicts(outcomes) == [LATER] + [DONE] * 49
    assert outcomes[0].reason_code == "http_500"


def test_a_server_that_only_crashes_is_left_alone_soon() -> None:
    fake = Fake(lambda asked: reply(500) if asked.sends else None)
    assert verdicts(central(fake).upload(some(200))) == [LATER] * 200
    assert len([asked for asked in fake.asked if asked.sends]) == 8


@pytest.mark.parametrize("status", [408, 429, 502, 503, 504])
def test_a_busy_server_is_asked_no_more_and_its_wait_is_kept(status: int) -> None:
    fake = Fake(lambda asked: reply(status, retry_after="7") if asked.sends else None)
    outcomes = central(fake).upload(some(120))
    assert {(o.verdict, o.wait_ms) for o in outcomes} == {(LATER, 7000)}
    assert len([asked for asked in fake.asked if asked.sends]) == 1


@pytest.mark.parametrize(
    ("after", "wait"),
    [
        ("Sun, 22 Nov 2026 12:00:30 GMT", 30_000),
        ("Sun, 22 Nov 2026 11:00:00 GMT", 0),
        ("99999999999", 21_600_000),
        ("soon", 0),
    ],
)
def test_the_wait_is_counted_by_the_servers_clock(after: str, wait: int) -> None:
    date = "Sun, 22 Nov 2026 12:00:00 GMT"
    fake = Fake(lambda asked: reply(503, retry_after=after, date=date) if asked.sends else None)
    assert central(fake).upload(some(1))[0].wait_ms == wait


@pytest.mark.parametrize("status", [401, 403, 423, 404, 405, 501])
def test_what_concerns_everything_rests_the_channel(status: int) -> None:
    fake = Fake(lambda asked: reply(status) if asked.sends else None)
    assert verdicts(central(fake).upload(some(60))) == [CHANNEL] * 60
    assert len([asked for asked in fake.asked if asked.sends]) == 1


@pytest.mark.parametrize(
    ("trouble", "verdict", "code"),
    [(lost(), LATER, "reset"), (lost("before"), LATER, "reset"), (refused(), CHANNEL, "portal")],
)
def test_a_failing_network_ends_the_sending(
    trouble: Exception, verdict: Verdict, code: str
) -> None:
    for fits in (lambda asked: asked.sends, lambda asked: not asked.sends):
        fake = Fake(whenever(trouble, fits))
        outcomes = central(fake).upload(some(110))
        assert {(o.verdict, o.reason_code) for o in outcomes} == {(verdict, code)}
        assert len(fake.asked) <= 2


@pytest.mark.parametrize("status", [409, 412, 400])
def test_stale_is_told_by_status_or_by_words(status: int) -> None:
    fake = Fake()
    record = known(fake)[0]
    fake.held[path_of(record)] = {
        **flag(body_of(record)["id"], "theirs"),
        "meta": {"versionId": "9"},
    }
    refusal = said(status, words="Version conflict: If-Match")
    fake.odd = once(reply(200, bundle(refusal)))
    stale = central(fake).upload([record])[0]
    assert (stale.verdict, stale.found and stale.found.version) == (STALE, "9")
    fake.odd = once(reply(status, outcome(words="whole")))
    assert verdicts(central(fake).upload([record])) == [STALE]


def test_a_refusal_without_a_word_of_versions_is_looked_at() -> None:
    fake = Fake()
    record = known(fake)[0]
    fake.odd = once(reply(200, bundle(said(400, words="bad"))))
    held = central(fake).upload([record])[0]
    assert (held.verdict, held.reason) == (HELD, "bad")
    fake.held[path_of(record)]["meta"] = {"versionId": "4"}
    fake.odd = once(reply(200, bundle(said(400, words="bad"))))
    assert verdicts(central(fake).upload([record])) == [STALE]


def test_a_quarrel_over_the_version_that_is_there_is_tried_again() -> None:
    fake = Fake()
    record = known(fake)[0]
    fake.odd = once(reply(200, bundle(said(409))))
    assert verdicts(central(fake).upload([record])) == [LATER]


@pytest.mark.parametrize("status", [409, 412])
def test_what_is_new_and_quarrelled_over_was_not_taken_away(status: int) -> None:
    fake = Fake(once(reply(200, bundle(said(status)))))
    record = some(1)[0]
    later = central(fake).upload([record])[0]
    assert (later.verdict, later.reason_code, later.found) == (LATER, f"http_{status}", None)
    assert verdicts(central(fake).upload([record])) == [DONE]


@pytest.mark.parametrize("status", [404, 410])
def test_an_update_of_what_is_gone_says_so(status: int) -> None:
    fake = Fake()
    record = known(fake)[0]
    del fake.held[path_of(record)]
    fake.odd = once(reply(200, bundle(said(status))))
    stale = central(fake).upload([record])[0]
    assert (stale.verdict, stale.found and stale.found.gone) == (STALE, True)
    asked_first = central(fake).upload([replace(record, again=True)])[0]
    assert (asked_first.verdict, asked_first.found and asked_first.found.gone) == (STALE, True)


def test_what_refers_to_something_that_is_not_there_yet_waits() -> None:
    words = "HAPI-1094: Resource Patient/1 not found, specified in path: Observation.subject"
    fake = Fake(once(reply(200, bundle(said(400, words=words)))))
    waiting = central(fake).upload(some(1))[0]
    assert (waiting.verdict, waiting.reason_code) == (LATER, "parent_missing")


def test_good_status_with_an_error_in_it_is_not_done() -> None:
    bad = {"response": {"status": "200", "outcome": outcome(words="not stored")}}
    fake = Fake(once(reply(200, bundle(bad))))
    held = central(fake).upload(some(1))[0]
    assert (held.verdict, held.reason_code, held.reason) == (HELD, "outcome_error", "not stored")
    fake.odd = lambda asked: reply(200, outcome()) if asked.sends else None
    assert verdicts(central(fake).upload(some(2))) == [HELD] * 2
    told = {"response": {"status": "201", "etag": 'W/"1"', "outcome": outcome(severity="warning")}}
    fake.odd = once(reply(200, bundle(told)))
    assert verdicts(central(fake).upload(some(1))) == [DONE]


@pytest.mark.parametrize(("status", "verdict"), [(403, CHANNEL), (429, LATER), (500, LATER)])
def test_one_entry_may_be_refused_for_now(status: int, verdict: Verdict) -> None:
    fake = Fake()

    def odd(asked: Asked) -> Answer | None:
        if not asked.sends:
            return None
        return reply(200, bundle(said(status), *map(fake.entry, asked.entries[1:])))

    fake.odd = odd
    assert verdicts(central(fake).upload(some(3))) == [verdict, DONE, DONE]
