"""What a network does: refused, slow, broken off, answers lost, somebody in between."""

# ruff: noqa: ARG001  (every fault and every trial is called alike)

import datetime as dt
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from random import Random

import trustme

from benchmarks.sync_faults.central import Trial
from benchmarks.sync_faults.chaos import HUNG, RESET, SILENT, Ask, Fault, Told, said
from benchmarks.sync_faults.posts import World
from station.services.sync.setup import ChannelSettings, SyncSetup

PAGE = b"<!doctype html><title>Guest network</title><p>Please accept our terms.</p>"


def struck(fault: Fault, often: float = 0.5, rounds: int = 2) -> Trial:
    """Give a trial: people work, and while stations exchange the fault strikes so often."""

    def trial(world: World, random: Random) -> None:
        for _ in range(rounds):
            for post in world.posts:
                post.work(random, 5)
                assert post.chaos is not None  # noqa: S101
                post.chaos.fault, post.chaos.often = fault, often
                post.run()

    return trial


def reset_before(ask: Ask, random: Random) -> Told:
    """Break off before anything was brought on."""
    return RESET


def reset_mid(ask: Ask, random: Random) -> Told:
    """Break off in the middle of the request."""
    ask.drop()
    return RESET


def applied_unheard(ask: Ask, random: Random) -> Told:
    """Let the server do it, and lose its answer."""
    ask.forward()
    return random.choice((RESET, HUNG, SILENT) if random.random() < 0.1 else (RESET, HUNG))


def silence(ask: Ask, random: Random) -> Told:
    """Let the client wait until it gives up."""
    if random.random() < 0.5:
        ask.forward()
    return SILENT


def brought(how: str) -> Fault:
    """Give a fault that brings the answer in such a way."""

    def fault(ask: Ask, random: Random) -> Told:
        return replace(ask.forward(), how=how)

    return fault


def portal(ask: Ask, random: Random) -> Told:
    """Answer as the network of a hotel does."""
    return Told(200, PAGE, {"content-type": "text/html; charset=utf-8"})


def proxy_sign_in(ask: Ask, random: Random) -> Told:
    """Answer as a proxy that wants a password."""
    return Told(407, PAGE, {"content-type": "text/html", "proxy-authenticate": "Basic"})


def redirected(ask: Ask, random: Random) -> Told:
    """Lead elsewhere."""
    return said(302, location="http://127.0.0.1:9/fhir")


FAULTS: dict[str, tuple[Fault, float]] = {
    "no answer in time": (silence, 0.3),
    "slow": (brought("slow"), 0.5),
    "reset before the request": (reset_before, 0.2),
    "reset in mid request": (reset_mid, 0.2),
    "answer lost after the server applied it": (applied_unheard, 0.3),
    "answer cut short": (brought("cut"), 0.2),
    "half open: half an answer, then silence": (brought("half open"), 0.2),
    "proxy asks for a password (407)": (proxy_sign_in, 0.2),
    "captive portal (200, HTML)": (portal, 0.2),
    "redirected elsewhere": (redirected, 0.2),
}


def refused(world: World, random: Random) -> None:
    """Let nobody answer at the door."""
    for _ in range(2):
        for post in world.posts:
            assert post.chaos is not None  # noqa: S101
            post.chaos.refuse()
            post.work(random, 5)
            post.run()
            post.chaos.struck += 1
            post.chaos.listen()
        world.posts[random.randrange(len(world.posts))].run()


def _elsewhere(world: World, random: Random, settings: ChannelSettings) -> None:
    for post in world.posts:
        assert post.chaos is not None  # noqa: S101
        post.work(random, 5)
        SyncSetup(post.record).keep(post.session, settings)
        report = post.run()
        post.chaos.struck += report is not None and report.outcome == "failed"
        SyncSetup(post.record).keep(post.session, post.settings())
        post.run()


def unknown_name(world: World, random: Random) -> None:
    """Let nobody know the server's name."""
    _elsewhere(world, random, ChannelSettings("https://central.invalid/fhir", sign_in="none"))


# ------------------------------------------------------------------------------------------- TLS


@contextmanager
def _bad_tls(world: World, bad: ssl.SSLContext) -> Iterator[None]:
    """Let each station speak TLS for now with somebody who cannot be believed."""
    for post in world.posts:
        assert post.chaos is not None  # noqa: S101
        post.chaos.secure = lambda: bad
    try:
        yield
    finally:
        for post in world.posts:
            if post.chaos:
                chaos = post.chaos
                chaos.secure = lambda chaos=chaos: chaos.context  # type: ignore[misc]


def _context(cert: trustme.LeafCert) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    cert.configure_cert(context)
    return context


def _expired(ours: trustme.CA) -> ssl.SSLContext:
    past = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
    return _context(ours.issue_cert("localhost", not_after=past))


def _other_host(ours: trustme.CA) -> ssl.SSLContext:
    return _context(ours.issue_cert("elsewhere.test"))


def _rogue(ours: trustme.CA) -> ssl.SSLContext:
    return _context(trustme.CA().issue_cert("localhost"))


def _old(ours: trustme.CA) -> ssl.SSLContext:
    context = _context(ours.issue_cert("localhost"))
    context.set_ciphers("ALL:@SECLEVEL=0")
    context.minimum_version = ssl.TLSVersion.TLSv1
    context.maximum_version = ssl.TLSVersion.TLSv1_1
    return context


def tls(make: Callable[[trustme.CA], ssl.SSLContext]) -> Trial:
    """Give a trial in which the server cannot be believed for a while."""

    def trial(world: World, random: Random) -> None:
        ours = trustme.CA()
        trusted = world.folder / "ours.pem"
        ours.cert_pem.write_to_path(str(trusted))
        good, bad = _context(ours.issue_cert("localhost")), make(ours)
        for post in world.posts:
            assert post.chaos is not None  # noqa: S101
            post.chaos.context = good
            SyncSetup(post.record).keep(post.session, _secure(post.chaos.base_url, trusted))
            post.work(random, 5)
        with _bad_tls(world, bad):
            before = [len(_requests(post.chaos)) for post in world.posts if post.chaos]
            for post in world.posts:
                report = post.run()
                assert post.chaos is not None  # noqa: S101
                post.chaos.struck += report is not None and report.outcome == "failed"
            assert before == [len(_requests(p.chaos)) for p in world.posts if p.chaos]  # noqa: S101

    return trial


def _requests(chaos: object) -> list[object]:
    return list(getattr(chaos, "heard", ()))


def _secure(base_url: str, trusted: Path) -> ChannelSettings:
    return ChannelSettings(base_url, sign_in="none", trust=str(trusted))


TRIALS: dict[str, Trial] = {
    "refused": refused,
    "name not found (DNS)": unknown_name,
    **{name: struck(fault, often) for name, (fault, often) in FAULTS.items()},
    "TLS: certificate expired": tls(_expired),
    "TLS: another host's certificate": tls(_other_host),
    "TLS: rogue CA": tls(_rogue),
    "TLS: version too old": tls(_old),
}
