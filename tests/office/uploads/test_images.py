"""Pictures are rewritten: upright, not too large, and with nothing but pixels."""

import pytest

from guidance.office.uploads import images
from guidance.office.uploads.container import FileRefused
from guidance.office.uploads.images import rewrite_picture
from guidance.office.uploads.kinds import JPEG, PNG, WEBP, detect_kind
from tests.office.uploads.samples import PHONE, PLACE, photo, picture, plain_picture, read_picture, screenshot


def test_it_works():
    original = photo()
    assert PHONE.encode() in original
    assert read_picture(original).getexif().get_ifd(PLACE)  # a photo without a place would prove nothing
    rewritten, kind = rewrite_picture(original, JPEG)
    assert kind == JPEG
    assert read_picture(rewritten).format == "JPEG"
    assert not read_picture(rewritten).getexif()
    assert "comment" not in read_picture(rewritten).info
    for trace in (PHONE, "Exif", "Liuzhou", "GPS"):
        assert trace.encode() not in rewritten


@pytest.mark.parametrize(
    ("orientation", "size", "corners"),
    [
        (1, (300, 200), "black left"),
        (3, (300, 200), "black right"),
        (6, (200, 300), "black top"),
        (8, (200, 300), "black bottom"),
    ],
)
def test_it_is_turned_upright(orientation, size, corners):
    upright = read_picture(rewrite_picture(photo(orientation), JPEG)[0]).convert("L")
    assert upright.size == size
    width, height = size
    dark = {
        "black left": (5, height // 2),
        "black right": (width - 5, height // 2),
        "black top": (width // 2, 5),
        "black bottom": (width // 2, height - 5),
    }
    tones = {side: upright.getpixel(place) for side, place in dark.items()}
    assert min(tones, key=tones.get) == corners


def test_a_png_stays_one_without_its_words():
    rewritten, kind = rewrite_picture(screenshot(), PNG)
    assert (kind, read_picture(rewritten).format, read_picture(rewritten).info) == (PNG, "PNG", {})
    assert b"Location" not in rewritten


def test_a_webp_becomes_a_jpeg_white_where_nothing_was():
    rewritten, kind = rewrite_picture(picture("WEBP", mode="RGBA"), WEBP)
    assert (kind, read_picture(rewritten).format, read_picture(rewritten).mode) == (JPEG, "JPEG", "RGB")
    clear, _ = rewrite_picture(plain_picture("WEBP", (20, 20), "RGBA", (255, 0, 0, 0), lossless=True), WEBP)
    assert read_picture(clear).getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_every_mode_of_png(mode):
    rewritten, _ = rewrite_picture(picture("PNG", mode=mode), PNG)
    assert read_picture(rewritten).size == (300, 200)


@pytest.mark.parametrize("mode", ["L", "CMYK"])
def test_every_mode_of_jpeg(mode):
    rewritten, _ = rewrite_picture(picture("JPEG", mode=mode), JPEG)
    assert read_picture(rewritten).size == (300, 200)


def test_the_longest_side_is_4000():
    wide, _ = rewrite_picture(picture(size=(5000, 1000)), JPEG)
    assert read_picture(wide).size == (4000, 800)
    tall, _ = rewrite_picture(photo(6, size=(5000, 1000)), JPEG)
    assert read_picture(tall).size == (800, 4000)


def test_a_jpeg_that_is_also_a_web_page_comes_out_as_a_picture():
    script = b"<html><script>alert(document.cookie)</script></html>"
    original = picture(comment=script) + script + b"PK\x03\x04"
    rewritten, kind = rewrite_picture(original, detect_kind(original))
    assert kind == JPEG
    assert b"script" not in rewritten
    assert b"PK\x03\x04" not in rewritten[-100:]


def test_a_bomb_is_refused_by_its_head():
    bomb = plain_picture("PNG", (20_000, 20_000), "1")
    assert len(bomb) < 1 << 20
    with pytest.raises(FileRefused, match=r"超过6000万像素.*缩小"):
        rewrite_picture(bomb, PNG)


@pytest.mark.parametrize("cut", [30, 2000])
def test_half_a_picture_is_refused(cut):
    with pytest.raises(FileRefused, match="图片不完整或已损坏"):
        rewrite_picture(photo(size=(900, 600))[:cut], JPEG)


def test_another_kind_than_it_was_judged_is_not_opened():
    with pytest.raises(FileRefused, match="图片不完整"):
        rewrite_picture(picture("PNG"), JPEG)


def test_a_picture_that_takes_too_long_is_stopped(monkeypatch):
    monkeypatch.setattr(images, "SECONDS", 0.001)
    with pytest.raises(FileRefused, match="处理没有完成"):
        rewrite_picture(photo(), JPEG)


def test_a_picture_that_takes_too_much_memory_ends_alone(monkeypatch):
    monkeypatch.setattr(images, "MEGABYTES", 100)
    with pytest.raises(FileRefused, match="图片"):
        rewrite_picture(picture(size=(7000, 7000)), JPEG)
