"""/visits/…/attachment2.docx and .xlsx: Attachment 2 as the notice has it (dossier 4.4); many as a zip."""

from datetime import datetime

import pytest
from docx.oxml.ns import qn

from guidance.reference.plans.details import PrintedText
from guidance.reporting.visits.choices import Section
from guidance.reporting.visits.files.models import ContinuationSheet
from guidance.reporting.visits.printing import views as printing_views
from tests.days import FEB
from tests.office.papers import printed_attachments, readers
from tests.office.uploads.samples import picture
from tests.pages import query_count, read
from tests.reporting.visits.report_samples import store_report, store_sent_report
from tests.reporting.visits.upload_requests import upload_file

BLANK, ZIP = "/visits/attachment2.docx", "/visits/attachment2.zip"
SIGNATURE, TOWNSHIP = "领导班子成员（签字）：", "联系乡镇（街道）名称："
LABELS = ["本次联系指导情况", "总体\n情况", "发现\n问题", "经验\n做法", "工作\n建议"]
HINT = "（可另附页）"


@pytest.fixture
def get_file(cast, log_in):
    return lambda address, user=None: log_in(user or cast.leader).get(address)


def file_address(report, ending="docx"):
    return f"/visits/{report.pk}/attachment2.{ending}"


def lines_after_the_form(document):
    texts = readers.paragraph_texts(document)
    return texts[next(number for number, text in enumerate(texts) if text.startswith("备注：")) + 1 :]


def test_a_blank_one(get_file):
    response = get_file(BLANK)
    document = readers.word_document(response)
    assert readers.file_name(response) == "附件2 空白表.docx"
    assert readers.paragraph_texts(document) == [
        "附件2",
        printed_attachments.TITLE2,
        SIGNATURE,
        TOWNSHIP,
        printed_attachments.NOTE2,
    ]
    (table,) = document.tables
    visit = "联系指导时间：     年  月  日\n联系指导方式："
    assert readers.table_texts(table) == [list(row) for row in zip(LABELS, [visit, *[HINT] * 4], strict=True)]


def test_how_it_looks(get_file):
    document = readers.word_document(get_file(BLANK))
    mark, title, signature, township, note = (part for part in document.paragraphs if part.text)
    assert readers.page_measures(document) == printed_attachments.A4
    assert readers.paragraph_style(mark) == ("黑体", 16, "LEFT")
    assert readers.paragraph_style(title) == ("方正小标宋简体", 22, "CENTER")
    assert (
        readers.paragraph_style(signature) == readers.paragraph_style(township) == ("仿宋_GB2312", 16, "LEFT")
    )
    assert readers.paragraph_style(note) == ("仿宋_GB2312", 11, "JUSTIFY")
    (table,) = document.tables
    assert readers.table_width(table) == pytest.approx(156, abs=0.1)
    readers.check_table_layout(table, heads=0)  # it has none (4.4)
    assert readers.cell_styles(table, 1, 0) == {("仿宋_GB2312", 12, "CENTER")}
    assert readers.cell_styles(table, 1, 1) == {("仿宋_GB2312", 12, "LEFT")}
    label, text = (int(column.get(qn("w:w"))) for column in table._tbl.tblGrid)
    assert label < text / 4
    heights = [int(row.trPr.find(qn("w:trHeight")).get(qn("w:val"))) for row in table._tbl.tr_lst]
    assert heights[1] == max(heights)
    assert heights[2] == heights[3] == heights[4]


def test_filled_in(cast, get_file):
    report = store_sent_report(
        cast,
        started_on=FEB[3],
        ended_on=FEB[4],
        methods=["hearing", "field_visit"],
        method_note="示例",
        overall_situation="演示：总体 <一>\n第二段",
        recommendations="演示：建议",
    )
    response = get_file(file_address(report))
    document = readers.word_document(response)
    assert readers.file_name(response) == f"附件2 {cast.leader_person.name} 融安县桥板乡 20210203.docx"
    texts = [
        "附件2",
        printed_attachments.TITLE2,
        SIGNATURE,
        f"{TOWNSHIP}融安县桥板乡",
        printed_attachments.NOTE2,
    ]
    assert readers.paragraph_texts(document) == texts
    visit = "联系指导时间：2021年2月3日至4日\n联系指导方式：听取汇报、实地走访（示例）"
    boxes = [visit, "演示：总体 <一>\n第二段", HINT, HINT, "演示：建议"]
    assert [row[1] for row in readers.table_texts(document.tables[0])] == boxes


def test_a_draft_says_so(cast, get_file):
    assert (
        readers.paragraph_texts(readers.word_document(get_file(file_address(store_report(cast)))))[-1]
        == f"{printed_attachments.NOTE2}（草稿，尚未上报）"
    )


@pytest.mark.parametrize(
    ("wording", "title"),
    [
        ("corrected", "柳州市妇联领导班子成员开展联系指导\n村（社区）妇联换届情况统计表"),
        ("custom", "示例情况表"),
    ],
)
def test_other_words(cast, get_file, wording, title):
    cast.plan.printed_wording = wording
    cast.plan.save()
    text = PrintedText.objects.get(slot="attachment2.title")
    text.custom = "示例情况表"
    text.save()
    for address in (BLANK, file_address(store_report(cast))):
        assert readers.paragraph_texts(readers.word_document(get_file(address)))[1] == title


def test_a_long_section_goes_on_behind_the_form(cast, get_file):
    long = "演示：很长。" * 200
    report = store_sent_report(cast, issues_found=f"{long}\n第二段", good_practices="演示：短")
    document = readers.word_document(get_file(file_address(report)))
    boxes = [row[1] for row in readers.table_texts(document.tables[0])]
    assert boxes[1:] == ["演示：总体情况。", "（见附页）", "演示：短", HINT]
    head = f"融安县桥板乡　2021年2月4日　{cast.leader_person.name}"
    assert lines_after_the_form(document) == ["附页", head, "发现问题", long, "第二段"]
    (first,) = (part for part in document.paragraphs if part.text == "附页")
    (title,) = (part for part in document.paragraphs if part.text == "发现问题")
    assert first.paragraph_format.page_break_before
    assert readers.paragraph_style(title)[:2] == ("黑体", 16)


def test_pictures_are_on_the_sheet_and_other_files_are_named(cast, get_file, client, log_in):
    report = store_report(cast)
    browser = log_in(cast.leader)
    upload_file(browser, report, picture(size=(400, 300)), name="会场.jpg", section=Section.ISSUES_FOUND)
    upload_file(browser, report, name="方案.pdf", section=Section.ISSUES_FOUND)
    document = readers.word_document(get_file(file_address(report)))
    assert readers.table_texts(document.tables[0])[2] == ["发现\n问题", "（见附页）"]
    assert lines_after_the_form(document)[2:] == ["发现问题", "附件：1. 会场.jpg；2. 方案.pdf", "会场.jpg"]
    (shape,) = document.inline_shapes
    width, height = shape.width / readers.MILLIMETRE, shape.height / readers.MILLIMETRE
    assert (round(width), round(height)) == (156, 117)  # as wide as the page, 4 to 3


def test_a_picture_that_is_lost_is_told(cast, get_file):
    report = store_sent_report(cast)
    ContinuationSheet.objects.create(
        report=report,
        section=Section.GOOD_PRACTICES,
        original_name="会场.jpg",
        media_type="image/jpeg",
        file="continuation-sheets/none.jpg",
    )
    document = readers.word_document(get_file(file_address(report)))
    assert lines_after_the_form(document)[-1] == "会场.jpg（图片文件缺失）"
    assert not document.inline_shapes


def test_as_a_workbook(cast, get_file):
    report = store_sent_report(cast, issues_found="长" * 1000, recommendations="=1+1")
    response = get_file(file_address(report, "xlsx"))
    assert readers.file_name(response).endswith(" 融安县桥板乡 20210204.xlsx")
    book = readers.workbook(response)
    assert book.sheetnames == ["打印", "附页", "数据"]
    form = readers.sheet_values(book["打印"])
    assert [row[0] for row in form[:4]] == [
        "附件2",
        printed_attachments.TITLE2,
        SIGNATURE,
        f"{TOWNSHIP}融安县桥板乡",
    ]
    assert [row[0] for row in form[4:9]] == LABELS
    assert [row[1] for row in form[5:9]] == ["演示：总体情况。", "（见附页）", HINT, "'=1+1"]
    assert form[9][0] == printed_attachments.NOTE2
    assert not [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    sheet = [row[0] for row in readers.sheet_values(book["附页"])]
    assert (sheet[0], sheet[2], "".join(sheet[3:])) == ("附页", "　　发现问题", "长" * 1000)
    assert book["打印"].page_setup.paperSize == 9


def test_the_plain_sheet(cast, get_file, log_in):
    fields = {"started_on": FEB[3], "methods": ["hearing", "seminar"], "method_note": "示例"}
    report = store_sent_report(cast, issues_found="=1+1\n第二段", **fields)
    sheet = readers.workbook(get_file(file_address(report, "xlsx")))["数据"]
    head, row, nothing, note = readers.sheet_values(sheet)
    book = readers.workbook(log_in(cast.leader).get("/visits/export.xlsx"))
    assert head == readers.sheet_values(book.worksheets[0])[0]
    assert row[:7] == [
        *(cast.leader_person.name, "融安县", "桥板乡"),
        *(datetime(2021, 2, 3), datetime(2021, 2, 4), "听取汇报、座谈会", "示例"),  # noqa: DTZ001
    ]
    assert (row[7], row[11]) == ("已上报", "未签")
    assert row[-4:] == ["演示：总体情况。", "'=1+1\n第二段", None, None]
    assert sheet["N2"].alignment.wrap_text
    assert (nothing[0], note[0]) == (None, printed_attachments.NOTE2)
    assert not sheet.merged_cells.ranges


def test_a_draft_is_not_the_viewers(cast, get_file):
    draft, sent = store_report(cast), store_sent_report(cast, 2)
    for ending in ("docx", "xlsx"):
        assert get_file(file_address(draft, ending), cast.viewer).status_code == 404
        assert get_file(file_address(sent, ending), cast.viewer).status_code == 200
        assert get_file(file_address(sent, ending), cast.reporter).status_code == 403


class TestZip:
    @pytest.fixture
    def reports(self, cast):
        """Two of one leader on one day and township, one of her other township, one of another leader."""
        return [
            *(store_sent_report(cast, 1), store_sent_report(cast, 1), store_sent_report(cast, 3)),
            *(store_sent_report(cast, 7), store_report(cast, 8)),
        ]

    @pytest.fixture
    def names(self, cast, get_file):
        return lambda query="", user=None: set(readers.zip_members(get_file(ZIP + query, user or cast.clerk)))

    @staticmethod
    def name(report, number=""):
        leader, place = report.leader.name, report.township.printed_name
        return f"{leader}/附件2 {leader} {place} 20210204{number}.docx"

    def test_it_works(self, reports, names):
        first, _, third, other, draft = reports
        assert names() == {
            *(self.name(first), self.name(first, "（2）"), self.name(third)),
            *(self.name(other), self.name(draft)),
        }

    def test_by_leader(self, reports, names):
        leader = reports[0].leader_id
        assert names(f"?leader={leader}") == {
            *(self.name(reports[0]), self.name(reports[0], "（2）"), self.name(reports[2]))
        }

    def test_by_township(self, reports, names):
        assert names(f"?township={reports[2].township_id}") == {self.name(reports[2])}

    def test_no_drafts_of_others(self, cast, reports, names):
        assert self.name(reports[4]) not in names(user=cast.viewer)
        assert names(user=cast.other_leader) == {self.name(reports[3]), self.name(reports[4])}

    def test_each_is_the_paper_itself(self, cast, reports, get_file):
        packed = readers.zip_members(get_file(f"{ZIP}?township={reports[2].township_id}", cast.clerk))
        (content,) = packed.values()
        alone = readers.word_document(get_file(file_address(reports[2])))
        assert readers.table_texts(readers.word_document(content).tables[0]) == readers.table_texts(
            alone.tables[0]
        )

    def test_its_name(self, cast, reports, get_file):
        response = get_file(ZIP, cast.clerk)
        assert readers.file_name(response) == "附件2 情况统计表（2021-02-05）.zip"
        readers.response_bytes(response)

    def test_too_many(self, cast, reports, log_in, monkeypatch):
        monkeypatch.setattr(printing_views, "MAX_IN_ZIP", 3)
        page = read(log_in(cast.clerk).get(ZIP, follow=True))
        assert "超过3份，一次打包太大，请按领导班子成员或乡镇（街道）筛选后再下载。" in page.text

    def test_a_filter_that_is_none_goes_back_to_the_list(self, cast, log_in):
        response = log_in(cast.clerk).get(f"{ZIP}?leader=999999")
        assert response.status_code == 302
        assert response.headers["Location"] == "/visits/?leader=999999"

    def test_one_query_a_report(self, cast, reports, log_in):
        """That for its files: they are read one report at a time, so that a zip of many needs no memory."""
        client = log_in(cast.clerk)
        readers.response_bytes(client.get(ZIP))
        # The filter finds its leader by one more.
        for query, number in ((f"?leader={reports[0].leader_id}", 10 + 3), ("", 9 + 5)):
            with query_count(number):
                readers.response_bytes(client.get(ZIP + query))
