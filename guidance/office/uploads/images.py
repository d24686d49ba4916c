"""Pictures are written anew before they are kept: turned upright, of a sensible size, and only pixels."""

from guidance.office.sandbox.run import SCRIPTS, Broken, TooHeavy, run_alone
from guidance.office.uploads.container import Refused
from guidance.office.uploads.kinds import JPEG, PNG, Kind

CHILD = SCRIPTS / "rewrite_picture.py"
LONGEST_SIDE = 4000  # A4 at 300 dots an inch is 3508
SMALL_SIDE = 480  # for a list, over a telephone's network
MEGABYTES = 1024  # of memory for the child; 60 megapixels take about a half
SECONDS = 30
TOO_MANY_PIXELS = 3  # the status that rewrite_picture.py ends with
TOO_LARGE = "图片尺寸过大（超过6000万像素），没有打开；请缩小后再上传。"
TOO_HEAVY = "图片太大，处理没有完成；请缩小后再上传。"
BROKEN = "图片不完整或已损坏，可能没有传完；请重新选择，或重新拍照后上传。"


def written_anew(content: bytes, kind: Kind, *, side: int = LONGEST_SIDE) -> tuple[bytes, Kind]:
    """The picture as it is kept, and its kind: PNG stays PNG, JPEG and WEBP become JPEG.

    Raises Refused where the bytes are no whole picture, or one of more pixels than any camera takes.
    """
    named = kind.media_type.removeprefix("image/").upper()
    try:
        bounds = map(str, (side, MEGABYTES, SECONDS))
        made = run_alone(CHILD, named, *bounds, given=content, seconds=SECONDS)
    except TooHeavy as error:
        raise Refused(TOO_HEAVY) from error
    except Broken as error:
        raise Refused(TOO_LARGE if error.status == TOO_MANY_PIXELS else BROKEN) from error
    return made, PNG if kind == PNG else JPEG
