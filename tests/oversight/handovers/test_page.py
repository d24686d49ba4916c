"""/assignments/handover/, and what other pages show of a handover."""

from datetime import date

import pytest

from guidance.core.access import Role
from guidance.oversight.meetings.models import MeetingObserver
from guidance.reference.accounts.models import RoleGrant
from guidance.reference.people.models import GuidanceGroup, Leader, Link
from guidance.reference.people.posts import Handover
from tests.cast import make_user
from tests.oversight.handovers.samples import DAY, all_links, record_handover, store_report
from tests.pages import query_count, read

ADDRESS, RECORD = "/assignments/handover/", "/assignments/handover/record/"


class TestThePage:
    """Staff register and undo handovers."""

    @pytest.fixture
    def clerk(self, cast, log_in):
        return log_in(cast.clerk)

    def filled_form(self, clerk, group, post="leader", **changes):
        whom = f"{post}-{group.pk}"
        form = read(clerk.get(ADDRESS, {"whom": whom})).form(ADDRESS)
        return form | {"from_on": "2021-02-20", "reason": "因工作调整"} | changes

    def test_it_works(self, cast, clerk, group):
        open_one = store_report(cast, date(2021, 2, 4))
        MeetingObserver.objects.create(plan=cast.plan, township=cast.township, leader=cast.leader_person)
        typed = self.filled_form(clerk, group, name="示例新任", post_full="柳州市妇联示例副主席")
        page = read(clerk.post(ADDRESS, typed))
        for words in ("还没有登记", "移交的联系点 6 个", "柳州市妇联示例副主席", "“我去观摩”的安排"):
            assert words in page.text
        assert f"/visits/{open_one.pk}/" in page.links
        assert not Handover.objects.exists()
        record_page = read(clerk.post(RECORD, page.form(RECORD), follow=True))
        assert "已登记：指导一组组长2月20日起由示例新任接替，移交联系点6个。" in record_page.text
        assert "系统管理 → 用户" in record_page.text
        row = record_page.row("指导一组组长")
        assert row[1:5] == ["2月20日（星期六） 未到", cast.leader_person.name, *row[3:4], "还没有"]
        assert row[3] == "示例新任 柳州市妇联示例副主席"
        new_leader = Leader.objects.get(name="示例新任")
        assert (new_leader.post_short, new_leader.sort_order) == ("柳州市妇联示例副主席", 1)
        RoleGrant.objects.create(user=make_user("new"), role=Role.LEADER, leader=new_leader)
        assert read(clerk.get(ADDRESS)).row("指导一组组长")[4] == "已有"

    def test_pressed_twice(self, cast, clerk, group):
        typed = self.filled_form(clerk, group, name="示例新任", post_full="示例职务")
        form = read(clerk.post(ADDRESS, typed)).form(RECORD)
        for _ in range(2):
            assert "已登记" in read(clerk.post(RECORD, form, follow=True)).text
        assert (Handover.objects.count(), Leader.objects.filter(name="示例新任").count()) == (1, 1)
        assert Link.objects.filter(valid_from=DAY).count() == 6

    def test_a_part_pressed_twice(self, cast, clerk, group):
        link = Link.objects.get(order=1)
        typed = self.filled_form(
            clerk, group, successor=cast.other_leader_person.pk, extent="part", links=[link.pk]
        )
        form = read(clerk.post(ADDRESS, typed)).form(RECORD)
        for _ in range(2):
            assert "移交联系点1个" in read(clerk.post(RECORD, form, follow=True)).text
        assert Link.objects.filter(township=cast.township).count() == 2
        page = read(clerk.get(ADDRESS))
        assert "单独移交的联系点 1 个" in page.text
        new = Link.objects.get(township=cast.township, valid_from=DAY)
        for _ in range(2):
            clerk.post(f"{ADDRESS}links/{new.pk}/undo/")
        link.refresh_from_db()
        assert (link.valid_to, Link.objects.filter(township=cast.township).count()) == (None, 1)

    def test_back_to_the_form_with_everything_typed(self, cast, clerk, group):
        typed = self.filled_form(clerk, group, name="示例新任", post_full="示例职务")
        form = read(clerk.post(ADDRESS, typed)).form(RECORD)
        form_again = read(clerk.post(ADDRESS, form | {"edit": "yes"})).form(ADDRESS)
        for name in ("name", "post_full", "from_on", "reason", "extent", "whom"):
            assert form_again[name] in ([typed[name]], typed[name]), name

    def test_later_reports_are_ticked_one_by_one(self, cast, clerk, group):
        later = store_report(cast, date(2021, 2, 5))
        typed = self.filled_form(clerk, group, from_on="2021-02-05", name="示例新任", post_full="示例职务")
        form = read(clerk.post(ADDRESS, typed)).form(RECORD)
        page = read(clerk.post(RECORD, form))
        assert "请逐份核对，勾选确认后再登记" in page.text
        assert not Handover.objects.exists()
        clerk.post(RECORD, page.form(RECORD) | {"confirmed": [str(later.pk)]})
        assert Handover.objects.get().from_on == date(2021, 2, 5)

    @pytest.mark.parametrize(
        ("changes", "message"),
        [
            ({}, "请选择接任人"),
            ({"name": "示例新任"}, "新的人员须填写姓名和职务"),
            ({"post_full": "示例职务"}, "新的人员须填写姓名和职务"),
            ({"name": "示" * 31, "post_full": "示例职务"}, "现有31字，不能超过30字"),
            ({"name": "示例", "post_full": "示例职务", "from_on": "2月30日"}, "请填写有效的日期"),
            ({"name": "示例", "post_full": "示例职务", "from_on": "9999-12-31"}, "须在本次换届期间"),
            ({"name": "示例", "post_full": "示例\x00职务"}, "空字符"),
            ({"successor": "999999"}, "请从列表中选择接任人"),
            ({"extent": "some"}, "请从列表中选择"),
            ({"extent": "part", "links": ["x"]}, "勾选的联系点已有变化"),
        ],
    )
    @pytest.mark.parametrize("address", [ADDRESS, RECORD])
    def test_bad_input(self, clerk, group, address, changes, message):
        links_before = all_links()
        page = clerk.post(address, self.filled_form(clerk, group, **changes))
        assert page.status_code == 200
        assert message in read(page).text
        assert (all_links(), Handover.objects.count()) == (links_before, 0)

    def test_chosen_and_typed(self, cast, clerk, group):
        typed = self.filled_form(clerk, group, successor=cast.other_leader_person.pk, name="示例新任")
        assert "请只留一项" in read(clerk.post(ADDRESS, typed)).text

    @pytest.mark.parametrize("whom", ["", "leader", "leader-x", "leader-999999", "cook-1", "leader-²"])
    def test_an_odd_choice_shows_the_page(self, clerk, whom):
        page = read(clerk.get(ADDRESS, {"whom": whom}))
        assert "登记接替" in page.text
        assert not page.has_form(ADDRESS)

    def test_taking_back(self, cast, clerk, group, successor):
        record_handover(cast, group, successor)
        address = f"{ADDRESS}{Handover.objects.get().pk}/undo/"
        for _ in range(2):
            assert "已撤销" in read(clerk.post(address, follow=True)).text
        assert not Handover.objects.exists()

    def test_the_cost_does_not_grow_with_what_is_recorded(self, cast, clerk, group, successor):
        clerk.get(ADDRESS)
        record_handover(cast, group, successor, from_on=date(2021, 2, 10))
        with query_count(14):
            clerk.get(ADDRESS)
        record_handover(cast, group, cast.other_leader_person)
        record_handover(cast, GuidanceGroup.objects.get(number=3), successor)
        with query_count(14):
            clerk.get(ADDRESS)


class TestOtherPages:
    """Attachment 1 and the desk show a handover."""

    def test_attachment_1_before_and_after(self, cast, group, successor, set_today, log_in):
        record_handover(cast, group, successor)
        text = read(log_in(cast.clerk).get("/assignments/")).text
        assert text.count("2月20日起由示例接任接替") == 2  # beside her rows, and in the group
        set_today(DAY)
        page = read(log_in(cast.clerk).get("/assignments/"))
        assert f"示例接任 示例副主席 接替{cast.leader_person.name}（2月20日起）" in page.text
        assert page.rows[1][1:3] == ["示例接任", "示例副主席"]
        assert len(page.rows) == 19

    def test_attachment_1_with_a_part(self, cast, group, log_in):
        record_handover(
            cast, group, cast.other_leader_person, links=frozenset([Link.objects.get(order=2).pk])
        )
        row = read(log_in(cast.clerk).get("/assignments/")).row("融安县雅瑶乡")
        assert f"融安县雅瑶乡 2月20日起由{cast.other_leader_person}联系" in row

    def test_the_desk_of_who_has_gone_and_of_who_will_come(
        self, cast, group, successor, heir, set_today, log_in
    ):
        record_handover(cast, group, successor)
        assert "接替" not in read(log_in(cast.leader).get("/desk/")).text
        text_before = read(log_in(heir).get("/desk/")).text
        assert f"您自2月20日（星期六）起接替{cast.leader_person}担任指导一组组长" in text_before
        set_today(DAY)
        text_of_predecessor = read(log_in(cast.leader).get("/desk/")).text
        assert "指导一组组长自2月20日（星期六）起由示例接任接替" in text_of_predecessor
        assert "您的账号仍可登录" in text_of_predecessor
        assert "请联系市妇联组联部（2823290）" in text_of_predecessor
        assert "桥板乡" not in text_of_predecessor
        text_of_successor = read(log_in(heir).get("/desk/")).text
        assert "桥板乡" in text_of_successor
        assert "担任指导一组组长" not in text_of_successor
