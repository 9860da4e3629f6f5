"""Sending what may be there already: asked first, looked at afterwards, never written over."""

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
    reply,
    said,
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


def test_a_record_is_done_when_all_its_resources_are() -> None:
    fake = Fake()
    main, extra = flag(new_uuid()), observation(new_uuid())
    record = sealed(main, extra)

    def odd(asked: Asked) -> Answer | None:
        if not asked.sends:
            return None
        return reply(200, bundle(fake.entry(asked.entries[0]), said(500)))

    fake.odd = odd
    assert verdicts(central(fake).upload([record])) == [LATER]
    fake.odd, again = (lambda _asked: None), replace(record, again=True)
    fake.asked.clear()
    assert verdicts(central(fake).upload([again])) == [DONE]
    assert [asked.urls for asked in fake.asked if asked.sends] == [[f"Observation/{extra['id']}"]]
    assert verdicts(central(fake).upload([again])) == [DONE]
    missing = sealed(main, observation(new_uuid()), again=True)
    fake.odd = lambda asked: lost() if asked.sends else None
    assert verdicts(central(fake).upload([missing])) == [LATER]
    fake.odd = lambda asked: reply(200, bundle(said(412))) if asked.sends else None
    assert verdicts(central(fake).upload([missing])) == [LATER]


def test_what_was_changed_meanwhile_is_found_when_asked_first() -> None:
    fake = Fake()
    record = known(fake)[0]
    fake.held[path_of(record)] = {
        **flag(body_of(record)["id"], "theirs"),
        "meta": {"versionId": "2"},
    }
    stale = central(fake).upload([replace(record, again=True)])[0]
    assert (stale.verdict, stale.found and stale.found.version) == (STALE, "2")
    assert not any(asked.sends for asked in fake.asked)


def test_a_server_that_answers_no_questions_in_bundles_is_asked_one_by_one() -> None:
    fake, records = Fake(), some(2)
    fake.odd = lambda asked: reply(400) if asked.path == "" and not asked.sends else None
    assert verdicts(central(fake).upload(records)) == [DONE] * 2
    fake.odd = lambda a: reply(400) if not a.sends else None
    assert verdicts(central(fake).upload(some(1))) == [LATER]


@pytest.mark.parametrize("trouble", [lost(), reply(503)])
def test_asking_one_by_one_ends_with_the_first_trouble(trouble: Answer) -> None:
    def odd(asked: Asked) -> Answer | None:
        alone = asked.path != ""
        return trouble if alone else None if asked.sends else reply(400)

    fake = Fake(odd)
    assert verdicts(central(fake).upload(some(3))) == [LATER] * 3
    assert len(fake.asked) == 2


@pytest.mark.parametrize(
    ("entry", "verdict"),
    [
        (said(500), LATER),
        (said(403), CHANNEL),
        ({"response": {"status": "200"}, "resource": {"resourceType": "Flag", "id": "b"}}, LATER),
        ({"response": {"status": "200"}}, LATER),
    ],
)
def test_a_question_without_a_good_answer_sends_nothing(entry: object, verdict: Verdict) -> None:
    fake = Fake(lambda asked: None if asked.sends else reply(200, bundle(entry)))
    assert verdicts(central(fake).upload(some(1))) == [verdict]
    assert not any(asked.sends for asked in fake.asked)


def test_what_is_done_stays_done_when_its_neighbour_cannot_be_looked_at() -> None:
    fake = Fake()
    whole, stale = known(fake, 2)

    def odd(asked: Asked) -> Answer | None:
        if not asked.sends:
            return lost()
        return reply(200, bundle(fake.entry(asked.entries[0]), said(412)))

    fake.odd = odd
    outcomes = central(fake).upload([whole, stale])
    assert [(each.verdict, each.version) for each in outcomes] == [(DONE, "2"), (LATER, "")]


def test_what_was_stale_and_cannot_be_looked_at_is_later() -> None:
    fake = Fake()
    record = known(fake)[0]
    fake.odd = lambda a: reply(200, bundle(said(412))) if a.sends else lost()
    assert verdicts(central(fake).upload([record])) == [LATER]
    fake.odd = lambda a: reply(200, bundle(said(412 if a.sends else 500)))
    assert verdicts(central(fake).upload([record])) == [LATER]
    fake.odd = lambda a: reply(200, bundle(said(412)) if a.sends else {"resourceType": "Flag"})
    assert verdicts(central(fake).upload([record])) == [LATER]


@pytest.mark.parametrize(
    "texts", [(), ("no json",), ("[]",), ('{"resourceType":"Flag"}',), ('{"id":"a"}',)]
)
def test_what_is_no_resource_is_held_here(texts: tuple[str, ...]) -> None:
    fake = Fake()
    broken = replace(some(1)[0], resources=texts)
    outcomes = central(fake).upload([broken, *some(1)])
    assert [(o.verdict, o.reason_code) for o in outcomes] == [(HELD, "unsendable"), (DONE, "")]


def test_it_tells_how_far_it_is_and_stops_when_told() -> None:
    fake, records, told = Fake(), some(120), list[tuple[int, int]]()
    outcomes = central(fake).upload(
        records, lambda done, of: told.append((done, of)), lambda: len(told) == 1
    )
    assert told == [(50, 120), (100, 120), (120, 120)]
    assert verdicts(outcomes) == [DONE] * 50 + [LATER] * 70
    assert {o.reason_code for o in outcomes[50:]} == {"stopped"}
    assert central(fake).upload([]) == ()


def _race(other: dict[str, object], history: object) -> tuple[Fake, Sealed]:
    """Another station makes the same record between the question and the PUT."""
    record = some(1)[0]
    name = body_of(record)["id"]
    fake = Fake()

    def odd(asked: Asked) -> Answer | None:
        if asked.sends and not fake.held:
            stamp = {"versionId": "1", "lastUpdated": "2026-11-22T11:00:00Z"}
            fake.held[path_of(record)] = {**flag(name, "0"), **other, "meta": stamp}
            before = fake.held[path_of(record)]
            answer = fake.plain(asked)
            told = {"resource": before}, {"resource": fake.held[path_of(record)]}
            listed = (
                [*told, {"request": {"method": "DELETE"}}][slice(*history)]
                if isinstance(history, tuple)
                else history
            )
            said_ = (
                {"resource": bundle(*listed, type="history")} if isinstance(listed, list) else {}
            )
            told_of = reply(200, bundle({"response": {"status": "200"}, **said_}))
            fake.odd = lambda _asked: reply(400) if history == "refused" else told_of
            return answer
        return None

    fake.odd = odd
    return fake, record


@pytest.mark.parametrize("history", [(0, 2), (0, 1)])
def test_what_a_new_record_wrote_over_is_given_to_the_merge(history: tuple[int, int]) -> None:
    fake, record = _race({"status": "inactive"}, history)
    stale = central(fake).upload([record])[0]
    assert (stale.verdict, stale.reason_code) == (STALE, "made_twice")
    assert stale.found
    assert (stale.found.version, stale.found.body["status"]) == ("2", "inactive")


@pytest.mark.parametrize("history", [(1, 2), (0, 3), (0, 0), None, [], ["x"]])
def test_where_no_history_shows_it_a_new_record_is_done(history: object) -> None:
    fake, record = _race({"status": "inactive"}, history)
    assert central(fake).upload([record])[0].version == "2"
    fake, record = _race({"status": "inactive"}, "refused")
    assert central(fake).upload([record])[0].version == "2"
    fake, record = _race({}, (0, 2))
    assert central(fake).upload([record])[0].verdict is DONE
