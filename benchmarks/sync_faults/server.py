"""What a server does: refusals of all sorts, odd answers, pages that lie."""

# ruff: noqa: ARG001  (every fault and every trial is called alike)

import json
from collections.abc import Callable
from dataclasses import replace
from random import Random
from typing import Any

from benchmarks.sync_faults.central import Trial
from benchmarks.sync_faults.chaos import JSON, Ask, Fault, Told, changed, said
from benchmarks.sync_faults.network import struck
from benchmarks.sync_faults.posts import World

Body = dict[str, Any]


def says(status: int, **headers: str) -> Fault:
    """Give a fault that answers so instead of the server."""

    def fault(ask: Ask, random: Random) -> Told:
        return said(status, **headers)

    return fault


def single(status: int, often: float = 0.3) -> Fault:
    """Give a fault that refuses single records of a Bundle, and lets the others through."""

    def fault(ask: Ask, random: Random) -> Told:
        bundle = ask.bundle
        if bundle is None or not ask.writes:
            return ask.forward()
        bad = [random.random() < often for _ in bundle["entry"]]
        good = [e for e, refused in zip(bundle["entry"], bad, strict=True) if not refused]
        told: list[Body] = []
        if good:
            ask.body = json.dumps({**bundle, "entry": good}).encode()
            answer = ask.forward()
            told = json.loads(answer.body).get("entry", [])
            if len(told) != len(good):
                return answer
        outcome = {"severity": "error", "code": "invalid", "diagnostics": "told to refuse"}
        no = {"status": str(status), "outcome": {
            "resourceType": "OperationOutcome", "issue": [outcome]}}  # fmt: skip
        entries = [{"response": no} if refused else told.pop(0) for refused in bad]
        whole = {"resourceType": "Bundle", "type": "batch-response", "entry": entries}
        return Told(200, json.dumps(whole).encode(), {"content-type": JSON})

    return fault


def too_large(ask: Ask, random: Random) -> Told:
    """Take no more than three records at once."""
    bundle = ask.bundle
    if bundle and ask.writes and len(bundle["entry"]) > 3:
        return said(413)
    return ask.forward()


def complaint(ask: Ask, random: Random) -> Told:
    """Say 200 with a complaint, whether it was done or not."""
    if random.random() < 0.5:
        ask.forward()
    return said(200)


def _answers(change: Callable[[list[Any], Random], list[Any]]) -> Fault:
    def fault(ask: Ask, random: Random) -> Told:
        told = ask.forward()
        if ask.bundle is None:
            return told

        def mix(body: Body) -> None:
            body["entry"] = change(list(body.get("entry", [])), random)

        return changed(told, mix)

    return fault


def _shorter(entries: list[Any], random: Random) -> list[Any]:
    return [each for each in entries if random.random() < 0.7]


def _mixed(entries: list[Any], random: Random) -> list[Any]:
    random.shuffle(entries)
    return entries


# ------------------------------------------------------------------------------------------ pages


def _page(change: Callable[[Body, Ask, Random], object], few: int = 3) -> Fault:
    def fault(ask: Ask, random: Random) -> Told:
        if ask.method != "GET" or "_count=" not in ask.path:
            return ask.forward()
        ask.path = _fewer(ask.path, few)
        told = ask.forward()
        return changed(told, lambda body: change(body, ask, random))

    return fault


def _fewer(path: str, few: int) -> str:
    before, _, rest = path.partition("_count=")
    number = rest.partition("&")
    return f"{before}_count={min(few, int(number[0]))}{number[1]}{number[2]}"


def _next(body: Body, url: str) -> None:
    links = [each for each in body.get("link", []) if each.get("relation") != "next"]
    body["link"] = [*links, {"relation": "next", "url": url}]


def looping(body: Body, ask: Ask, random: Random) -> None:
    """Lead to the same page again."""
    _next(body, ask.chaos.base_url.removesuffix("/fhir") + ask.path)


def foreign(body: Body, ask: Ask, random: Random) -> None:
    """Lead to another server."""
    _next(body, "http://127.0.0.1:9/fhir/Patient?_page=2")


def lying(body: Body, ask: Ask, random: Random) -> None:
    """Lead to rows of another type, and leave out what was asked for."""
    _next(body, f"{ask.chaos.base_url}/Practitioner?_count=2")


def same_moment(body: Body, ask: Ask, random: Random) -> None:
    """Let everything be of the same few seconds."""
    for entry in body.get("entry", []):
        meta = entry.get("resource", {}).get("meta", {})
        if "lastUpdated" in meta:
            meta["lastUpdated"] = meta["lastUpdated"][:18] + "0.000Z"


def hidden(body: Body, ask: Ask, random: Random) -> None:
    """Show some rows only later, with the stamp they have."""
    body["entry"] = [e for e in body.get("entry", []) if random.random() < 0.6]


def as_asked(body: Body, ask: Ask, random: Random) -> None:
    """Change nothing."""


def restless(world: World, random: Random) -> None:
    """Let another station write between any two pages that one turns."""
    one, other = world.posts[0], world.posts[1]
    for post in world.posts:
        post.work(random, 8)
    one.run()
    assert other.chaos is not None  # noqa: S101

    def touched(body: Body, ask: Ask, random_: Random) -> None:
        if random_.random() < 0.2:
            one.edit("phone")
            one.note()
            one.run()

    other.chaos.fault, other.chaos.often = _page(touched, 2), 1.0
    other.run()


# ---------------------------------------------------------------------------- for the whole trial


def always(rewrite: Callable[[Told], Told], before: Callable[[Ask], None]) -> Trial:
    """Give a trial with a server that is so from the beginning to the end."""

    def trial(world: World, random: Random) -> None:
        for post in world.posts:
            assert post.chaos is not None  # noqa: S101
            post.chaos.rewrite, post.chaos.before = rewrite, before
        for _ in range(3):
            for post in world.posts:
                post.work(random, 5)
                post.run()
                assert post.chaos is not None  # noqa: S101
                post.chaos.struck += 1

    return trial


def _tags(new: Callable[[str], str]) -> Callable[[Told], Told]:
    def rewrite(told: Told) -> Told:
        headers = dict(told.headers)
        if "etag" in headers:
            headers["etag"] = new(headers["etag"])

        def entries(body: Body) -> None:
            for entry in body.get("entry") or []:
                response = entry.get("response") or {}
                if "etag" in response:
                    response["etag"] = new(response["etag"])

        return changed(replace(told, headers=headers), entries)

    return rewrite


def _back(old: Callable[[str], str]) -> Callable[[Ask], None]:
    def before(ask: Ask) -> None:
        if "if-match" in ask.headers:
            ask.headers["if-match"] = old(ask.headers["if-match"])
        bundle = ask.bundle
        if bundle is None:
            return
        for entry in bundle["entry"]:
            request = entry["request"]
            if "ifMatch" in request:
                request["ifMatch"] = old(request["ifMatch"])
        ask.body = json.dumps(bundle).encode()

    return before


def _number(tag: str) -> str:
    return "".join(sign for sign in tag if sign.isdigit())


def _weak(tag: str) -> str:
    return f'W/"{_number(tag)}"'


def unknown_words(world: World, random: Random) -> None:
    """Let others write fields and codes that Station has no place for; they must stay."""
    first, second = world.posts[0], world.posts[1]
    first.work(random, 4)
    first.run()
    _other_program(world)
    for post in (second, first):
        post.edit(random.choice(("city", "needs")))
        post.run()
    world.round()
    body = _patient(world)
    assert first.chaos is not None  # noqa: S101
    first.chaos.struck += 1
    kept = body.get("maritalStatus", {}).get("text") == "kept" and any(
        each.get("url") == "urn:somebody:else" for each in body.get("extension", [])
    )
    if not kept:
        world.book.made["patients", "unknown fields of others"] = "another program"


def _patient(world: World) -> Body:
    ask = _asked(world, "GET", "Patient/aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa", b"")
    return dict(json.loads(ask.body))


def _asked(world: World, method: str, path: str, body: bytes) -> Told:
    chaos = world.posts[0].chaos
    assert chaos is not None  # noqa: S101
    ask = Ask(method, f"/fhir/{path}", {"content-type": JSON}, chaos, lambda: body, lambda: None)
    return ask.forward()


def _other_program(world: World) -> None:
    body = _patient(world)
    body["maritalStatus"] = {"text": "kept"}
    body.setdefault("extension", []).append({"url": "urn:somebody:else", "valueString": "kept"})
    body["generalPractitioner"] = [{"display": "Somebody"}]
    _asked(world, "PUT", f"Patient/{body['id']}", json.dumps(body).encode())


FAULTS: dict[str, tuple[Fault, float]] = {
    "401 in mid exchange": (says(401), 0.15),
    "403": (says(403), 0.15),
    "404 for everything": (says(404), 0.3),
    "404 for single records": (single(404), 1.0),
    "410 for single records": (single(410), 1.0),
    "409 for single records": (single(409), 1.0),
    "412 for single records": (single(412), 1.0),
    "413 for more than three at once": (too_large, 1.0),
    "400 for single records (poison)": (single(400), 1.0),
    "422 for single records (poison)": (single(422), 1.0),
    "400 for a whole Bundle": (says(400), 0.2),
    "423": (says(423), 0.2),
    "429 with Retry-After": (says(429, retry_after="120"), 0.2),
    "500": (says(500), 0.2),
    "500 for single records": (single(500), 1.0),
    "503": (says(503, retry_after="5"), 0.2),
    "200 with an OperationOutcome": (complaint, 0.2),
    "batch-response shorter": (_answers(_shorter), 0.5),
    "batch-response reordered": (_answers(_mixed), 0.7),
    "next link loops": (_page(looping), 0.5),
    "next link leads to another server": (_page(foreign), 0.3),
    "next link lies": (_page(lying), 0.4),
    "pages of three rows": (_page(as_asked), 1.0),
    "equal timestamps": (_page(same_moment), 1.0),
    "writes visible late": (_page(hidden, 200), 0.5),
}

TRIALS: dict[str, Trial] = {
    **{name: struck(fault, often) for name, (fault, often) in FAULTS.items()},
    "page changes while paging": restless,
    "ETags strong": always(_tags(lambda t: f'"{_number(t)}"'), _back(_weak)),
    "ETags without quotes": always(_tags(_number), _back(_weak)),
    "ETags opaque": always(_tags(lambda t: f'W/"v-{_number(t)}-q"'), _back(_weak)),
    "unknown fields and values": unknown_words,
}
