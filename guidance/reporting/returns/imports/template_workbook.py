"""The workbook of a reporting unit: its villages with their stored figures, to be filled in and uploaded.

It contains no formula, and no text in it can become one.
"""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from guidance.core.access import User
from guidance.core.dates import YEARS
from guidance.office.spreadsheets.formulas import escape_formula
from guidance.reference.places.matching import VillageName
from guidance.reference.places.models import ReportingUnit, Village
from guidance.reference.plans.models import Plan
from guidance.reporting.returns.actions import get_counts
from guidance.reporting.returns.bulk import stored_rows
from guidance.reporting.returns.choices import Stage
from guidance.reporting.returns.imports.cell_values import MAX_PEOPLE
from guidance.reporting.returns.imports.columns import (
    COLUMNS,
    COMMITTEE,
    PLACE_HEADS,
    TOWNSHIP,
    VILLAGE,
    Column,
)
from guidance.reporting.returns.imports.rules import COMMITTEE_LABELS, get_cell_value
from guidance.reporting.returns.imports.sheets import INSTRUCTIONS_SHEET

PLACES = [PLACE_HEADS[code] for code in (TOWNSHIP, VILLAGE, COMMITTEE)]
HEAD_ROW = 2
WIDTHS = {"乡镇（街道）": 18, "村（社区）": 22, "委员会": 16}
LINE = Side(style="thin", color="BFBFBF")
BORDER = Border(left=LINE, right=LINE, top=LINE, bottom=LINE)
HEAD_FILL, FIXED_FILL = PatternFill("solid", fgColor="F3E3EB"), PatternFill("solid", fgColor="EEEEEE")
CENTRED = Alignment(horizontal="center", vertical="center", wrap_text=True)


def make_workbook(*, plan: Plan, unit: ReportingUnit, stage: str, by: User) -> bytes:
    """The workbook of `unit` for a stage, with the villages for which the user may report."""
    book = Workbook()
    sheet = book.active
    sheet.title = "填报"
    columns = COLUMNS[stage]
    heads = [*PLACES, *(column.head for column in columns)]
    sheet["A1"] = escape_formula(f"{unit.short_name}村（社区）换届结果（{Stage(stage).label}）")
    sheet["A1"].font = Font(bold=True, size=14)
    for place, head in enumerate(heads, start=1):
        cell = sheet.cell(HEAD_ROW, place, head)
        cell.font, cell.fill, cell.alignment, cell.border = Font(bold=True), HEAD_FILL, CENTRED, BORDER
        sheet.column_dimensions[get_column_letter(place)].width = WIDTHS.get(head, 11)
    sheet.row_dimensions[HEAD_ROW].height = 32
    rows = _rows(plan, unit, stage, by)
    for number, row in enumerate(rows, start=HEAD_ROW + 1):
        _write_row(sheet, number, row, columns)
    sheet.freeze_panes = sheet.cell(HEAD_ROW + 1, len(PLACES) + 1)
    _add_validations(sheet, columns, HEAD_ROW + max(len(rows), 1))
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = f"{HEAD_ROW}:{HEAD_ROW}"
    _write_instructions(book.create_sheet(INSTRUCTIONS_SHEET), stage)
    return to_bytes(book)


def to_bytes(book: Workbook) -> bytes:
    """The content of the workbook's file."""
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def _rows(plan: Plan, unit: ReportingUnit, stage: str, by: User) -> list[tuple[str, VillageName, Any]]:
    villages = Village.objects.editable_by(by).filter(township__unit=unit)
    if stage != Stage.PREVIOUS:
        villages = villages.current()
    rows = list(
        villages.select_related("township", "merged_into").order_by("township__code", "sort_order", "pk")
    )
    stored = stored_rows(plan, stage, [village.pk for village in rows])
    return [
        (
            village.township.name,
            VillageName(
                *(village.pk, village.township_id, village.name, village.committee_type),
                merged_into=village.merged_into.name if village.merged_into else "",
            ),
            get_counts(stored.get(village.pk)),
        )
        for village in rows
    ]


def _write_row(
    sheet: Worksheet, number: int, row: tuple[str, VillageName, Any], columns: Sequence[Column]
) -> None:
    township, village, counts = row
    fixed = (township, village.label, COMMITTEE_LABELS[village.committee_type])
    for place, value in enumerate(fixed, start=1):
        cell = sheet.cell(number, place, escape_formula(value))
        cell.fill, cell.border = FIXED_FILL, BORDER
    for place, column in enumerate(columns, start=len(fixed) + 1):
        cell = sheet.cell(number, place, get_cell_value(column, counts))
        cell.border, cell.alignment = BORDER, Alignment(horizontal="center")
        if column.is_day:
            cell.number_format = "yyyy-mm-dd"


def _add_validations(sheet: Worksheet, columns: Sequence[Column], last: int) -> None:
    """Let Excel refuse wrong values while they are typed; the upload checks them again."""
    for place, column in enumerate(columns, start=len(PLACES) + 1):
        rule = _make_validation(column)
        letter = get_column_letter(place)
        rule.add(f"{letter}{HEAD_ROW + 1}:{letter}{last}")
        sheet.add_data_validation(rule)


def _make_validation(column: Column) -> DataValidation:
    if column.choices:
        allowed = "、".join(column.choices)
        rule = DataValidation(type="list", formula1=f'"{",".join(column.choices)}"', allow_blank=True)
    elif column.is_day:
        allowed = "日期，如 2021-02-03"
        rule = DataValidation(type="date", operator="between", allow_blank=True)
        rule.formula1, rule.formula2 = f"DATE({YEARS[0]},1,1)", f"DATE({YEARS[-1]},12,31)"
    else:
        allowed = f"0至{MAX_PEOPLE}的整数"
        rule = DataValidation(type="whole", operator="between", formula1="0", formula2=str(MAX_PEOPLE))
    rule.showErrorMessage, rule.errorTitle, rule.error = True, column.head, f"请填{allowed}。"
    return rule


LINES = (
    "1. 一行填一个村（社区）。灰色的三列（乡镇、村、委员会）请不要改动；名称有误请联系市妇联组联部更正。",
    "2. 空格表示“不改”：空着的格子、删去的列都保留系统里已有的数据，不会清空。"
    "要清空已报的数字，请在系统的村（社区）表中修改。",
    "3. 没有请填 0，不要空着：空着是未报，不是 0。",
    "4. {people}",
    "5. “主任”填女、男或空缺；“书记”填女或男；是非各列填是或否；日期要写年份，如 2021-02-03。",
    "6. 主席进“两委”：妇联换届后填是或否，任党组织委员会或村（居）民委员会职务之一即为“是”；未换届请空着。",
    "7. 可以调整列的先后，可以加列，加的列不读取；“合计”行和空行不读取。",
    "8. 填好后在系统“换届结果－导入 Excel”上传，先看预览，核对无误再点“确认导入”。预览时不会写入任何数据。",
)
PEOPLE = {
    Stage.NOMINATED: "“应选人数”是本届要选出的人数；“候选人数”包括主任候选人，“女候选人”包括女主任候选人。",
    Stage.ELECTED: "“成员人数”包括主任、副主任和委员，按实际在职人数填写，缺额不算；“职数”是应有的人数。",
}


def _write_instructions(sheet: Worksheet, stage: str) -> None:
    sheet.column_dimensions["A"].width = 100
    people = PEOPLE.get(Stage(stage), PEOPLE[Stage.ELECTED])
    for number, text in enumerate((INSTRUCTIONS_SHEET, *LINES), start=1):
        cell = sheet.cell(number, 1, text.format(people=people))
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet["A1"].font = Font(bold=True, size=14)
