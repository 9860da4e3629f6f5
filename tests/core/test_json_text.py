"""JSON of others: half a sign becomes a mark that can be kept, everything else stays."""

import pytest

from station.core.json_text import read_json


def test_half_a_sign_is_read_as_a_mark_that_can_be_kept() -> None:
    text = r'{"note": "a\ud83e b\udec1", "\uDFFF": ["\ud83e\udec1", "\\ud800", 1.5, null]}'
    read = read_json(text)
    assert read == {"note": "a\ufffd b\ufffd", "\ufffd": ["🫁", "\\ud800", 1.5, None]}
    assert str(read).encode()


def test_what_is_no_json_is_refused() -> None:
    for wrong in ("", "{", "[1,]"):
        with pytest.raises(ValueError, match=r"Expect|Illegal"):
            read_json(wrong)
    with pytest.raises(RecursionError):
        read_json("[" * 100_000)

    def refuse(word: str) -> object:
        raise ValueError(word)

    with pytest.raises(ValueError, match="NaN"):
        read_json("[NaN]", refuse)
