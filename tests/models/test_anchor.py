"""The anchor: a copy of the log's head that cannot be forged or damaged unseen."""

import json
from pathlib import Path

import pytest

from station.core.trouble import Trouble
from station.models.anchor import Anchor
from station.models.audit import Head

HEAD = Head(17, "ab" * 32)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "station.anchor"


@pytest.mark.parametrize("durable", [True, False])
def test_what_is_written_reads_back(path: Path, durable: bool) -> None:
    anchor = Anchor(path, b"b" * 32)
    anchor.write(HEAD, durable=durable)
    assert anchor.read() == HEAD


def test_no_file_is_no_head(path: Path) -> None:
    assert Anchor(path, b"b" * 32).read() is None


@pytest.mark.parametrize(
    "content",
    [b"", b"{}", b"[]", b"3", b"\xff", b'{"seq": 1, "mac": "a", "code": 3}', b"\x00" * 200],
)
def test_damage_is_trouble(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with pytest.raises(Trouble) as caught:
        Anchor(path, b"b" * 32).read()
    assert caught.value.code == "anchor_damaged"


def test_another_number_or_another_key_does_not_fit(path: Path) -> None:
    Anchor(path, b"b" * 32).write(HEAD, durable=False)
    with pytest.raises(Trouble):
        Anchor(path, b"c" * 32).read()
    data = json.loads(path.read_bytes())
    path.write_text(json.dumps(data | {"seq": 16}), encoding="utf-8")
    with pytest.raises(Trouble):
        Anchor(path, b"b" * 32).read()
