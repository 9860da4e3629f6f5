"""The colour profile: a real one that colour management reads as sRGB."""

from io import BytesIO

from PIL import Image, ImageCms

from station.printing.profile import srgb


def test_the_profile_says_its_own_size_and_is_the_same_each_time() -> None:
    profile = srgb()
    assert int.from_bytes(profile[:4], "big") == len(profile)
    assert srgb() == profile


def test_colour_management_takes_it_for_srgb() -> None:
    ours = ImageCms.ImageCmsProfile(BytesIO(srgb()))
    theirs = ImageCms.createProfile("sRGB")
    change = ImageCms.buildTransform(ours, theirs, "RGB", "RGB")
    picture = Image.new("RGB", (4, 1))
    picture.putdata([(163, 22, 33), (237, 170, 27), (203, 231, 213), (23, 37, 42)])
    changed = ImageCms.applyTransform(picture, change)
    assert changed is not None
    pairs = zip(picture.tobytes(), changed.tobytes(), strict=True)
    assert max(abs(one - other) for one, other in pairs) <= 1
