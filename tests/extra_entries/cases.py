"""The entries of plugin.py reach every page; run by tests/test_extra_entries.py in another process."""

import io
from datetime import date

import openpyxl
import pytest
from django.core.management import call_command

from guidance.reference.plans.choices import GuidanceMethod
from guidance.reporting.attachments.attachment2.parser import read_methods
from guidance.reporting.schedules.models import ScheduleLine
from guidance.reporting.visits.choices import InspectionPoint
from tests.days import FEB
from tests.oversight.dashboard.samples import store_return
from tests.oversight.meetings.samples import cell_fields, store_schedule
from tests.pages import read
from tests.reporting.attachments.upload_requests import newest_paper, upload_paper, word_document
from tests.reporting.schedules.sheet_pages import cell, cells, save_sheet

pytestmark = pytest.mark.django_db
LABEL = "村务监督委员会推选时间"


def test_the_column_needs_a_migration_of_its_fields_only(capsys, settings):
    settings.MIGRATION_MODULES = {}  # those that there are; tables of tests come from the models
    with pytest.raises(SystemExit):
        call_command("makemigrations", "--check", "--dry-run", no_color=True)
    lines = [line.strip() for line in capsys.readouterr().out.splitlines()[1:]]
    added = [line for line in lines if line.startswith("+ Add field supervision_")]
    assert len(added) == 2 * 6  # the line and its history
    others = [line for line in lines if line not in added and not line.startswith("guidance/")]
    constraint = "constraint supervision_span_in_order"
    assert all("Alter field column" in line or "constraint" in line for line in others), others
    assert any(constraint in line for line in others)


def test_form_and_sheet_take_the_column(cast, log_in):
    page = read(save_sheet(log_in(cast.reporter), cast.unit, cells(1, supervision="2.7", committee="2.8")))
    line = ScheduleLine.objects.get(township=cast.township)
    assert line.cell("supervision").span.start == date(2021, 2, 7)
    assert page.form(f"/schedules/2/{cast.unit.pk}/")[cell(cast.township, "supervision")] == ["2月7日"]
    assert LABEL in page.text
    wrong = read(save_sheet(log_in(cast.reporter), cast.unit, cells(1, supervision="2月30日")))
    assert f"第1行“{LABEL}”：没有“2月30日”这一天。" in wrong.text


def test_checks_hold_the_column_to_its_order(cast, log_in):
    page = read(save_sheet(log_in(cast.reporter), cast.unit, cells(1, federation="2.9", supervision="2.7")))
    assert f"第1行“{LABEL}”（2月7日）早于“村（社区）妇联换届选举大会时间”（2月9日），请核对。" in page.text


def test_rounds_may_ask_for_the_column(cast, log_in):
    rounds = read(log_in(cast.clerk).get("/schedules/rounds/"))
    assert "supervision" in rounds.form("/schedules/rounds/add/")["required_columns"]
    cast.round.required_columns = ["supervision"]
    cast.round.save()
    page = read(save_sheet(log_in(cast.reporter), cast.unit, cells(1, party="1.20")))
    assert f"第1行“{LABEL}”未填；未定的请填“待定”。" in page.text


def test_prints_have_the_column_and_are_read_back(cast, log_in):
    client = log_in(cast.reporter)
    save_sheet(client, cast.unit, cells(1, supervision="2.7"))
    assert "村务监督委员会 推选时间" in read(client.get(f"/schedules/2/{cast.unit.pk}/print/")).text
    book = client.get(f"/schedules/2/{cast.unit.pk}/attachment3.xlsx").content
    heads = [box.value for box in openpyxl.load_workbook(io.BytesIO(book))["数据"][1]]
    assert "监督委开始" in heads
    file = word_document(client.get(f"/schedules/2/{cast.unit.pk}/attachment3.docx"))
    table = file.tables[0]
    assert [box.text for box in table.rows[0].cells][-2:-1] == ["村务监督委员会\n推选时间"]
    table.cell(1, 5).text = "2月10日（实际）"
    upload_paper(client, file, round=cast.round.pk)
    page = read(client.get(f"/papers/{newest_paper().pk}/{cast.unit.pk}/"))
    form = page.form(f"/schedules/2/{cast.unit.pk}/")
    name = cell(cast.township, "supervision")
    assert (form[name], form[f"{name}_kind"]) == (["2月10日"], ["actual"])
    client.post(f"/papers/{newest_paper().pk}/store/")
    stored = ScheduleLine.objects.get(township=cast.township).cell("supervision")
    assert (stored.span.start, stored.is_actual) == (FEB[10], True)


def test_calendar_and_progress_have_the_column(cast, log_in):
    store_schedule(cast, {cast.township: cell_fields("supervision", FEB[7])})
    client = log_in(cast.clerk)
    assert "村务监督委员会推选会议" in read(client.get("/meetings/?view=list&month=2021-02")).text
    assert "supervision" in client.get("/meetings/").content.decode()
    store_return(cast.plan, cast.villages[0], seats=5, people=5, women=2, held_on=FEB[4])
    page = read(client.get("/dashboard/progress/?body=supervision"))
    assert "监督委换届已完成 1/6 个村（社区）" in page.text


def test_reports_take_the_method_and_the_point(cast, log_in):
    assert (GuidanceMethod("survey").label, InspectionPoint("funds").label) == ("问卷调查", "经费保障")
    page = log_in(cast.leader).get("/visits/new/").content.decode()
    assert 'value="survey"' in page
    assert 'value="funds"' in page
    assert 'value="survey"' in log_in(cast.clerk).get("/visits/").content.decode()  # the filter
    assert read_methods("实地走访、问卷调查（100份）") == (["field_visit", "survey"], "100份")
