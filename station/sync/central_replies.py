"""What a server's answers mean: status, version, the server's own words, how long to wait."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from typing import Protocol

from station.core.json_text import read_json
from station.sync.values import Found, Resource, Verdict

MOST_WORDS = 300
"""Characters of a server's words that are kept."""
LONGEST_WAIT_MS = 6 * 3600 * 1000
"""A server that asks for more than this is asked again after it all the same."""

_GOOD = 200
_STALE = frozenset({409, 412})
_HELD = frozenset({400, 404, 405, 406, 410, 413, 415, 422, 501})
_RESTS = frozenset({401, 402, 403, 407, 423})
_LOCKED_WORDS = re.compile(
    r"version conflict|if-match|precondition|version mismatch|stale version|has been modified",
    re.IGNORECASE,
)
_PARENT_WORDS = re.compile(
    r"not found, specified in path|unresolved reference|reference\S* .{0,80}does not exist",
    re.IGNORECASE,
)
_NUMBERS = re.compile(r"(?<!\d)\d(?:[ .\-]?\d){10}(?!\d)")
_ID = re.compile(r"[A-Za-z0-9\-.]{1,64}", re.ASCII)
_WEAK = re.compile(r'W/"([^"]*)"')


class Answered(Protocol):
    """The parts of an answer that are looked at here (station.sync.http.Reply has them)."""

    @property
    def status(self) -> int:
        """The HTTP status."""
        ...

    @property
    def headers(self) -> Mapping[str, str]:
        """The headers, names in lower case."""
        ...

    @property
    def body(self) -> bytes:
        """What came, whole."""
        ...


class Unanswered(Exception):  # noqa: N818  (the project's word for it)
    """The server could not be asked, or its answer is no use; `verdict` says what to do now."""

    def __init__(self, verdict: Verdict, code: str, reason: str = "", wait_ms: int = 0) -> None:
        """Keep a stable `code`, the server's words cleaned, and how long it asked to be left."""
        super().__init__(code)
        self.verdict = verdict
        self.code = code
        self.reason = reason
        self.wait_ms = wait_ms


@dataclass(frozen=True, slots=True)
class Judged:
    """What became of one resource: the verdict, and the version where it is DONE."""

    verdict: Verdict
    code: str = ""
    reason: str = ""
    version: str = ""
    wait_ms: int = 0
    found: Found | None = None
    status: int = 0
    body: Resource = field(default_factory=dict)


def object_of(body: bytes) -> Resource | None:
    """Read a JSON object out of an answer, or give None for anything else."""
    try:
        read = read_json(body.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return None
    return read if isinstance(read, dict) else None


def cleaned(words: str) -> str:
    """Take out what looks like a national number, and control characters; keep it short."""
    plain = " ".join("".join(c if c.isprintable() else " " for c in words).split())
    plain = _NUMBERS.sub("[…]", plain)
    return plain if len(plain) <= MOST_WORDS else plain[: MOST_WORDS - 1] + "…"


def issues(outcome: object) -> list[Mapping[str, object]]:
    """Give the issues of an OperationOutcome; nothing for anything else."""
    if not isinstance(outcome, Mapping) or outcome.get("resourceType") != "OperationOutcome":
        return []
    listed = outcome.get("issue")
    return (
        [each for each in listed if isinstance(each, Mapping)] if isinstance(listed, list) else []
    )


def words(outcome: object) -> str:
    """Give the words of an OperationOutcome, cleaned: those of its errors, if it has any."""
    found = issues(outcome)
    bad = [each for each in found if each.get("severity") in {"error", "fatal"}] or found
    return cleaned("; ".join(text for text in map(_issue_words, bad) if text))


def _issue_words(issue: Mapping[str, object]) -> str:
    details = issue.get("details")
    text = details.get("text") if isinstance(details, Mapping) else None
    said = issue.get("diagnostics") or text or issue.get("code") or ""
    where = issue.get("expression")
    at = where[0] if isinstance(where, list) and where else ""
    return f"{said} ({at})" if at and isinstance(at, str) else str(said)


def is_error(outcome: object) -> bool:
    """Whether an OperationOutcome says that something went wrong."""
    return any(each.get("severity") in {"error", "fatal"} for each in issues(outcome))


def says_stale(outcome: object) -> bool:
    """Whether the words or codes of a refusal mean that the other side has another version."""
    codes = {each.get("code") for each in issues(outcome)}
    return "conflict" in codes or bool(_LOCKED_WORDS.search(words(outcome)))


def says_parent_missing(outcome: object) -> bool:
    """Whether a refusal means that something referred to is not there yet."""
    return bool(_PARENT_WORDS.search(words(outcome)))


def judge(status: int, outcome: object, wait_ms: int = 0) -> Judged:
    """Say what a status means for one resource, or for a whole Bundle (DONE has no version yet)."""
    good = _GOOD <= status < _GOOD + 100
    if good and not is_error(outcome):
        return Judged(Verdict.DONE, status=status)
    verdict, code = (Verdict.HELD, "outcome_error") if good else _verdict(status, outcome)
    return Judged(verdict, code, words(outcome), wait_ms=wait_ms, status=status)


def _verdict(status: int, outcome: object) -> tuple[Verdict, str]:
    code = f"http_{status}"
    if status in _STALE or (status in _HELD and says_stale(outcome)):
        return Verdict.STALE, code
    if status in _RESTS:
        return Verdict.CHANNEL, code
    if status in _HELD and says_parent_missing(outcome):
        return Verdict.LATER, "parent_missing"
    return (Verdict.HELD if status in _HELD else Verdict.LATER), code


def wait_of(reply: Answered) -> int:
    """Milliseconds a server asks to be left in peace (Retry-After: seconds or an HTTP date)."""
    given = reply.headers.get("retry-after", "").strip()
    if given.isdecimal():
        return min(int(given[:9]) * 1000, LONGEST_WAIT_MS)
    try:
        until = parsedate_to_datetime(given)
        # The server's own clock tells how far away its moment is; ours may be wrong.
        since = parsedate_to_datetime(reply.headers.get("date", ""))
        left = (until - since).total_seconds()
    except (TypeError, ValueError):
        return 0
    return min(max(0, int(left * 1000)), LONGEST_WAIT_MS)


def version_of(etag: object) -> str:
    """Give the version in an ETag: bare out of W/"v"; anything odd is kept as it came.

    An ETag without quotes is kept behind a «=», so that it can be told from a bare version.
    """
    if not isinstance(etag, str) or not etag.strip():
        return ""
    text = etag.strip()
    weak = _WEAK.fullmatch(text)
    if weak:
        return weak.group(1)
    return text if '"' in text else "=" + text


def version_beside(etag: object, plain: str) -> str:
    """Give the version of an ETag, or the plain one told beside it where they are the same.

    HAPI's Bundles give ETags without quotes, and the versions in its resources are the same.
    """
    told = version_of(etag)
    return told if told and told != "=" + plain else plain


def tag_of(version: str) -> str:
    """Give what If-Match must say for a version: odd ETags go back as they came."""
    if version.startswith("="):
        return version[1:]
    return version if '"' in version else f'W/"{version}"'


def meta(resource: Resource, name: str) -> str:
    """Give a text of a resource's meta ("versionId", "lastUpdated"), "" where there is none."""
    held = resource.get("meta")
    value = held.get(name) if isinstance(held, Mapping) else None
    return value if isinstance(value, str) else ""


def is_id(text: str) -> bool:
    """Tell whether a server's id is one that FHIR knows: it becomes part of an address."""
    return bool(_ID.fullmatch(text)) and text.strip(".") != ""


def found_in(resource: Resource, etag: object = None) -> Found:
    """Make a Found of a resource as it came; an ETag that is not W/"versionId" counts before it."""
    version = version_beside(etag, meta(resource, "versionId"))
    return Found(
        resource_type=str(resource.get("resourceType", "")),
        resource_id=str(resource.get("id", "")),
        version=version,
        body=resource,
        at=meta(resource, "lastUpdated"),
    )


_SERVERS_META = frozenset(
    {"versionId", "lastUpdated", "source", "author", "project", "compartment", "account"}
)


def same_content(one: Resource, other: Resource) -> bool:
    """Whether two bodies say the same, apart from what a server writes into meta by itself."""
    return _bare(one) == _bare(other)


def _bare(resource: Resource) -> dict[str, object]:
    bare = dict(resource)
    held = bare.pop("meta", None)
    if isinstance(held, Mapping):
        kept = {name: value for name, value in held.items() if name not in _SERVERS_META}
        if kept:
            bare["meta"] = kept
    return bare
