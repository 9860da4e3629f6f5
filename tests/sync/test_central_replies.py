"""What came from a server: read as text that can be kept, and held against what is known."""

import pytest

from station.sync.central_replies import is_id, object_of, same_content

HALF = b'{"note": "a\\ud83e b\\udec1", "\\uDFFF": ["\\ud83e\\udec1"]}'


def test_half_a_sign_is_no_text_and_keeps_nothing_away() -> None:
    read = object_of(HALF)
    assert read == {"note": "a\ufffd b\ufffd", "\ufffd": ["🫁"]}
    assert str(read).encode()


@pytest.mark.parametrize(
    "body", [b"", b"no json", b"[]", b"\xff{}", b'"\xed\xa0\x80"', b"[" * 100_000, b'{"a":1}{']
)
def test_what_is_no_object_is_none(body: bytes) -> None:
    assert object_of(body) is None


def test_a_mark_before_the_text_is_passed_over() -> None:
    assert object_of(b'\xef\xbb\xbf{"a": "\\u00e5"}') == {"a": "å"}


@pytest.mark.parametrize(
    ("meta", "same"),
    [
        ({"tag": [{"code": "a"}], "versionId": "7", "lastUpdated": "2026", "source": "#x"}, True),
        ({"tag": [{"code": "b"}]}, False),
        ({"tag": [{"code": "a"}], "security": [{"code": "V"}]}, False),
        ({"versionId": "7"}, False),
        (None, False),
    ],
)
def test_only_what_a_server_writes_by_itself_is_left_out_of_account(
    meta: object, same: bool
) -> None:
    ours = {"resourceType": "Flag", "meta": {"tag": [{"code": "a"}]}}
    theirs = {**ours, "meta": meta}
    assert same_content(ours, theirs) is same
    assert same_content(theirs, ours) is same
    assert same_content({**ours, "meta": {}}, {"resourceType": "Flag"})


def test_an_id_is_part_of_an_address_and_leads_nowhere_else() -> None:
    assert all(map(is_id, ("a", "A-1.b", "x" * 64)))
    assert not any(
        map(is_id, ("", "..", ".", "../../Patient/1", "a/b", "a?b", "a b", "x" * 65, "é"))
    )
