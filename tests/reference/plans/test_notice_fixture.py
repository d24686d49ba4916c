"""The fixture holds what the notice says; each fact is read from the notice's text and compared.

Names of people and their phone numbers stand in the two fixtures alone, so the tests read them there.
"""

import re
from datetime import date

import pytest
from django.core import serializers
from django.core.management import call_command

from guidance.reference.people.models import (
    GroupMember,
    GuidanceGroup,
    Leader,
    Link,
    MunicipalLiaison,
    TownshipLiaison,
)
from guidance.reference.places.models import ReportingUnit, Township
from guidance.reference.plans.choices import ScheduleColumn
from guidance.reference.plans.details import PrintedText
from guidance.reference.plans.models import Milestone, Plan, ReportingRound, Target
from tests.reference.plans.notice_text import (
    ATTACHMENT_1,
    ATTACHMENT_3,
    FLAT,
    TEXT,
    cells,
    groups_in_text,
    notice_groups,
    section_between,
    without_headers,
)

pytestmark = pytest.mark.django_db

MODELS = (
    *(Plan, Target, Milestone, ReportingRound, PrintedText, ReportingUnit, Township),
    *(Leader, MunicipalLiaison, GuidanceGroup, GroupMember, TownshipLiaison, Link),
)

DIVISION_CODES = dict(
    zip(
        ("城中区", "鱼峰区", "柳南区", "柳北区", "柳江区", "柳城县", "鹿寨县", "融安县", "融水县", "三江县"),
        ("450202", "450203", "450204", "450205", "450206", "450222", "450223", "450224", "450225", "450226"),
        strict=True,
    )
)
TOWNSHIP_CODES = (
    *("450224204", "450224200", "450225106", "450225201", "450206100", "450206103"),
    *("450222200", "450223202", "450203005"),
    *("450226101", "450226206", "450205101", "450205102", "450203008"),
    *("450202005", "450204100", "450204101", "450203100"),
)


@pytest.fixture
def notice(db: None) -> Plan:
    """Return the plan as loaded into the empty database of the tests; see tests/conftest.py."""
    return Plan.objects.get()


def test_it_is_the_plan_of_this_notice(notice: Plan):
    issuer, number = TEXT.split("\n")[:2]
    issued = notice_groups(r"\n {10,}(\d{4})年(\d+)月(\d+)日\n", TEXT)
    assert (notice.issuer, notice.document_number) == (issuer, number)
    assert notice.issued_on == date(*map(int, issued))
    (title,) = notice_groups(r"(关于印发《.*?》的通知)")
    assert notice.title == issuer + title
    assert "2020年第四季度启动" in FLAT
    assert notice.starts_on == date(2020, 10, 1)
    assert "于2021年第一季度完成" in FLAT
    assert notice.closes_on == date(2021, 3, 31)
    assert notice.is_current


def test_it_requires_what_the_notice_requires(notice: Plan):
    least, most = notice_groups(r"至少深入联系乡镇（街道）开展(\d)—(\d)次调研走访")
    assert (notice.visits_min, notice.visits_recommended) == (int(least), int(most))
    assert notice.observations_min == int(*notice_groups(r"观摩指导至少(\d)个村或者社区"))
    assert "至少分别听取一次联系乡镇（街道）" in FLAT
    assert notice.hearings_per_milestone == 1
    scopes = (notice.visits_scope, notice.observations_scope, notice.hearings_scope)
    assert scopes == ("per_leader", "per_leader", "per_township")
    assert "每次联系指导结束后的第二天" in FLAT
    assert notice.report_due_days == 1


def test_the_receiver_is_the_one_of_the_notes(notice: Plan):
    contact = notice_groups(r"前报送(\S+?)，联系电话：(\d+)，邮箱：(\S+?)。")
    assert (notice.receiving_department, notice.contact_phone, notice.contact_email) == contact


def test_targets_have_the_figures_and_words_of_section_one():
    figures = notice_groups(
        r"主席(\d+)%进入.*?村委会成员中女性比例达到(\d+)%以上，村委会主任中女性比例达到(\d+)%以上；"
        r"社区居委会成员中女性比例达到(\d+)%左右，社区居委会主任中女性比例达到(\d+)%以上。"
    )
    targets = list(Target.objects.order_by("sort_order"))
    assert [target.value_bp for target in targets] == [*(int(figure) * 100 for figure in figures), None]
    assert [(target.indicator, target.operator, target.committee_type) for target in targets] == [
        ("chair_in_two_committees", "all", ""),
        ("village_women_members", "at_least", "villagers"),
        ("village_women_directors", "at_least", "villagers"),
        ("community_women_members", "about", "residents"),
        ("community_women_directors", "at_least", "residents"),
        ("chair_full_subsidy", "none", ""),
    ]
    assert [target.tolerance_bp for target in targets] == [0, 0, 0, 500, 0, 0]
    assert [target.effort for target in targets] == ["ensure"] * 5 + ["implement"]
    assert [target.sort_order for target in targets] == [1, 2, 3, 4, 5, 6]
    for target in targets:
        assert target.wording in FLAT


def test_milestones_are_the_three_days_of_section_four():
    sentence = FLAT.split("日程安排，在", 1)[1].split("三个时间节点前", 1)[0]
    named_days = re.findall(r"(.+?)（(\d+)月(\d+)日前）、?", sentence)
    expected = [(name, date(2021, int(month), int(day))) for name, month, day in named_days]
    assert len(expected) == 3
    milestones = list(Milestone.objects.order_by("due_on"))
    assert [(milestone.name, milestone.due_on) for milestone in milestones] == expected
    # 全面铺开 is under way everywhere, not finished: later elections are not late.
    kinds = ["rollout" if name.endswith("全面铺开") else "deadline" for name, _ in expected]
    assert [milestone.kind for milestone in milestones] == kinds


def test_rounds_are_those_of_the_note_under_attachment_3():
    year, *days = notice_groups(r"分别于(\d{4})年(\d+)月(\d+)日、(\d+)月(\d+)日、(\d+)月(\d+)日前报送")
    expected = [
        date(int(year), int(month), int(day)) for month, day in zip(days[::2], days[1::2], strict=True)
    ]
    rounds = list(ReportingRound.objects.order_by("number"))
    assert [round_.due_on for round_ in rounds] == expected
    assert [round_.number for round_ in rounds] == [1, 2, 3]
    assert [round_.opens_on for round_ in rounds] == [date(2021, 1, 13), date(2021, 1, 16), date(2021, 2, 11)]
    columns = [column.value for column in ScheduleColumn]
    assert [round_.required_columns for round_ in rounds] == [columns[:1], columns[:2], columns]


def test_units_are_ten_federations_and_two_departments():
    units = {unit.short_name: unit for unit in ReportingUnit.objects.all()}
    in_groups = [name for group in groups_in_text() for name in group["units"]]
    assert sorted(units) == sorted(in_groups)
    in_order = ReportingUnit.objects.order_by("group_order").values_list("group_order", "short_name")
    assert list(in_order) == list(enumerate(in_groups, 1))
    codes = {name: unit.division_code for name, unit in units.items() if unit.kind != "new_area"}
    assert codes == DIVISION_CODES
    areas = [unit for unit in units.values() if unit.kind == "new_area"]
    addressees = notice_groups(r"各县区妇联、(.+?)，市妇联机关各部室：")[0].split("、")
    assert sorted(unit.official_name for unit in areas) == sorted(addressees)
    assert [unit.division_code for unit in areas] == ["", ""]
    kinds = {name: unit.kind for name, unit in units.items() if unit.kind != "new_area"}
    assert kinds == {name: "county" if name.endswith("县") else "district" for name in kinds}


def test_units_have_their_official_names():
    official = dict(ReportingUnit.objects.values_list("short_name", "official_name"))
    assert official["融水县"] == "融水苗族自治县妇女联合会"
    assert official["三江县"] == "三江侗族自治县妇女联合会"
    assert official["柳江区"] == "柳江区妇女联合会"


def test_attachments_print_their_own_unit_names_and_order():
    prefixes = [row[5].removesuffix("：") for row in without_headers(ATTACHMENT_3) if row[5]]
    units = ReportingUnit.objects.order_by("attachment_order")
    assert [unit.printed_name for unit in units] == prefixes
    assert [unit.attachment_order for unit in units] == list(range(1, 13))


def test_groups_are_those_of_section_two(notice: Plan):
    groups = list(GuidanceGroup.objects.order_by("number"))
    expected = groups_in_text()
    assert len(groups) == len(expected) == 4
    for group, group_in_text in zip(groups, expected, strict=True):
        assert (group.leader.name, group.leader.post_full) == group_in_text["leader"]
        liaison = group.municipal_liaison
        assert (liaison.name, liaison.post_full) == group_in_text["liaison"]
        members = list(group.members.order_by("unit__group_order"))
        assert [(member.name, member.post) for member in members] == group_in_text["members"]
        units = list(group.units.order_by("group_order"))
        assert [unit.short_name for unit in units] == group_in_text["units"]
        # Each member stands for the unit at the same place in the list.
        assert [member.unit for member in members] == units
        assert all(member.post.startswith(member.unit.short_name) for member in members)


def test_leaders_have_their_short_posts():
    posts_in_text = {row[1]: row[2] for row in without_headers(ATTACHMENT_1) if row[1]}
    leaders = Leader.objects.order_by("sort_order")
    assert {leader.name: leader.post_short for leader in leaders} == posts_in_text
    assert [(leader.sort_order, leader.name) for leader in leaders] == list(enumerate(posts_in_text, 1))


def test_links_are_the_rows_of_attachment_1(notice: Plan):
    rows_in_text, leader = [], ""
    for number, name, _, township, liaison in without_headers(ATTACHMENT_1):
        leader = name or leader  # an empty cell is one with the cell above
        person, phone = notice_groups(r"^(\D+?)\s*(1\d{10})$", liaison)
        rows_in_text.append(
            (int(number), leader, township.replace("\n", ""), re.sub(r"\s", "", person), phone)
        )
    links = Link.objects.in_plan(notice).select_related("leader", "township__unit")
    liaisons = {
        township_liaison.township_id: township_liaison for township_liaison in TownshipLiaison.objects.all()
    }
    stored_rows = [
        (
            *(link.order, link.leader.name, link.township.printed_name),
            *(liaisons[link.township_id].name, liaisons[link.township_id].phone),
        )
        for link in links
    ]
    assert stored_rows == rows_in_text
    assert len(stored_rows) == len(liaisons) == 18
    assert {(link.valid_from, link.valid_to, link.key_village_count) for link in links} == {
        (date(2021, 1, 13), None, None)
    }


def test_attachment_3_has_the_same_rows_in_the_same_order(notice: Plan):
    table = without_headers(ATTACHMENT_3)
    rows_in_text = [(int(row[0]), row[1].replace("\n", "")) for row in table]
    links = list(Link.objects.in_plan(notice).select_related("township__unit"))
    assert [(link.order, link.township.printed_name) for link in links] == rows_in_text
    # The completion cell of a unit stands in the first of its rows and covers the rest.
    units = [link.township.unit.printed_name for link in links]
    unit_cells = [f"{unit}：" if unit not in units[:i] else "" for i, unit in enumerate(units)]
    assert [row[5] for row in table] == unit_cells


def test_townships_have_their_codes_kinds_and_official_names(notice: Plan):
    townships = [link.township for link in Link.objects.in_plan(notice).select_related("township")]
    assert tuple(township.code for township in townships) == TOWNSHIP_CODES
    kinds = {"镇": "town", "乡": "township", "道": "subdistrict"}
    assert [township.kind for township in townships] == [kinds[township.name[-1]] for township in townships]
    renamed = {
        township.name: township.official_name
        for township in townships
        if township.name != township.official_name
    }
    assert renamed == {"古砦乡": "古砦仫佬族乡"}


def test_two_townships_report_through_the_new_areas_under_codes_of_another_district():
    elsewhere = {
        township.name: (township.code, township.unit.printed_name)
        for township in Township.objects.select_related("unit")
        if township.code[:6] != township.unit.division_code
    }
    assert elsewhere == {"雒容镇": ("450203100", "柳东新区"), "阳和街道": ("450203008", "阳和工业新区")}
    assert {code[:6] for code, _ in elsewhere.values()} == {DIVISION_CODES["鱼峰区"]}


def test_names_are_stored_clean():
    people = [*Leader.objects.all(), *MunicipalLiaison.objects.all()]
    people += [*GroupMember.objects.all(), *TownshipLiaison.objects.all()]
    assert len(people) == 38
    assert all(re.fullmatch(r"[\u4e00-\u9fff]{2,3}", person.name) for person in people)


def test_headers_are_printed_as_issued():
    texts = dict(PrintedText.objects.values_list("slot", "as_issued"))
    headers = [row for row in ATTACHMENT_1 if row[0] == "序号"]
    names = ["order", "leader", "post", "township", "liaison"]
    page_1 = [texts[f"attachment1.header.{name}"] for name in names]
    page_2 = [
        texts.get(f"attachment1.page2.header.{name}", text) for name, text in zip(names, page_1, strict=True)
    ]
    assert [page_1, page_2] == headers
    names = ["order", "township", "party", "committee", "federation", "completion"]
    page = [texts[f"attachment3.header.{name}"] for name in names]
    assert [row for row in ATTACHMENT_3 if row[0] == "序号"] == [page, page]


def test_attachment_2_has_its_five_boxes():
    texts = dict(PrintedText.objects.values_list("slot", "as_issued"))
    labels = cells(section_between("附件2", "备注："))[1::2]
    boxes = ("visit", "overall_situation", "issues_found", "good_practices", "recommendations")
    assert [texts[f"attachment2.label.{box}"] for box in boxes] == labels
    assert cells(section_between("附件2", "备注："))[4::2] == [texts["attachment2.continuation"]] * 4


def test_every_printed_text_stands_in_its_attachment():
    ends = {"1": "附件2", "2": "附件3", "3": "\0"}  # the last one has no next
    printed = {
        number: "\n".join([f"附件{number}", *cells(section_between(f"附件{number}", end))])
        for number, end in ends.items()
    }
    assert PrintedText.objects.count() == 30
    for text in PrintedText.objects.all():
        assert text.as_issued in printed[text.slot[len("attachment")]], text.slot


def test_corrections_are_the_three_slips_of_the_notice(notice: Plan):
    slips = {
        "attachment1.page2.header.township": ("及\n重难点村数量", ""),
        "attachment2.title": ("领导小组", "领导班子"),
        "attachment3.title": ("换届换届", "换届"),
    }
    corrected = {text.slot: text for text in PrintedText.objects.exclude(corrected="")}
    assert set(corrected) == set(slips)
    for slot, (slip, correction) in slips.items():
        text = corrected[slot]
        assert slip in text.as_issued
        assert text.corrected == text.as_issued.replace(slip, correction)
    assert not PrintedText.objects.exclude(custom="").exists()
    assert notice.printed_wording == "as_issued"


def rows_held() -> str:
    """Return every row of the plan with its primary key."""
    return serializers.serialize("json", [row for model in MODELS for row in model.objects.order_by("pk")])


def test_it_loads_twice_without_harm():
    rows_before = rows_held()
    history = GuidanceGroup.history.count()
    call_command("loaddata", "notice_2021", verbosity=0)
    assert rows_held() == rows_before
    assert GuidanceGroup.history.count() == history


def test_what_is_loaded_is_valid():
    for model in MODELS:
        for row in model.objects.all():
            row.full_clean()
