"""Real files to upload: pictures that name their place, documents, and every kind that must be refused."""

import re
import struct
import zipfile
import zlib
from io import BytesIO

import pikepdf
from openpyxl import Workbook
from PIL import Image
from PIL.PngImagePlugin import PngInfo

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504
TYPES = b'<?xml version="1.0"?><Types xmlns="x"/>'
LYING, PLACE, MAKER = 0x112, 0x8825, 0x10F  # the tags of EXIF
PHONE = "Huawei P40"


def picture(kind="JPEG", size=(300, 200), mode="RGB", **options):
    """Make a picture that is black on the left and white on the right, so that a rotation shows."""
    image = Image.linear_gradient("L").rotate(90).resize(size).convert(mode)
    content = BytesIO()
    image.save(content, kind, **options)
    return content.getvalue()


def plain_picture(kind, size, mode="RGB", colour=0, **options):
    """Make a picture of one colour; even a large one takes few bytes."""
    content = BytesIO()
    Image.new(mode, size, colour).save(content, kind, **options)
    return content.getvalue()


def photo(orientation=6, **options):
    """Make a photo as a phone takes it: rotated, with the place, the phone and a comment."""
    exif = Image.Exif()
    exif[LYING], exif[MAKER] = orientation, PHONE
    exif.get_ifd(PLACE)[2] = (24.0, 19.0, 33.0)
    exif.get_ifd(PLACE)[4] = (109.0, 25.0, 41.0)
    return picture(exif=exif, comment=b"Liuzhou", **options)


def screenshot():
    """Make a PNG that holds texts and the name of its maker."""
    words, exif = PngInfo(), Image.Exif()
    words.add_text("Location", "24.3 109.4")
    exif[MAKER] = PHONE
    return picture("PNG", pnginfo=words, exif=exif)


def read_picture(content):
    """Open the picture in these bytes."""
    image = Image.open(BytesIO(content))
    image.load()
    return image


def zip_file(members):
    """Make a zip with these members."""
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed_file:
        for name, content in members.items():
            packed_file.writestr(name, content)
    return file.getvalue()


def docx(**more_parts):
    """Make a Word document with more parts by their names: docx(**{"word/vbaProject.bin": b""})."""
    parts = {"[Content_Types].xml": TYPES, "word/document.xml": b"<document/>"}
    return zip_file(parts | more_parts)


def xlsx(**more_parts):
    """Make an Excel workbook as openpyxl writes it, with more parts."""
    file = BytesIO()
    book = Workbook()
    book.active.append(["姓名", "职务"])
    book.save(file)
    with zipfile.ZipFile(file, "a") as packed_file:
        for name, content in more_parts.items():
            packed_file.writestr(name, content)
    return file.getvalue()


def directory_entry(name):
    """Make an entry in the directory of a compound file."""
    return name.encode("utf-16-le").ljust(64, b"\0")


def doc(*entries, encrypted=False):
    """Make an old Word document: the head of its text, then its directory."""
    flags = b"\x00\x01" if encrypted else b"\x00\x00"
    text = b"\xec\xa5\xc1\x00" + b"\0" * 6 + flags
    return OLE + text.ljust(512, b"\0") + b"".join(map(directory_entry, ("WordDocument", *entries)))


def xls(*entries, records=b""):
    """Make an old Excel workbook."""
    return OLE + records + b"".join(map(directory_entry, ("Workbook", *entries)))


def pdf(objects=b"", catalog=b"", trailer=b""):
    """Make a PDF of one page, with more objects and with these entries in its catalog and trailer."""
    body = _pdf_body(catalog) + objects + b"\n"
    places = _object_offsets(body)
    numbers = range(1, max(places) + 1)
    rows = [b"%010d 00000 n \n" % places[n] if n in places else b"0000000000 65535 f \n" for n in numbers]
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(rows) + 1) + b"".join(rows)
    head = b"trailer<</Root 1 0 R/Size %d%b>>\n" % (len(rows) + 1, trailer)
    return body + table + head + b"startxref\n%d\n%%%%EOF\n" % len(body)


def packed_pdf(content, head=b"/Filter/FlateDecode", pack=zlib.compress):
    """Make a PDF whose object 3 is hidden in a stream of objects, as PDF 1.5 allows it."""
    stream = pack(b"3 0 " + content)
    body = (
        _pdf_body()
        + b"5 0 obj<</Type/ObjStm/N 1/First 4%b/Length %d>>\nstream\n%b\nendstream endobj\n"
        % (
            head,
            len(stream),
            stream,
        )
    )
    places = _object_offsets(body) | {6: len(body)}
    rows = [(1, places.get(number, 0), 0) for number in range(7)]
    rows[0], rows[3] = (0, 0, 255), (2, 5, 0)
    index = b"".join(struct.pack(">BIB", *row) for row in rows)
    table = b"6 0 obj<</Type/XRef/Root 1 0 R/Size 7/W[1 4 1]/Length %d>>\nstream\n%b\nendstream endobj\n"
    return body + table % (len(index), index) + b"startxref\n%d\n%%%%EOF\n" % len(body)


def _pdf_body(catalog=b""):
    return (
        b"%%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R%b>>endobj\n" % catalog
        + b"2 0 obj<</Type/Pages/Kids[4 0 R]/Count 1>>endobj\n"
        + b"4 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\n"
    )


def _object_offsets(body):
    return {int(match[1]): match.start() for match in re.finditer(rb"\b(\d+) 0 obj", body)}


def locked_pdf(**passwords):
    """Make a PDF with a password to open it (user) or to print and change it (owner)."""
    content = BytesIO()
    with pikepdf.open(BytesIO(pdf())) as file:
        file.save(content, encryption=pikepdf.Encryption(**{"user": "", "owner": ""} | passwords))
    return content.getvalue()
