"""The contents of an archive, what it leaves out, and that the same data make the same bytes."""

import subprocess
import zipfile
from datetime import date
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from docx import Document
from openpyxl import load_workbook

from guidance.core import clock
from guidance.core.workflow import actions as workflow
from guidance.office.uploads.disk import get_path
from guidance.outputs.archives.members import build_sheet, safe_file_name, table_members
from guidance.reference.places.models import Village
from guidance.reporting.returns.models import VillageReturn
from guidance.reporting.visits.files.models import ContinuationSheet
from tests.outputs.archives.samples import (
    SECRET,
    SENT,
    attach_file,
    build_archive,
    digest,
    first_sheet_rows,
    index_lines,
    make_report,
    make_term,
    office_text,
    picture,
    read_members,
    township_phone,
)
from tests.oversight.dashboard.samples import store_return

REPORT = "3 情况统计表/{leader}/{place}/附件2 {leader} {place} 20210201"


def report_name(cast):
    """The path of the leader's report, without its extension."""
    return REPORT.format(leader=cast.leader_person.name, place=cast.township.printed_name)


def test_it_works(cast, tmp_path):
    make_term(cast)
    archive = build_archive(cast, tmp_path / "a.zip")
    members = read_members(tmp_path / "a.zip")
    unit, other_names = cast.unit.printed_name, [name for name in members if not name.startswith("3 ")]
    assert other_names == [
        *("1 通知/工作方案.docx", "1 通知/附件1.docx", "1 通知/附件1.xlsx", "1 通知/附件1（空白）.docx"),
        *("1 通知/附件2 空白表.docx", "1 通知/附件3 空白表.docx"),
        *("2 日程安排表/第2次/附件3 第2次 汇总.docx", "2 日程安排表/第2次/附件3 第2次 汇总.xlsx"),
        f"2 日程安排表/第2次/01 {unit}.docx",
        *("4 换届结果/1 上届（村、社区）.xlsx", "4 换届结果/2 提名（村、社区）.xlsx"),
        *("4 换届结果/3 当选（村、社区）.xlsx", "4 换届结果/4 指标.xlsx"),
        *("5 指标快照/第1号 演示定格/指标.xlsx", "5 指标快照/第1号 演示定格/乡镇合计.xlsx"),
        *("6 台账/1 问题台账.xlsx", "6 台账/2 任务完成情况.xlsx", "6 台账/3 差距台账.xlsx"),
        *("6 台账/4 情况统计表目录.xlsx", "7 修改历史/0 流转记录.xlsx", "7 修改历史/1 工作方案.xlsx"),
        *("7 修改历史/2 联系点和人员.xlsx", "7 修改历史/3 日程安排表.xlsx"),
        *(
            "7 修改历史/4 村（社区）会议日期.xlsx",
            "7 修改历史/5 情况统计表.xlsx",
            "7 修改历史/6 换届结果.xlsx",
        ),
        *("7 修改历史/7 台账.xlsx", "7 修改历史/8 单位和村（社区）.xlsx", "8 通讯录/通讯录.xlsx"),
        *("目录.xlsx", "校验.txt"),
    ]
    stem = report_name(cast)
    assert [name for name in members if name.startswith("3 ")] == [
        f"{stem}.docx",
        f"{stem} 附页/会议记录.pdf",
        f"{stem} 附页/照片.png",
        f"{stem} 签字扫描件/签字.png",
    ]
    assert archive.members == len(members)
    assert members[f"{stem} 附页/照片.png"] == picture()
    assert SENT in office_text(members[f"{stem}.docx"])
    assert "已报说明" in office_text(members[f"2 日程安排表/第2次/01 {unit}.docx"])


def test_the_figures_are_those_of_the_dashboard(cast, tmp_path):
    make_term(cast)
    build_archive(cast, tmp_path / "a.zip")
    members = read_members(tmp_path / "a.zip")
    # tests/oversight/dashboard/samples.py: villagers' committees 5 + 4 + 3 people, women 2 + 0 + 3
    # (of both townships).
    for name in ("4 换届结果/4 指标.xlsx", "5 指标快照/第1号 演示定格/指标.xlsx"):
        rows = [row for row in first_sheet_rows(members[name]) if row[0] == "全市" and row[2] == "已换届口径"]
        assert ["41.7", 5, 12] in [row[3:6] for row in rows], name
    sums = first_sheet_rows(members["5 指标快照/第1号 演示定格/乡镇合计.xlsx"])
    assert sums[0][:4] == ["填报单位", "乡镇（街道）", "委员会类型", "阶段"]
    people = sums[0].index("成员人数")
    place = [str(cast.unit), cast.township.name, "村民委员会", "当选"]
    assert [row[people] for row in sums if row[:4] == place] == [9]
    villages = first_sheet_rows(members["4 换届结果/3 当选（村、社区）.xlsx"])
    assert len(villages) == 1 + 6
    assert ["示例一村", 5, 2] in [[row[2], row[6], row[7]] for row in villages]


def test_no_draft_is_in_it(cast, tmp_path):
    make_term(cast)
    build_archive(cast, tmp_path / "a.zip")
    for name, content in read_members(tmp_path / "a.zip").items():
        if name.endswith(("docx", "xlsx")):
            assert SECRET not in office_text(content), name


def test_a_report_that_came_back_is_left_out(cast, tmp_path):
    report = make_term(cast)["report"]
    workflow.return_paper(report, by=cast.clerk, version=report.version, reason="请补充", correction_days=2)
    build_archive(cast, tmp_path / "a.zip")
    members = read_members(tmp_path / "a.zip")
    assert not [name for name in members if name.startswith("3 ")]
    assert not [
        name
        for name, content in members.items()
        if name.endswith(("docx", "xlsx")) and SENT in office_text(content)
    ]
    assert "请补充" in office_text(members["7 修改历史/0 流转记录.xlsx"])


def test_who_has_not_sent_stands_in_the_index(cast, tmp_path):
    make_term(cast)
    build_archive(cast, tmp_path / "a.zip")
    index = index_lines(read_members(tmp_path / "a.zip"))
    other = [line for name, line in index.items() if name.endswith(f" {cast.other_unit.printed_name}")]
    assert ["—", "—", "—", "未上报（草稿）"] in other


def test_the_index_tells_pages_bytes_and_sums(cast, tmp_path):
    make_term(cast)
    build_archive(cast, tmp_path / "a.zip")
    members = read_members(tmp_path / "a.zip")
    index, stem = index_lines(members), report_name(cast)
    listed_files = {name: line for name, line in index.items() if line[2] != "—"}
    assert set(listed_files) == set(members) - {"目录.xlsx", "校验.txt"}
    for name, (_, size, sha256, _) in listed_files.items():
        assert (size, sha256) == (len(members[name]), digest(members[name])), name
    # The form and 附页; the two pages of the PDF; pictures; 18 rows stand on two pages as issued.
    assert index[f"{stem}.docx"][0] == 2
    assert index[f"{stem} 附页/会议记录.pdf"][0] == 2
    assert index[f"{stem} 签字扫描件/签字.png"][0] == 1
    assert index["2 日程安排表/第2次/附件3 第2次 汇总.docx"][0] == 2
    assert index["1 通知/附件2 空白表.docx"][0] == 1
    assert index["4 换届结果/4 指标.xlsx"][0] == "—"


def test_a_table_of_the_archive_prints_as_wide_as_the_page_with_its_head_on_each():
    content = build_sheet(("序号", "文件"), [[1, "很长的名字" * 9]], clock.now())
    page = load_workbook(BytesIO(content)).active
    assert (page.page_setup.orientation, page.page_setup.paperSize) == ("landscape", 9)
    assert page.sheet_properties.pageSetUpPr.fitToPage
    assert (page.page_setup.fitToWidth, page.page_setup.fitToHeight) == (1, 0)
    assert page.print_title_rows == "$1:$1"


def test_sha256sum_is_content(cast, tmp_path):
    make_term(cast)
    build_archive(cast, tmp_path / "a.zip")
    with zipfile.ZipFile(tmp_path / "a.zip") as file:
        file.extractall(tmp_path)
    result = subprocess.run(
        ["sha256sum", "--check", "--strict", "--quiet", "校验.txt"],
        cwd=tmp_path,
        capture_output=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    (tmp_path / "目录.xlsx").write_bytes(b"another")
    result = subprocess.run(
        ["sha256sum", "--check", "校验.txt"], cwd=tmp_path, capture_output=True, check=False
    )
    assert result.returncode == 1


def test_the_same_data_make_the_same_bytes_on_another_day(cast, tmp_path, settings):
    make_term(cast)
    build_archive(cast, tmp_path / "a.zip")
    settings.GUIDANCE_TODAY = "2021-06-30"
    build_archive(cast, tmp_path / "b.zip")
    first, second = read_members(tmp_path / "a.zip"), read_members(tmp_path / "b.zip")
    assert [name for name in first if first[name] != second[name]] == []
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()


def test_another_figure_makes_other_bytes(cast, tmp_path):
    make_term(cast)
    first = build_archive(cast, tmp_path / "a.zip")
    village_return = VillageReturn.objects.get(village=cast.villages[0])
    village_return.women = 3
    village_return.save()
    assert build_archive(cast, tmp_path / "b.zip").sha256 != first.sha256


def test_a_lost_file_is_told_and_kills_nothing(cast, tmp_path):
    make_term(cast)
    for lost in ContinuationSheet.objects.order_by("pk"):
        get_path(lost.file.name).unlink()
    archive = build_archive(cast, tmp_path / "a.zip")
    members, stem = read_members(tmp_path / "a.zip"), report_name(cast)
    assert archive.lost == [f"{stem} 附页/会议记录.pdf", f"{stem} 附页/照片.png"]
    assert index_lines(members)[f"{stem} 附页/照片.png"] == ["—", "—", "—", "缺失：服务器上没有这个文件"]
    assert "照片.png（图片文件缺失）" in office_text(members[f"{stem}.docx"])
    assert f"{stem} 签字扫描件/签字.png" in members


def test_a_signature_under_an_older_text_is_marked(cast, tmp_path):
    scan = make_term(cast)["report"].signed_scans.get()
    scan.submitted_at = clock.now()
    scan.save()
    build_archive(cast, tmp_path / "a.zip")
    line = index_lines(read_members(tmp_path / "a.zip"))[f"{report_name(cast)} 签字扫描件/签字.png"]
    assert line[3] == "签的是之前上报的文本"


def test_the_history_tells_who_and_what(cast, tmp_path):
    make_term(cast)
    village_return = VillageReturn.objects.get(village=cast.villages[0])
    village_return.women = 3
    village_return._history_user = cast.clerk
    village_return._change_reason = "数错"
    village_return.save()
    build_archive(cast, tmp_path / "a.zip")
    members = read_members(tmp_path / "a.zip")
    rows = first_sheet_rows(members["7 修改历史/6 换届结果.xlsx"])
    assert rows[0][:6] == ["时间", "修改人", "类别", "对象", "操作", "栏目"]
    place = f"{cast.township.printed_name} 示例一村 当选"
    changes = [row[1:] for row in rows if row[4] == "修改" and row[3] == place]
    assert changes == [["示例clerk", "村（社区）换届结果", place, "修改", "其中女性", "2", "3", "数错"]]
    steps = first_sheet_rows(members["7 修改历史/0 流转记录.xlsx"])
    assert ["示例reporter", "日程安排表", f"{cast.unit} 第2次", "上报", "草稿", "已上报"] in [
        row[1:7] for row in steps
    ]


def test_of_a_paper_the_history_begins_when_it_was_sent(cast, tmp_path):
    report = make_report(cast.leader_person, cast.township, cast.leader, SECRET)
    report.overall_situation = SENT
    report.save()
    report = workflow.submit_paper(report, by=cast.leader, version=1)
    report = workflow.return_paper(
        report, by=cast.clerk, version=report.version, reason="补充", correction_days=2
    )
    report.overall_situation = "补充以后的话"
    report.save()
    workflow.submit_paper(report, by=cast.leader, version=report.version)
    build_archive(cast, tmp_path / "a.zip")
    content = read_members(tmp_path / "a.zip")["7 修改历史/5 情况统计表.xlsx"]
    changes = [row[5:8] for row in first_sheet_rows(content) if row[5] == "总体情况"]
    assert changes == [["总体情况", SENT, "补充以后的话"]]
    assert SECRET not in office_text(content)


def test_the_contacts_have_the_numbers(cast, tmp_path):
    build_archive(cast, tmp_path / "a.zip")
    rows = first_sheet_rows(read_members(tmp_path / "a.zip")["8 通讯录/通讯录.xlsx"])
    assert township_phone(cast) in [row[5] for row in rows if row[0] == "乡镇（街道）联络员"]
    assert cast.leader_person.name in [row[3] for row in rows if row[0] == "组长"]


def test_the_work_plan_is_a_word_file_that_opens(cast, tmp_path):
    build_archive(cast, tmp_path / "a.zip")
    with zipfile.ZipFile(tmp_path / "a.zip") as file, file.open("1 通知/工作方案.docx") as paper:
        document = Document(paper)
    lines = document.paragraphs[0].text.split("\n")
    assert "".join(lines) == cast.plan.title
    assert len(lines) == 3
    assert not [line for line in lines if line[0] in "）》"]  # as Chinese is set
    assert len(document.tables) == 3


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("../../etc/passwd", "／..／etc／passwd"),
        ("照片.JPG", "照片.JPG"),
        ('a:b*"c"?.pdf', "a：b＊＂c＂？.pdf"),
        ("...", "未命名"),
        ("长" * 200 + ".pdf", "长" * 76 + ".pdf"),
    ],
)
def test_names_stay_in_their_folder(name, expected):
    assert safe_file_name(name) == expected


def test_two_files_of_one_name_are_both_there(cast, tmp_path):
    report = make_report(cast.leader_person, cast.township, cast.leader, SENT)
    for _ in range(2):
        attach_file(report, "a/../照片.png", picture())
    workflow.submit_paper(report, by=cast.leader, version=1)
    build_archive(cast, tmp_path / "a.zip")
    names = [name for name in read_members(tmp_path / "a.zip") if "附页/" in name]
    folder = f"{report_name(cast)} 附页"
    assert names == [f"{folder}/a／..／照片.png", f"{folder}/a／..／照片（2）.png"]


def test_a_long_table_is_several_workbooks(cast, monkeypatch):
    monkeypatch.setattr("guidance.outputs.archives.members.MOST_ROWS", 2)
    members = list(table_members("表", ["数"], [[1], [2], [3]], clock.now()))
    assert [(member.name, first_sheet_rows(member.content)) for member in members] == [
        ("表.xlsx", [["数"], [1], [2]]),
        ("表（续1）.xlsx", [["数"], [3]]),
    ]
    assert [member.name for member in table_members("空", ["数"], [], clock.now())] == ["空.xlsx"]


def test_villages_cost_no_further_statements(cast, tmp_path):
    """A report costs three statements and its files none; villages, their returns and changes none."""
    make_term(cast)
    build_archive(cast, tmp_path / "a.zip")
    with CaptureQueriesContext(connection) as queries_before:
        build_archive(cast, tmp_path / "a.zip")
    for number in range(30):
        village = Village.objects.create(
            township=cast.township, name=f"示例{number}村", committee_type="villagers", sort_order=10 + number
        )
        store_return(cast.plan, village, people=5, women=2, held_on=date(2021, 1, 20))
    with CaptureQueriesContext(connection) as queries_after:
        build_archive(cast, tmp_path / "b.zip")
    assert len(queries_after) == len(queries_before)


def test_a_report_costs_three_statements(cast, tmp_path):
    make_term(cast)
    build_archive(cast, tmp_path / "a.zip")
    with CaptureQueriesContext(connection) as queries_before:
        build_archive(cast, tmp_path / "a.zip")
    for day in (2, 3, 4, 5):
        report = make_report(cast.leader_person, cast.township, cast.leader, SENT, day)
        workflow.submit_paper(report, by=cast.leader, version=1)
    with CaptureQueriesContext(connection) as queries_after:
        build_archive(cast, tmp_path / "b.zip")
    assert len(queries_after) - len(queries_before) == 4 * 3
