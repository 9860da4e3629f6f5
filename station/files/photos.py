"""A photo of a device, from a camera or a telephone: made small, upright, and bare of its notes.

Nothing is unpacked before the size of the file and the number of its pixels have been looked at.
"""

import hashlib
import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from PIL import Image, ImageOps

from station.core.i18n import N_
from station.core.trouble import Trouble

MOST_BYTES = 40_000_000
MOST_PIXELS = 80_000_000
LONGEST_SIDE = 1_600
"""Pixels; enough to see a crack in a housing, and some hundred kilobytes."""
MEDIA = "image/jpeg"
_QUALITY = 85
_MEGABYTE = 1_000_000
_FORMATS = ("JPEG", "PNG")
_JPEG, _PNG = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"
_APPLE = (b"heic", b"heix", b"heif", b"hevc", b"mif1", b"msf1", b"avif")


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo as it is kept: a JPEG without notes of where and when, sides in pixels."""

    width: int
    height: int
    picture: bytes = field(repr=False)
    media: str = MEDIA

    @property
    def sha256(self) -> str:
        """Give the SHA-256 of the picture (hexadecimal)."""
        return hashlib.sha256(self.picture).hexdigest()


def take(path: Path) -> Photo:
    """Read the photo at `path` and make it small; Trouble `photo.*` says why it cannot be taken."""
    try:
        size = path.stat().st_size
        content = path.read_bytes() if size <= MOST_BYTES else b""
    except OSError as error:
        raise Trouble(
            "photo.unread",
            N_("«{name}» cannot be read. Look whether it is still there, and choose it again."),
            name=path.name,
        ) from error
    if size > MOST_BYTES:
        raise _too_large(path.name, size)
    return made(path.name, content)


def made(name: str, content: bytes) -> Photo:
    """Give the photo that some bytes are, made small; Trouble `photo.*` says why they are none."""
    if len(content) > MOST_BYTES:
        raise _too_large(name, len(content))
    _known_kind(name, content)
    with _opened(name, content) as image:
        wide, high = image.size
        if wide * high > MOST_PIXELS:
            raise _too_many_pixels(name)
        # A JPEG is unpacked smaller right away; other kinds do not know how to.
        image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        image.load()
        upright = ImageOps.exif_transpose(image)
        upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        return _kept(_opaque(upright))


def _kept(image: Image.Image) -> Photo:
    # A new picture has none of the notes (place, time, telephone) of the one it is made from.
    bare = Image.new("RGB", image.size)
    bare.paste(image)
    out = io.BytesIO()
    bare.save(out, "JPEG", quality=_QUALITY)
    return Photo(*bare.size, out.getvalue())


def _opaque(image: Image.Image) -> Image.Image:
    if image.mode == "P":
        image = image.convert("RGBA")
    if image.mode not in {"RGBA", "LA"}:
        return image.convert("RGB")
    paper = Image.new("RGB", image.size, "white")
    paper.paste(image.convert("RGB"), mask=image.getchannel("A"))
    return paper


def _known_kind(name: str, content: bytes) -> None:
    if content.startswith((_JPEG, _PNG)):
        return
    if content[4:8] == b"ftyp" and content[8:12] in _APPLE:
        raise Trouble(
            "photo.heic",
            N_(
                "«{name}» is in a format (HEIC) that Station cannot read. Set the telephone's "
                "camera to «Most compatible», or save the photo as JPEG, and choose it again."
            ),
            name=name,
        )
    raise Trouble(
        "photo.kind",
        N_("«{name}» is no JPEG or PNG picture. Save the photo as JPEG and choose it again."),
        name=name,
    )


@contextmanager
def _opened(name: str, content: bytes) -> Iterator[Image.Image]:
    """Open a picture of other people's making; whatever is wrong with it is Trouble."""
    try:
        with warnings.catch_warnings():
            # Pillow warns of too many pixels and odd notes; the limit here is lower, and refuses.
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(content), formats=_FORMATS) as image:
                yield image
    except Trouble:
        raise
    except Image.DecompressionBombError as error:
        raise _too_many_pixels(name) from error
    except Exception as error:
        # A reader of pictures fails in as many ways as there are faults in a picture.
        raise Trouble(
            "photo.damaged",
            N_(
                "«{name}» is damaged or was not copied whole. Copy the photo again, or take a new "
                "one. Nothing was changed."
            ),
            name=name,
        ) from error


def _too_many_pixels(name: str) -> Trouble:
    return Trouble(
        "photo.pixels",
        N_(
            "«{name}» has too many pixels. Take the photo with a lower resolution and choose it "
            "again. Nothing was changed."
        ),
        name=name,
    )


def _too_large(name: str, size: int) -> Trouble:
    return Trouble(
        "photo.large",
        N_(
            "«{name}» is {size} MB; a photo can be {most} MB at most. Take it with a lower "
            "resolution and choose it again. Nothing was changed."
        ),
        name=name,
        size=-(-size // _MEGABYTE),
        most=MOST_BYTES // _MEGABYTE,
    )
