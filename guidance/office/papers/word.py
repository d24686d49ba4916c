"""A paper as a Word file: .docx that Word, WPS and LibreOffice lay out alike.

Fixed column widths, vertical merges, repeated heads and rows that are not cut; no content controls, no fields
but the page number, no macros. Styles carry the fonts, so an office that lacks one changes it in one place.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC
from functools import cache
from io import BytesIO
from typing import Any

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING, WD_TAB_ALIGNMENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor
from PIL import Image

from guidance.office.papers import spec, zipping
from guidance.office.papers import styles as papers_styles
from guidance.office.papers.spec import Align, Cell, Paper, Picture, Table, Text, TextRole
from guidance.office.papers.styles import CELL_STYLE, HEAD_STYLE, TEXT_STYLES, TextStyle
from guidance.office.papers.text import clean_text, escape_text

TWIPS_A_MILLIMETRE = 1440 / 25.4
HEAD_ID, CELL_ID = "PaperHead", "PaperCell"
KEPT_STYLES = {"Normal", "DefaultParagraphFont", "TableNormal", "NoList", "Heading1", "Heading2"}
KEPT_STYLES |= {"Header", "Footer", "HeaderChar", "FooterChar", "Heading1Char", "Heading2Char"}
HEADINGS = {TextRole.HEADING: "Heading 1", TextRole.SUBHEADING: "Heading 2"}  # found by Word's navigation
JUSTIFY = {
    Align.LEFT: WD_ALIGN_PARAGRAPH.LEFT,
    Align.CENTER: WD_ALIGN_PARAGRAPH.CENTER,
    Align.RIGHT: WD_ALIGN_PARAGRAPH.RIGHT,
    Align.BOTH: WD_ALIGN_PARAGRAPH.JUSTIFY,
}
# What follows the automatic spacing in a paragraph's properties: Word wants them in this order.
AFTER_SPACING = ("w:autoSpaceDN", "w:bidi", "w:adjustRightInd", "w:snapToGrid", "w:spacing", "w:ind", "w:jc")
AFTER_LINES = (
    *("w:shd", "w:tabs", "w:suppressAutoHyphens", "w:kinsoku", "w:wordWrap", "w:overflowPunct"),
    *("w:topLinePunct", "w:autoSpaceDE", *AFTER_SPACING),
)
VERTICAL_CENTER = '<w:vAlign w:val="center"/>'


def make_docx(paper: Paper) -> bytes:
    """The paper as .docx; the same paper makes the same bytes."""
    document = Document(BytesIO(_empty_document(paper.is_landscape, paper.has_page_numbers)))
    after_table = False
    for block in paper.blocks:
        if isinstance(block, Table):
            if after_table:
                _add_gap(document)
            _add_table(document, block)
        elif isinstance(block, Picture):
            _add_picture(document, block)
        else:
            _add_text(document, block, paper.text_width)
        after_table = isinstance(block, Table)
    if after_table:
        _add_gap(document)  # Word wants a paragraph behind the last table
    return _save_document(document, paper)


@cache  # the same for all papers, and half of the work
def _empty_document(is_landscape: bool, has_page_numbers: bool) -> bytes:
    """A file with the page and the styles, and nothing on it."""
    document = Document()
    _remove_template_styles(document)
    _set_up_page(document, is_landscape)
    _set_default_fonts(document)
    for role, text_style in TEXT_STYLES.items():
        _add_style(document, text_style, _style_id(role), HEADINGS.get(role))
    for text_style, style_id in ((HEAD_STYLE, HEAD_ID), (CELL_STYLE, CELL_ID)):
        _add_style(document, text_style, style_id)
    if has_page_numbers:
        _number_pages(document)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _remove_template_styles(document: WordDocument) -> None:
    """Remove the hundred styles and the picture of a page that the library's template brings."""
    styles = document.styles.element
    for style in list(styles.style_lst):
        if style.styleId not in KEPT_STYLES:
            styles.remove(style)
    package = document.part.package
    for key in [key for key, rel in package.rels.items() if rel.reltype.endswith("/thumbnail")]:
        del package.rels[key]


def _set_up_page(document: WordDocument, is_landscape: bool) -> None:
    section = document.sections[0]
    sides = (spec.PAGE_WIDTH, spec.PAGE_HEIGHT)
    margins = (spec.MARGIN_TOP, spec.MARGIN_RIGHT, spec.MARGIN_BOTTOM, spec.MARGIN_LEFT)
    if is_landscape:  # turned to the right: the side where the papers are bound is at the top
        section.orientation = WD_ORIENT.LANDSCAPE
        sides = sides[::-1]
        margins = (spec.MARGIN_LEFT, spec.MARGIN_TOP, spec.MARGIN_RIGHT, spec.MARGIN_BOTTOM)
    section.page_width, section.page_height = map(Mm, sides)
    section.top_margin, section.right_margin, section.bottom_margin, section.left_margin = map(Mm, margins)
    section.header_distance, section.footer_distance = Mm(15), Mm(28)


def _set_default_fonts(document: WordDocument) -> None:
    """Set the fonts of everything that names none, in place of those of an English theme."""
    styles = document.styles.element
    for fonts in styles.iter(qn("w:rFonts")):
        for attribute in [name for name in fonts.attrib if name.lower().endswith("theme")]:
            del fonts.attrib[attribute]
    normal = document.styles["Normal"]
    _set_font(normal, papers_styles.FANGSONG, 12)
    languages = styles.find(f".//{qn('w:lang')}")
    languages.set(qn("w:eastAsia"), "zh-CN")


def _set_font(style: Any, font: str, size: float) -> None:
    style.font.name = papers_styles.LATIN
    style.font.size = Pt(size)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), font)
    fonts.set(qn("w:cs"), papers_styles.LATIN)
    fonts.set(qn("w:hint"), "eastAsia")  # “” and — stand in both alphabets: here they are Chinese


def _add_style(
    document: WordDocument, text_style: TextStyle, style_id: str, built_in: str | None = None
) -> None:
    if built_in:
        style = document.styles[built_in]
        color = style.element.rPr.find(qn("w:color"))
        style.element.rPr.remove(color)
        style.font.bold = False
    else:
        style = document.styles.add_style(text_style.name, WD_STYLE_TYPE.PARAGRAPH)
        style.style_id = style_id
        style.base_style = document.styles["Normal"]
    _set_font(style, text_style.font, text_style.size)
    layout = style.paragraph_format
    layout.line_spacing_rule, layout.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(text_style.line)
    layout.space_before, layout.space_after = Pt(text_style.before), Pt(text_style.after)
    layout.alignment = JUSTIFY[text_style.align]
    layout.keep_with_next = text_style.stays_with_next or None
    layout.widow_control = True
    if text_style.is_tight:
        for tag in ("w:autoSpaceDN", "w:autoSpaceDE"):
            style.element.pPr.insert_element_before(
                parse_xml(f'<{tag} {nsdecls("w")} w:val="0"/>'), *AFTER_SPACING
            )
    if text_style.indent:
        layout.first_line_indent = Pt(text_style.indent * text_style.size)
        indent = style.element.pPr.find(qn("w:ind"))
        indent.set(qn("w:firstLineChars"), str(round(text_style.indent * 100)))
    _add_lines(style, text_style)


def _add_lines(style: Any, text_style: TextStyle) -> None:
    """Add the lines above and below, the tab at the right, and the colour."""
    if text_style.lines:
        color = text_style.color or "000000"
        lines = "".join(
            f'<w:{side} w:val="single" w:sz="8" w:space="4" w:color="{color}"/>' for side in text_style.lines
        )
        borders = parse_xml(f"<w:pBdr {nsdecls('w')}>{lines}</w:pBdr>")
        style.element.get_or_add_pPr().insert_element_before(borders, *AFTER_LINES)
    if text_style.tab:
        style.paragraph_format.tab_stops.add_tab_stop(Mm(text_style.tab), WD_TAB_ALIGNMENT.RIGHT)
    elif text_style.color:
        style.font.color.rgb = RGBColor.from_string(text_style.color)


def _style_id(role: TextRole) -> str:
    """The key of the style in the file, which nobody sees."""
    return HEADINGS.get(role, f"Paper {role}").replace(" ", "")


def _add_paragraph(document: WordDocument, style_id: str) -> Any:
    paragraph = document.add_paragraph()
    paragraph._p.style = style_id  # by its key: to look names up costs more than the paragraph
    return paragraph


def _add_text(document: WordDocument, block: Text, width: float) -> None:
    if block.role is TextRole.TITLE:
        _add_title(document, block, width)
        return
    for number, line in enumerate(block.text.split("\n")):
        paragraph = _add_paragraph(document, _style_id(block.role))
        paragraph.paragraph_format.page_break_before = (block.new_page and number == 0) or None
        _add_run(paragraph, line)


def _add_title(document: WordDocument, block: Text, width: float) -> None:
    """One paragraph whose lines are broken by sense; smaller where a line would not fit."""
    text_style, size = TEXT_STYLES[TextRole.TITLE], papers_styles.title_size(block.text, width)
    paragraph = _add_paragraph(document, _style_id(TextRole.TITLE))
    paragraph.paragraph_format.page_break_before = block.new_page or None
    for number, line in enumerate(block.text.split("\n")):
        run = _add_run(paragraph, line, breaks=number > 0)
        if size != text_style.size:
            run.font.size = Pt(size)
    if size != text_style.size:
        paragraph.paragraph_format.line_spacing = Pt(size * text_style.line / text_style.size)


def _add_run(paragraph: Any, text: str, *, breaks: bool = False) -> Any:
    run = paragraph.add_run()
    if breaks:
        run.add_break()
    for number, piece in enumerate(clean_text(text).split("\t")):
        if number:
            run.add_tab()
        run.add_text(piece)
    return run


def _add_gap(document: WordDocument) -> None:
    """Add a paragraph as low as can be: without it two tables become one."""
    paragraph = _add_paragraph(document, "Normal")
    layout = paragraph.paragraph_format
    layout.line_spacing_rule, layout.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(1)
    layout.space_before = layout.space_after = Pt(0)


def _add_picture(document: WordDocument, picture: Picture) -> None:
    with Image.open(BytesIO(picture.content)) as image:
        width, height = papers_styles.picture_size(picture, *image.size)
    paragraph = _add_paragraph(document, _style_id(TextRole.CAPTION))
    layout = paragraph.paragraph_format
    layout.line_spacing_rule = WD_LINE_SPACING.SINGLE  # exact lines would cut the picture off
    layout.keep_with_next, layout.space_before = bool(picture.caption), Pt(8)
    shape = paragraph.add_run().add_picture(BytesIO(picture.content), Mm(width), Mm(height))
    shape._inline.docPr.set("descr", clean_text(picture.caption or picture.name))
    for side in ("distT", "distB", "distL", "distR"):  # left out, they push it into the margin
        shape._inline.set(side, "0")
    if picture.caption:
        _add_text(document, Text(TextRole.CAPTION, picture.caption), spec.TEXT_WIDTH)


# -- tables


@dataclass(frozen=True)
class _LetterStyle:
    """The style of the paragraphs of a row, and the size of their letters where it is another."""

    style: str
    size: float | None = None


def _add_table(document: WordDocument, table: Table) -> None:
    smaller = papers_styles.head_size(table)
    letters = (
        _LetterStyle(HEAD_ID, smaller if smaller != HEAD_STYLE.size else None),
        _LetterStyle(CELL_ID, table.size if table.size != CELL_STYLE.size else None),
    )
    rows = "".join(_row_xmls(table, *letters))
    document.element.body.insert_element_before(parse_xml(_table_xml(table, rows)), "w:sectPr")


def _table_xml(table: Table, rows: str) -> str:
    widths = [_twips(column.width) for column in table.columns]
    lines = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    room = {"top": table.padding, "left": table.margin, "bottom": table.padding, "right": table.margin}
    margins = "".join(f'<w:{side} w:w="{_twips(width)}" w:type="dxa"/>' for side, width in room.items())
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{lines}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        f"<w:tblCellMar>{margins}</w:tblCellMar></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"
    )


def _row_xmls(table: Table, head_letters: _LetterStyle, cell_letters: _LetterStyle) -> Iterator[str]:
    breaks = table.new_page
    if table.has_head:
        heads = [Cell(column.head) for column in table.columns]
        yield _row_xml(table, heads, head_letters, head=True, breaks=breaks, keeps=True)
        breaks = False
    keeps = _find_kept_rows(table)
    for number, cells in enumerate(table.rows):
        height = table.get_row_height(number)
        yield _row_xml(table, cells, cell_letters, height=height, breaks=breaks, keeps=keeps[number])
        breaks = False


def _find_kept_rows(table: Table) -> list[bool]:
    """Which rows stay with the next: those of a merged cell that a page can hold."""
    keeps = [False] * len(table.rows)
    start = 0
    for number in range(1, len(table.rows) + 1):
        if number < len(table.rows) and any(cell.is_covered for cell in table.rows[number]):
            continue
        height = sum(table.get_row_height(row) for row in range(start, number))
        if height < spec.TEXT_HEIGHT / 2:
            keeps[start : number - 1] = [True] * (number - 1 - start)
        start = number
    return keeps


def _row_xml(
    table: Table,
    cells: Sequence[Cell],
    letters: _LetterStyle,
    *,
    height: float = 0,
    head: bool = False,
    breaks: bool = False,
    keeps: bool = False,
) -> str:
    cell_xmls = []
    for number, (column, cell) in enumerate(zip(table.columns, cells, strict=True)):
        align = Align.CENTER if head else column.align
        at_top = column.at_top and not head
        cell_xmls.append(_cell_xml(cell, column.width, letters, align, at_top, breaks and number == 0, keeps))
    min_height = f'<w:trHeight w:val="{_twips(height)}" w:hRule="atLeast"/>' if height else ""
    repeats = "<w:tblHeader/>" if head else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{min_height}{repeats}</w:trPr>{''.join(cell_xmls)}</w:tr>"


def _cell_xml(
    cell: Cell, width: float, letters: _LetterStyle, align: Align, at_top: bool, breaks: bool, keeps: bool
) -> str:
    merge = {0: "<w:vMerge/>", 1: ""}.get(cell.rows, '<w:vMerge w:val="restart"/>')
    properties = f'<w:tcW w:w="{_twips(width)}" w:type="dxa"/>{merge}{"" if at_top else VERTICAL_CENTER}'
    paragraphs = "".join(
        _paragraph_xml(line, letters, align, breaks and number == 0, keeps)
        for number, line in enumerate(cell.text.split("\n"))
    )
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraphs}</w:tc>"


def _paragraph_xml(text: str, letters: _LetterStyle, align: Align, breaks: bool, keeps: bool) -> str:
    layout = f'<w:pStyle w:val="{letters.style}"/>'
    layout += "<w:keepNext/>" if keeps else ""
    layout += "<w:pageBreakBefore/>" if breaks else ""
    layout += f'<w:jc w:val="{align}"/>' if align is not CELL_STYLE.align else ""
    texts = "<w:tab/>".join(
        f'<w:t xml:space="preserve">{escape_text(piece)}</w:t>' if piece else "" for piece in text.split("\t")
    )
    half = letters.size and round(letters.size * 2)
    run_properties = f'<w:rPr><w:sz w:val="{half}"/><w:szCs w:val="{half}"/></w:rPr>' if half else ""
    run = f"<w:r>{run_properties}{texts}</w:r>" if texts else ""
    return f"<w:p><w:pPr>{layout}</w:pPr>{run}</w:p>"


def _twips(millimetres: float) -> int:
    return round(millimetres * TWIPS_A_MILLIMETRE)


# -- the file


def _number_pages(document: WordDocument) -> None:
    """— 1 —, at the outer side, one character in (GB/T 9704-2012)."""
    document.settings.odd_and_even_pages_header_footer = True
    section = document.sections[0]
    for footer, align in ((section.footer, Align.RIGHT), (section.even_page_footer, Align.LEFT)):
        paragraph = footer.paragraphs[0]
        paragraph.alignment = JUSTIFY[align]
        layout = paragraph.paragraph_format
        layout.left_indent = layout.right_indent = Pt(14)
        for text in ("— ", "PAGE", " —"):
            run = paragraph.add_run("" if text == "PAGE" else text)
            _set_font(run, papers_styles.SONG, 14)
            if text == "PAGE":
                for kind in ("begin", None, "end"):
                    run._r.append(parse_xml(_field_xml(kind)))


def _field_xml(kind: str | None) -> str:
    if kind is None:
        return f'<w:instrText {nsdecls("w")} xml:space="preserve"> PAGE </w:instrText>'
    return f'<w:fldChar {nsdecls("w")} w:fldCharType="{kind}"/>'


def _save_document(document: WordDocument, paper: Paper) -> bytes:
    made_at = paper.made_at.astimezone(UTC)
    properties = document.core_properties
    properties.title, properties.author, properties.comments = paper.name, "", ""
    properties.last_modified_by, properties.revision = "", 1
    properties.created = properties.modified = made_at.replace(tzinfo=None, microsecond=0)
    file = BytesIO()
    document.save(file)
    return zipping.set_saved_at(file.getvalue(), f"{made_at:%Y-%m-%dT%H:%M:%SZ}")
