"""What an office scanner makes of a print: grey, skewed, dirty, in a file of its own kind."""

import io
import random

import pypdfium2
from PIL import Image, ImageFilter

WHITE = 255


def drawn(pdf: bytes, page: int = 0, dpi: int = 200) -> Image.Image:
    """The page of a print as a clean picture."""
    opened = pypdfium2.PdfDocument(pdf)
    try:
        image: Image.Image = opened[page].render(scale=dpi / 72).to_pil().convert("RGB")
        return image
    finally:
        opened.close()


def scanned(
    image: Image.Image, angle: float = 1.5, noise: float = 0.02, seed: int = 1
) -> Image.Image:
    """The same page from a tired scanner: grey, a little askew and blurred, with dust."""
    grey = image.convert("L").rotate(
        angle, expand=True, fillcolor=WHITE, resample=Image.Resampling.BICUBIC
    )
    grey = grey.filter(ImageFilter.GaussianBlur(0.7))
    # Paper is never white and ink never black.
    grey = grey.point([round(40 + value * 0.78) for value in range(256)])
    chance = random.Random(seed)
    dots = grey.load()
    assert dots is not None
    for _ in range(round(grey.width * grey.height * noise)):
        at = chance.randrange(grey.width), chance.randrange(grey.height)
        dots[at] = chance.choice((30, 120, 250))
    return grey


def packed(image: Image.Image, kind: str = "JPEG", quality: int = 60) -> bytes:
    """The file that holds a picture: "JPEG", "PNG", "TIFF", or "PDF" of a JPEG page."""
    made = io.BytesIO()
    if kind in {"JPEG", "PDF"}:
        image.save(made, kind, quality=quality, resolution=200.0)
    else:
        image.save(made, kind, dpi=(200, 200))
    return made.getvalue()
