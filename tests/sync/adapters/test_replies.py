"""One meaning for each status, and words without national numbers."""

import pytest

from station.sync.adapters.replies import NotJson, body_of, dicts, inner, text, verdict_of, words_of
from station.sync.values import Verdict


@pytest.mark.parametrize(
    ("statuses", "verdict"),
    [
        ((200, 201, 202, 204), Verdict.DONE),
        ((408, 425, 429, 500, 502, 503, 504, 599), Verdict.LATER),
        ((401, 403, 404, 405, 407, 410, 423), Verdict.CHANNEL),
        ((409, 412), Verdict.STALE),
        ((400, 406, 413, 415, 422), Verdict.HELD),
    ],
)
def test_each_status_has_one_meaning(statuses: tuple[int, ...], verdict: Verdict) -> None:
    assert {verdict_of(each) for each in statuses} == {verdict}


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", ""),
        (b"<html>x</html>", ""),
        (b"plain 01817012345", "plain […]"),
        (b'{"title": "Locked", "detail": "01817012345"}', "Locked: […]"),
        (b'{"message": 5}', ""),
    ],
)
def test_words_come_out_without_numbers(body: bytes, words: str) -> None:
    assert words_of(body) == words


def test_odd_shapes_are_nothing() -> None:
    assert (dicts("x"), dicts([1, {}]), text(1), inner([])) == ([], [{}], "", {})
    with pytest.raises(NotJson):
        body_of(b"[]")
