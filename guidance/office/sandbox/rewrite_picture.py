"""Writes a picture anew in a process of its own: `child.py FORMAT SIDE MEGABYTES SECONDS`.

Reads standard input and writes standard output. Only the pixels come through: no place, no camera, no
comment, nothing that was hung on behind. It imports nothing of ours. Ends with TOO_MANY_PIXELS where
the picture says it is larger than any camera's.
"""

import io
import resource
import sys

from PIL import Image, ImageOps

MOST_PIXELS = 60_000_000  # what phones of 50 megapixels make, and not what would fill the memory
TOO_MANY_PIXELS = 3
PLAIN = {"PNG": ("1", "L", "LA", "RGB", "RGBA"), "JPEG": ("L", "RGB")}


def main(kind: str, side: int, megabytes: int, seconds: int) -> None:
    """The picture with no side longer than `side`; PNG stays PNG, all else becomes JPEG."""
    resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    Image.MAX_IMAGE_PIXELS = None  # counted here
    given = io.BytesIO(sys.stdin.buffer.read())
    with Image.open(given, formats=[kind]) as picture:
        if picture.width * picture.height > MOST_PIXELS:
            sys.exit(TOO_MANY_PIXELS)
        sys.stdout.buffer.write(_written(picture, "PNG" if kind == "PNG" else "JPEG", side))


def _written(picture: Image.Image, kind: str, side: int) -> bytes:
    picture.draft("RGB", (side, side))  # a JPEG is read no larger than it is needed
    plain = _plain(ImageOps.exif_transpose(picture), kind)
    if max(plain.size) > side:
        plain.thumbnail((side, side), Image.Resampling.LANCZOS)
    plain.info.clear()  # a comment or a profile would be written along
    made = io.BytesIO()
    if kind == "PNG":
        plain.save(made, "PNG")
    else:
        plain.save(made, "JPEG", quality=85, progressive=True, optimize=True)
    return made.getvalue()


def _plain(picture: Image.Image, kind: str) -> Image.Image:
    """The picture in a mode that every program shows; what is transparent becomes white in a JPEG."""
    if picture.mode.startswith("I"):  # grey in 65,536 steps
        picture = picture.point(lambda value: value * (1 / 256)).convert("L")
    if picture.mode in PLAIN[kind]:
        return picture.copy()
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    clear = picture.convert("RGBA")
    if kind == "PNG":
        return clear
    white = Image.new("RGB", clear.size, "white")
    white.paste(clear, mask=clear.getchannel("A"))
    return white


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:]))
