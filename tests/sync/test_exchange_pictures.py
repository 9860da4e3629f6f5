"""A code that is drawn here is read again by what reads others' pictures."""

from pathlib import Path

from station.files.label_pictures import labels_in
from station.sync import exchange_codes as codes
from station.sync.exchange_pictures import picture, width
from tests.sync.test_exchange_codes import MONTH, SECRET


def test_a_picture_reads_back(tmp_path: Path) -> None:
    (text,) = codes.texts(SECRET, MONTH)
    path = tmp_path / "code.png"
    path.write_bytes(picture(text))
    assert labels_in(path) == (text,)
    assert width(text) <= 97
