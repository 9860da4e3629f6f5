"""A photo is made small, upright and bare, or it is said why it cannot be taken."""

import io
import struct
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from station.core.trouble import Trouble
from station.files.photos import LONGEST_SIDE, MOST_BYTES, Photo, made, take

ORIENTATION, ROTATED, MAKER = 0x0112, 6, 0x010F


def picture(size: tuple[int, int] = (40, 20), form: str = "JPEG", mode: str = "RGB") -> bytes:
    """The bytes of a picture, with notes of who made it and how the camera was held."""
    image = Image.new(mode, size)
    notes = Image.Exif()
    notes[ORIENTATION], notes[MAKER] = ROTATED, "Kanarifugl"
    out = io.BytesIO()
    image.save(out, form, exif=notes)
    return out.getvalue()


def bomb(side: int = 60_000) -> bytes:
    """A PNG of a few bytes that says it has billions of pixels."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        )

    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b""))
        + chunk(b"IEND", b"")
    )


def refused(content: bytes) -> str:
    """The code of the trouble with some bytes."""
    with pytest.raises(Trouble) as caught:
        made("a.jpg", content)
    assert "a.jpg" in caught.value.sentence()
    return caught.value.code


def opened(photo: Photo) -> Image.Image:
    """The picture that is kept."""
    return Image.open(io.BytesIO(photo.picture))


def test_a_photo_stands_upright_and_knows_nothing_of_its_camera() -> None:
    photo = made("a.jpg", picture())
    assert (photo.width, photo.height) == (20, 40) == opened(photo).size
    assert not opened(photo).getexif()
    assert b"Kanarifugl" not in photo.picture
    assert len(photo.sha256) == 64
    assert "picture" not in repr(photo)


@pytest.mark.parametrize("form", ["JPEG", "PNG"])
def test_a_large_photo_is_made_small(form: str) -> None:
    photo = made("a.jpg", picture((4000, 3000), form))
    assert max(photo.width, photo.height) == LONGEST_SIDE
    assert (photo.width, photo.height) == (1200, 1600)


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P", "L", "1", "I;16"])
def test_what_is_clear_becomes_white_and_every_mode_is_read(mode: str) -> None:
    photo = made("a.png", picture((8, 8), "PNG", mode))
    shown = opened(photo).getpixel((4, 4))
    assert shown == ((255, 255, 255) if mode in {"RGBA", "LA"} else (0, 0, 0))


def test_what_is_too_large_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    with path.open("wb") as file:
        file.truncate(80_000_000)
    with pytest.raises(Trouble, match=r"photo\.large") as caught:
        take(path)
    assert "80 MB" in caught.value.sentence().replace("\u00a0", " ")
    assert refused(b"\xff\xd8\xff" + bytes(MOST_BYTES)) == "photo.large"


def test_a_file_that_is_not_there_is_said_to_be(tmp_path: Path) -> None:
    with pytest.raises(Trouble, match=r"photo\.unread"):
        take(tmp_path / "gone.jpg")
    (tmp_path / "a.jpg").write_bytes(picture())
    assert take(tmp_path / "a.jpg").width == 20


def test_a_bomb_of_pixels_is_not_unpacked() -> None:
    assert refused(bomb()) == "photo.pixels"
    assert refused(bomb(9_000)) == "photo.pixels"


@pytest.mark.parametrize("brand", [b"heic", b"mif1", b"avif"])
def test_a_telephone_s_own_format_is_named(brand: bytes) -> None:
    assert refused(b"\0\0\0\x18ftyp" + brand + bytes(20)) == "photo.heic"


def test_what_is_no_picture_is_refused() -> None:
    assert refused(b"") == refused(b"GIF89a") == refused(b"%PDF-1.7") == "photo.kind"


@pytest.mark.parametrize("form", ["JPEG", "PNG"])
@pytest.mark.parametrize("share", [0.05, 0.5, 0.9])
def test_a_truncated_picture_is_refused(form: str, share: float) -> None:
    whole = picture((400, 300), form)
    assert refused(whole[: int(len(whole) * share)]) == "photo.damaged"


@given(st.binary(max_size=400), st.sampled_from([b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"]))
def test_whatever_follows_a_beginning_is_a_photo_or_trouble(rest: bytes, beginning: bytes) -> None:
    try:
        photo = made("a.jpg", beginning + rest)
    except Trouble as trouble:
        code = trouble.code
    else:
        code = f"{photo.width}"
    assert code
