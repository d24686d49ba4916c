"""The page 归档: what is missing, 制作归档, the progress, the zip."""

from datetime import timedelta

import pytest
from django.utils import timezone

from guidance.core import clock
from guidance.office.uploads.disk import write_whole
from guidance.outputs.archives.choices import JobState
from guidance.outputs.archives.models import ArchiveJob
from tests.outputs.archives.samples import make_term
from tests.pages import query_count, read

PAGE = "/archives/"
MAKE = "/archives/make/"


@pytest.fixture(autouse=True)
def nothing_is_started(monkeypatch):
    """Start no process; test_job tests that."""
    monkeypatch.setattr("guidance.outputs.archives.actions.start_job", lambda job: None)


def make_job(cast, **values):
    """An archive, by default one that is being made."""
    values = {"state": JobState.RUNNING, "heard_at": timezone.now(), "asked_at": clock.now()} | values
    return ArchiveJob.objects.create(plan=cast.plan, asked_by=cast.clerk, **values)


def test_it_works(cast, log_in):
    client = log_in(cast.clerk)
    assert "还没有做过归档" in read(client.get(PAGE)).text
    page = read(client.post(MAKE, read(client.get(PAGE)).form(MAKE), follow=True))
    assert "已开始制作归档" in page.text
    assert not page.has_form(MAKE)
    job = ArchiveJob.objects.get()
    assert (job.plan, job.asked_by, job.state) == (cast.plan, cast.clerk, JobState.WAITING)


def test_what_is_missing_is_told_before(cast, log_in):
    make_term(cast)
    page = read(log_in(cast.clerk).get(PAGE))
    # 12 units are asked in round 2 by the notice's links; one has sent.
    units = len({link.township.unit_id for link in cast.plan.link_set.select_related("township")})
    row = page.row("第2次日程安排表")
    assert row[1] == "不齐"
    assert f"应报{units}个，已报1个，未报{units - 1}个：" in row[2]
    assert page.row("情况统计表签字")[1:] == ["不齐", "已上报1份，没有签字扫描件1份 去查看"]
    assert page.row("未上报的草稿")[2] == "1份，不收入归档 去查看"
    assert page.row("退回未再报的")[1:] == ["齐", "没有"]
    assert page.row("换届结果")[2] == "应报6个村（社区），已报4个 去查看"
    assert page.row("数据定格")[2].startswith("第1次填报已截止，数据还没有定格 去查看")
    assert page.row("换届工作")[1:] == ["不齐", "2021年3月31日完成期限还没有到，之后的材料不在内"]
    assert {"/visits/?signed=no", "/visits/?status=draft", "/schedules/?round=2"} <= set(page.links)


def test_a_signature_completes_the_line(cast, log_in):
    report = make_term(cast)["report"]
    scan = report.signed_scans.get()
    scan.submitted_at = report.submitted_at
    scan.save()
    page = read(log_in(cast.clerk).get(PAGE))
    assert page.row("情况统计表签字")[1:] == ["齐", "已上报1份，都有签字扫描件"]


def test_a_second_press_shows_the_first(cast, log_in):
    make_job(cast)
    page = read(log_in(cast.clerk).post(MAKE, follow=True))
    assert "示例clerk要求的归档正在制作" in page.text
    assert ArchiveJob.objects.count() == 1


def test_how_far_it_is(cast, log_in):
    job = make_job(cast, done=30, total=120)
    client = log_in(cast.clerk)
    page = client.get(PAGE)
    assert f'data-archive="/archives/{job.pk}/progress/"' in page.content.decode()
    assert "已完成 25%（30 / 约 120 个文件）" in read(page).text
    assert PAGE in read(page).links  # without the script
    answer = client.get(f"/archives/{job.pk}/progress/")
    assert answer.json() == {"percent": 25, "done": 30, "total": 120, "under_way": True, "said": "正在制作"}
    assert "no-store" in answer["Cache-Control"]
    job.done = 500  # more than was thought: it is not finished before it is
    job.save()
    assert client.get(f"/archives/{job.pk}/progress/").json()["percent"] == 99


def test_one_that_died_is_told_and_can_be_made_again(cast, log_in):
    job = make_job(cast, heard_at=timezone.now() - timedelta(minutes=3))
    client = log_in(cast.clerk)
    assert client.get(f"/archives/{job.pk}/progress/").json()["under_way"] is False
    page = read(client.get(PAGE))
    assert "没有做成 制作中断（服务器可能重启过）" in page.text
    assert "已开始制作归档" in read(client.post(MAKE, page.form(MAKE), follow=True)).text
    assert ArchiveJob.objects.count() == 2


def test_the_zip_is_handed_out_under_its_name(cast, log_in):
    write_whole("archives/test.zip", b"PK made")
    values = {"size": 7, "sha256": "ab" * 32, "members": 5, "message": "缺失1个文件：照片.png，已记入目录。"}
    job = make_job(cast, state=JobState.DONE, file="archives/test.zip", **values)
    client = log_in(cast.clerk)
    page = read(client.get(PAGE))
    row = page.row("示例clerk")
    assert f"{cast.plan.name}归档.zip 缺失1个文件：照片.png" in row[0]
    assert row[3:] == ["5", "7 字节", "ab" * 32]
    assert "共占 7 字节" in page.text
    answer = client.get(f"/archives/{job.pk}/archive.zip")
    assert answer["Content-Type"] == "application/zip"
    assert "filename*=utf-8''2021" in answer["Content-Disposition"]
    assert b"".join(answer.streaming_content) == b"PK made"


def test_a_zip_that_is_gone_is_told(cast, log_in):
    job = make_job(cast, state=JobState.DONE, file="archives/gone.zip")
    page = read(log_in(cast.clerk).get(f"/archives/{job.pk}/archive.zip", follow=True))
    assert "这份归档的文件不在服务器上，请重新制作" in page.text


def test_one_that_is_not_made_cannot_be_had(cast, log_in):
    job = make_job(cast)
    assert "不在服务器上" in read(log_in(cast.clerk).get(f"/archives/{job.pk}/archive.zip", follow=True)).text


def test_without_a_plan_the_page_says_so(cast, log_in):
    cast.plan.is_current = False
    cast.plan.save()
    assert log_in(cast.clerk).get(PAGE).status_code == 403


def test_only_staff_have_the_tab(cast, log_in):
    assert PAGE in read(log_in(cast.clerk).get("/papers/")).links
    assert PAGE not in read(log_in(cast.leader).get("/papers/")).links


def test_many_archives_cost_the_same(cast, log_in):
    make_term(cast)
    make_job(cast, state=JobState.DONE, file="archives/test.zip")
    client = log_in(cast.clerk)
    client.get(PAGE)
    with query_count(15):
        client.get(PAGE)
    for _ in range(10):
        make_job(cast, state=JobState.DONE, file="archives/test.zip")
    with query_count(15):
        client.get(PAGE)
