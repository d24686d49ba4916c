"""Rewrites a picture so that only its pixels come through: no place, no camera, no comment."""

import io

from PIL import Image, ImageOps

from guidance.office.sandbox.bootstrap import ContentTooLarge

MOST_PIXELS = 60_000_000  # what phones of 50 megapixels make, and not what would fill the memory
TOO_LARGE_MESSAGE = "图片尺寸过大（超过6000万像素），没有打开；请缩小后再上传。"
MODES = {"PNG": ("1", "L", "LA", "RGB", "RGBA"), "JPEG": ("L", "RGB")}


def run(content: bytes, kind: str, side: str) -> bytes:
    """Return the picture with no side longer than `side`; PNG stays PNG, all else becomes JPEG."""
    Image.MAX_IMAGE_PIXELS = None  # counted here
    with Image.open(io.BytesIO(content), formats=[kind]) as picture:
        if picture.width * picture.height > MOST_PIXELS:
            raise ContentTooLarge(TOO_LARGE_MESSAGE)
        return _encode(picture, "PNG" if kind == "PNG" else "JPEG", int(side))


def _encode(picture: Image.Image, kind: str, side: int) -> bytes:
    picture.draft("RGB", (side, side))  # a JPEG is read no larger than it is needed
    plain = _convert_mode(ImageOps.exif_transpose(picture), kind)
    if max(plain.size) > side:
        plain.thumbnail((side, side), Image.Resampling.LANCZOS)
    plain.info.clear()  # a comment or a profile would be written along
    file = io.BytesIO()
    if kind == "PNG":
        plain.save(file, "PNG")
    else:
        plain.save(file, "JPEG", quality=85, progressive=True, optimize=True)
    return file.getvalue()


def _convert_mode(picture: Image.Image, kind: str) -> Image.Image:
    """The picture in a mode that every program shows; what is transparent becomes white in a JPEG."""
    if picture.mode.startswith("I"):  # grey in 65,536 steps
        picture = picture.point(lambda value: value * (1 / 256)).convert("L")
    if picture.mode in MODES[kind]:
        return picture.copy()
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    clear = picture.convert("RGBA")
    if kind == "PNG":
        return clear
    white = Image.new("RGB", clear.size, "white")
    white.paste(clear, mask=clear.getchannel("A"))
    return white
