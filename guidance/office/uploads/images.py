"""Pictures are written anew before they are kept: turned upright, of a sensible size, and only pixels."""

from guidance.office.sandbox.bootstrap import ContentTooLarge
from guidance.office.sandbox.run import ResourceLimitExceeded, ScriptFailed, run_script
from guidance.office.uploads.container import FileRefused
from guidance.office.uploads.kinds import JPEG, PNG, FileKind

LONGEST_SIDE = 4000  # A4 at 300 dots an inch is 3508
SMALL_SIDE = 480  # for a list, over a telephone's network
MEGABYTES = 1024  # of memory; 60 megapixels take about a half
SECONDS = 30
RESOURCE_LIMIT_MESSAGE = "图片太大，处理没有完成；请缩小后再上传。"
BROKEN_MESSAGE = "图片不完整或已损坏，可能没有传完；请重新选择，或重新拍照后上传。"


def rewrite_picture(content: bytes, kind: FileKind, *, side: int = LONGEST_SIDE) -> tuple[bytes, FileKind]:
    """The picture as it is kept, and its kind: PNG stays PNG, JPEG and WEBP become JPEG.

    Raises FileRefused where the bytes are no whole picture, or one of more pixels than any camera takes.
    """
    arguments = kind.media_type.removeprefix("image/").upper(), str(side)
    try:
        picture = run_script(
            "rewrite_picture", *arguments, content=content, megabytes=MEGABYTES, seconds=SECONDS
        )
    except ResourceLimitExceeded as error:
        raise FileRefused(RESOURCE_LIMIT_MESSAGE) from error
    except ContentTooLarge as error:
        raise FileRefused(str(error)) from error
    except ScriptFailed as error:
        raise FileRefused(BROKEN_MESSAGE) from error
    return picture, PNG if kind == PNG else JPEG
