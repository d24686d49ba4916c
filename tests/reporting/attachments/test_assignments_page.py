"""An uploaded Attachment 1: a preview of the new plan's links, which are written all or none."""

from datetime import date

import pytest

from guidance.core.records import Refused
from guidance.reference.people.models import Leader, Link, TownshipLiaison
from guidance.reference.plans.models import Plan
from guidance.reporting.attachments.attachment1 import actions as attachment1_actions
from guidance.reporting.attachments.attachment1 import matching as attachment1_matching
from guidance.reporting.attachments.choices import Attachment
from guidance.reporting.attachments.models import SKIP
from tests.pages import query_count, read
from tests.reporting.attachments.samples import HEAD1, store_links_paper, store_paper
from tests.reporting.attachments.upload_requests import newest_paper, upload_paper, word_document

pytestmark = pytest.mark.django_db


PLAIN = (
    *("title", "name", "issuer", "issued_on", "starts_on", "closes_on"),
    *("receiving_department", "contact_phone", "contact_email"),
)


@pytest.fixture
def clerk(cast, log_in):
    return log_in(cast.clerk)


@pytest.fixture
def new_plan(cast):
    """The plan of the next term, without links."""
    old = cast.plan
    return Plan.objects.create(
        document_number="示例〔2026〕1号",
        title="示例通知",
        name="2026年村（社区）妇联换届",
        issuer="示例机关",
        issued_on=date(2026, 1, 8),
        starts_on=date(2025, 10, 1),
        closes_on=date(2026, 3, 31),
        receiving_department="组联部",
        contact_phone=old.contact_phone,
        contact_email=old.contact_email,
    )


def paper_of(cast, *rows):
    return store_paper(Attachment.ATTACHMENT1, cast.clerk, [{"rows": [HEAD1, *rows]}])


def row_of(cast, order=1, leader="示例领导", post="示例副主席", liaison="示例员\n13900000001", place=""):
    return [str(order), leader, post, place or cast.township.printed_name, liaison]


def confirm_links(client, paper, page=None, **changes):
    address = f"/papers/{paper.pk}/links/"
    page = page or read(client.get(f"/papers/{paper.pk}/"))
    return client.post(address, page.form(address) | changes, follow=True)


def test_the_notices_own_paper_fills_the_new_plan(cast, clerk, new_plan):
    upload_paper(clerk, clerk.get("/assignments/attachment1.docx").content)
    paper = newest_paper()
    page = read(clerk.get(f"/papers/{paper.pk}/"))
    assert "将写入2026年村（社区）妇联换届的联系点" in page.text  # the plan that waits for its links
    assert [row[-1].split()[0] for row in page.rows[1:]] == ["新增"] * 18
    text = read(confirm_links(clerk, paper)).text
    assert "已写入2026年村（社区）妇联换届：新增联系点18个，写入联络员18名。" in text
    assert "系统已有" in text

    def written(plan):
        links = Link.objects.filter(plan=plan).order_by("order")
        liaisons = TownshipLiaison.objects.filter(plan=plan).order_by("township")
        return [
            list(links.values_list("order", "leader", "township", "valid_to")),
            list(liaisons.values_list("township", "name", "phone")),
        ]

    assert written(new_plan) == written(cast.plan)
    assert set(Link.objects.filter(plan=new_plan).values_list("valid_from", flat=True)) == {
        new_plan.issued_on
    }


def test_new_leaders_are_entered_once(cast, clerk, new_plan):
    Plan.objects.create(
        **{field: getattr(new_plan, field) for field in PLAIN}, document_number="示例〔2026〕2号"
    )
    second = cast.leader_person.links.exclude(township=cast.township).first().township
    paper = paper_of(cast, row_of(cast), row_of(cast, 2, place=second.printed_name, liaison=""))
    page = read(clerk.get(f"/papers/{paper.pk}/"))
    assert "示例领导 新增" in page.text
    assert "没有填联络员。" in page.text
    text = read(confirm_links(clerk, paper)).text
    assert "新增联系点2个，新增领导班子成员1名，写入联络员1名" in text
    leader = Leader.objects.get(name="示例领导")
    assert (leader.post_full, leader.post_short) == ("示例副主席", "示例副主席")
    assert leader.links.count() == 2
    assert [liaison.township for liaison in TownshipLiaison.objects.filter(plan=new_plan)] == [cast.township]
    paper_page = read(clerk.get(f"/papers/{paper.pk}/")).text
    assert (
        "将写入2026年村（社区）妇联换届的联系点" in paper_page
    )  # where it went, though another plan waits by now


def test_a_row_may_be_left_out(cast, clerk, new_plan):
    other = row_of(cast, 2, place=cast.other_township.printed_name)
    paper = paper_of(cast, row_of(cast, place="示例不存在乡"), other)
    clerk.post(f"/papers/{paper.pk}/decide/", {"row-0": SKIP})
    confirm_links(clerk, paper)
    assert [link.township for link in Link.objects.filter(plan=new_plan)] == [cast.other_township]


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"place": "示例不存在乡"}, "没有认出乡镇（街道）“示例不存在乡”。"),
        ({"leader": ""}, "没有领导班子成员姓名。"),
        ({"post": ""}, "“示例领导”是新的领导班子成员，请写明单位职务。"),
        ({"leader": "长" * 31}, "姓名最长30字，职务最长60字。"),
        ({"liaison": "示例员 1390000000"}, "联络员一栏“示例员1390000000”里的电话号码不完整，请核对。"),
        ({"order": 10000}, "序号须为1至9999。"),
    ],
)
def test_a_row_that_cannot_be_written_says_why_and_none_is(cast, clerk, new_plan, changed, reason):
    other = row_of(cast, 2, place=cast.other_township.printed_name)
    paper = paper_of(cast, row_of(cast, **changed), other)
    page = read(clerk.get(f"/papers/{paper.pk}/"))
    assert f"第1个表格第2行：{reason}" in page.text
    assert "有 1 行不能写入。" in page.text
    assert not page.has_form(f"/papers/{paper.pk}/links/")
    clerk.post(f"/papers/{paper.pk}/links/", {"plan": new_plan.pk, "valid_from": "2026-01-08"})
    assert not Link.objects.filter(plan=new_plan).exists()
    assert not Leader.objects.filter(name="示例领导").exists()


def test_a_township_or_a_number_twice_is_told(cast, clerk, new_plan):
    paper = paper_of(cast, row_of(cast), row_of(cast))
    page = read(clerk.get(f"/papers/{paper.pk}/")).text
    assert f"第1个表格第3行：{cast.township.printed_name}与第1个表格第2行重复。" in page
    assert "序号1与第1个表格第2行重复。" in page


def test_a_township_that_another_leader_guides_is_handed_over_elsewhere(cast, clerk):
    paper = paper_of(cast, row_of(cast))
    page = read(clerk.get(f"/papers/{paper.pk}/?plan={cast.plan.pk}")).text
    assert f"已由{cast.leader_person}联系；更换领导请在联系点安排中办理接替。" in page


def test_another_number_for_a_link_is_refused(cast, clerk):
    person = cast.leader_person
    paper = paper_of(cast, row_of(cast, 30, person.name, person.post_short))
    page = read(clerk.get(f"/papers/{paper.pk}/?plan={cast.plan.pk}")).text
    assert "已是联系点，序号为1；改序号请在系统管理中修改。" in page
    paper = paper_of(cast, row_of(cast, 7, person.name, person.post_short))
    page = read(clerk.get(f"/papers/{paper.pk}/?plan={cast.plan.pk}")).text
    assert f"序号7已是{cast.other_township.printed_name}的。" in page


def test_a_liaisons_new_number_is_shown_beside_the_old_and_keeps_its_history(cast, clerk):
    paper = store_links_paper(cast.clerk, cast.township, "13900000002")
    old = TownshipLiaison.objects.get(township=cast.township)
    page = read(clerk.get(f"/papers/{paper.pk}/"))
    assert f"原为 {old.name} {old.phone}" in page.text
    assert "已写入2021年村（社区）妇联换届：写入联络员1名。" in read(confirm_links(clerk, paper)).text
    new = TownshipLiaison.objects.get(township=cast.township)
    assert (new.pk, new.phone) == (old.pk, "13900000002")
    assert new.history.first().prev_record is None or new.history.first().prev_record.phone == old.phone
    assert Link.objects.filter(plan=cast.plan).count() == 18


def test_the_number_of_key_villages_is_read_and_updated(cast, clerk):
    person, liaison = cast.leader_person, TownshipLiaison.objects.get(township=cast.township)
    row = row_of(cast, 1, person.name, person.post_short, f"{liaison.name}\n{liaison.phone}")
    row[3] += "（5）"
    paper = paper_of(cast, row)
    assert "更新重难点村数量1处" in read(confirm_links(clerk, paper)).text
    assert Link.objects.get(township=cast.township).key_village_count == 5


def test_an_unknown_township_is_named_by_the_clerk(cast, clerk, new_plan):
    paper = paper_of(cast, row_of(cast, place="示例不存在乡"))
    clerk.post(f"/papers/{paper.pk}/decide/", {"row-0": cast.township.pk})
    assert "新增联系点1个" in read(confirm_links(clerk, paper)).text
    assert Link.objects.get(plan=new_plan).township == cast.township


def test_what_changed_after_the_preview_is_not_written_unseen(cast, clerk, new_plan):
    paper = paper_of(cast, row_of(cast))
    page = read(clerk.get(f"/papers/{paper.pk}/"))
    Link.objects.create(
        plan=new_plan, township=cast.township, leader=cast.leader_person, order=1, valid_from=date(2026, 1, 9)
    )
    text = read(confirm_links(clerk, paper, page)).text
    assert "核对之后数据又有变化，没有写入" in text
    assert Link.objects.filter(plan=new_plan).count() == 1


def test_a_second_press_writes_nothing_more(cast, clerk, new_plan):
    paper = paper_of(cast, row_of(cast))
    page = read(clerk.get(f"/papers/{paper.pk}/"))
    confirm_links(clerk, paper, page)
    assert "没有写入" in read(confirm_links(clerk, paper, page)).text
    assert Link.objects.filter(plan=new_plan).count() == 1


@pytest.mark.parametrize(
    ("day", "message"),
    [
        ("", "请填写起始日期。"),
        ("明天", "请填写日期，如 2021-01-13。"),
        ("2027-01-01", "起始日期晚于换届完成期限"),
        ("2020-01-01", "起始日期早于通知印发一年以上"),
    ],
)
def test_the_first_day_has_to_fit_the_plan(cast, clerk, new_plan, day, message):
    paper = paper_of(cast, row_of(cast))
    assert message in read(confirm_links(clerk, paper, valid_from=day)).text
    assert not Link.objects.filter(plan=new_plan).exists()


def test_two_leaders_of_one_name_are_told_apart_by_their_posts(cast, clerk, new_plan):
    for post in ("示例主席", "示例副主席"):
        Leader.objects.create(name="示例领导", post_full=post, post_short=post)
    unclear = read(clerk.get(f"/papers/{paper_of(cast, row_of(cast, post='示例委员')).pk}/")).text
    assert "有2位领导班子成员叫“示例领导”，请在文件里写明职务。" in unclear
    confirm_links(clerk, paper_of(cast, row_of(cast)))
    assert Link.objects.get(plan=new_plan).leader.post_full == "示例副主席"


def test_nothing_hindered_or_new_is_refused_by_the_action(cast):
    paper = store_links_paper(
        cast.clerk, cast.township, TownshipLiaison.objects.get(township=cast.township).phone
    )
    fingerprint = attachment1_matching.preview_links(paper, cast.clerk, cast.plan).fingerprint
    with pytest.raises(Refused, match="系统都已有"):
        attachment1_actions.store_links(
            paper, plan=cast.plan, valid_from=date(2021, 2, 5), seen=fingerprint, by=cast.clerk
        )


def test_an_unknown_plan_is_not_found(cast, clerk):
    assert (
        clerk.get(f"/papers/{store_links_paper(cast.clerk, cast.township).pk}/?plan=999").status_code == 404
    )


def test_the_preview_costs_the_same_for_all_rows(cast, clerk):
    single = store_links_paper(cast.clerk, cast.township)
    upload_paper(clerk, word_document(clerk.get("/assignments/attachment1.docx")))
    whole = newest_paper()
    clerk.get(f"/papers/{single.pk}/")
    for paper in (single, whole):
        with query_count(16):
            clerk.get(f"/papers/{paper.pk}/")
