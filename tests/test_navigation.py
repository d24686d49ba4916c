"""Every page shows the menu, the banner and the foot around its own content."""

import pytest

from guidance.navigation import MENU
from tests.pages import read

MENUS = {
    "clerk": "工作台 指标监测 日程安排 联系指导 换届结果 联系点安排 公文材料 系统管理",
    "leader": "工作台 指标监测 日程安排 联系指导 换届结果 联系点安排 公文材料",
    "liaison": "工作台 指标监测 日程安排 联系指导 换届结果 联系点安排 公文材料",
    "reporter": "工作台 指标监测 日程安排 换届结果 联系点安排 公文材料",
    "township_liaison": "工作台 指标监测 日程安排 换届结果 联系点安排 公文材料",
    "viewer": "工作台 指标监测 日程安排 联系指导 换届结果 联系点安排 公文材料",
    "administrator": "系统管理",
}


@pytest.mark.parametrize("username", MENUS)
def test_each_role_has_its_menu(cast, log_in, username):
    page = read(log_in(getattr(cast, username)).get("/password/"))
    assert f"菜单 {MENUS[username]} 修改密码" in page.text


def test_the_menu_has_at_most_eight_entries():
    assert len(MENU) <= 8


def test_the_banner_tells_a_demonstration(cast, log_in):
    text = read(log_in(cast.clerk).get("/desk/")).text
    assert "演示数据 · 演示日期 2021年2月5日（星期五）" in text


def test_no_banner_on_a_real_day(cast, log_in, settings):
    settings.GUIDANCE_TODAY = ""
    assert "演示数据" not in read(log_in(cast.clerk).get("/desk/")).text


def test_the_top_bar_names_plan_user_and_office(cast, log_in):
    text = read(log_in(cast.clerk).get("/desk/")).text
    assert "2021年村（社区）妇联换届" in text
    assert "示例clerk · 示例单位" in text


def test_the_foot_shows_the_version(cast, log_in):
    page = log_in(cast.clerk).get("/desk/").content.decode()
    assert '<footer class="page-foot no-print">版本 1.' in page
