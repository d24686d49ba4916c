"""The pictures in a browser: drawn under the strict policy, fit for paper, refreshed by themselves."""

import pytest
from playwright.sync_api import expect

from tests.browser.helpers import assert_accessible

CHARTS, PROGRESS, SCREEN = "/dashboard/charts/", "/dashboard/progress/?known=yes", "/dashboard/screen/"
FIGURES = "**/dashboard/screen/figures/**"
A4_WIDTH = 680  # what A4 leaves between its margins, in CSS pixels


def drawn(page):
    """The charts that hold lines or bars; no box without a picture."""
    charts = page.locator("[data-chart]")
    for number in range(charts.count()):
        expect(charts.nth(number).locator("svg path").first).to_be_attached()
    return charts


@pytest.mark.parametrize(("path", "number"), [(CHARTS, 7), (PROGRESS, 3), (SCREEN, 1)])
def test_every_chart_is_drawn_and_speaks(staff, path, number):
    staff.goto(path)
    charts = drawn(staff)
    expect(charts).to_have_count(number)
    for chart in charts.all():
        assert chart.get_attribute("role") == "img"
        assert chart.get_attribute("aria-label") == chart.get_attribute("data-label")
    assert_accessible(staff)


def test_the_colours_are_those_of_the_page(staff):
    """A unit that meets the target and one that does not; see the table beside the chart."""
    staff.goto(CHARTS)
    chart = drawn(staff).first
    fills = {path.get_attribute("fill") for path in chart.locator("path").all()}
    assert {"#1a7f4b", "#b42318"} <= fills
    expect(chart).to_contain_text("未达标")


def test_pointing_at_a_bar_breaks_no_rule(staff):
    staff.goto(CHARTS)
    drawn(staff).first.locator("path[fill='#1a7f4b']").first.hover()
    expect(drawn(staff).first.locator("svg")).to_contain_text(" 人）")  # drawn, not a box of HTML


def test_the_tables_open_and_pass(staff):
    for path in (CHARTS, PROGRESS):
        staff.goto(path)
        for summary in staff.locator(".chart-table summary").all():
            summary.click()
        assert_accessible(staff)


@pytest.mark.parametrize("path", [CHARTS, PROGRESS, SCREEN])
def test_a_phone_needs_no_scrolling_sideways(staff, path):
    staff.set_viewport_size({"width": 360, "height": 740})
    staff.goto(path)
    drawn(staff)
    assert staff.evaluate("document.documentElement.scrollWidth") <= 360


def test_charts_follow_the_window(staff):
    staff.goto(CHARTS)
    svg = drawn(staff).first.locator("svg")
    wide = svg.bounding_box()["width"]
    staff.set_viewport_size({"width": 500, "height": 900})
    expect(svg).not_to_have_attribute("width", str(round(wide)))
    assert svg.bounding_box()["width"] < 500


@pytest.mark.parametrize("path", [CHARTS, PROGRESS])
def test_paper_holds_every_chart_whole(staff, path):
    staff.goto(path)
    charts = drawn(staff)
    staff.emulate_media(media="print")
    staff.set_viewport_size({"width": A4_WIDTH, "height": 960})
    for chart in charts.all():
        box = chart.locator("svg").bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= A4_WIDTH
        assert box["height"] > 60
        assert chart.bounding_box()["height"] >= box["height"]  # it makes room for its picture


def test_the_choice_is_sent_on_by_its_address(staff):
    staff.goto(CHARTS)
    staff.get_by_label("指标", exact=True).select_option(label="村委会主任中女性")
    staff.get_by_label("填报单位").select_option(label="融水县")
    staff.get_by_role("button", name="查看").click()
    expect(staff.locator("h1")).to_have_text("图表 · 融水县")
    expect(staff.locator("h2").first).to_have_text("村委会主任中女性")
    assert "indicator=village_women_directors" in staff.url


class TestWithoutScript:
    @pytest.fixture
    def browser_context_args(self, browser_context_args):
        return browser_context_args | {"java_script_enabled": False}

    def test_the_tables_remain(self, staff):
        staff.goto(CHARTS)
        staff.locator(".chart-table summary").first.click()
        expect(staff.get_by_role("region", name="村委会成员中女性比较表").locator("tbody tr")).to_have_count(
            12
        )
        expect(staff.locator("[data-chart]").first).to_be_hidden()


# 大屏


@pytest.mark.parametrize("size", [(1920, 1080), (1366, 768)])
def test_the_screen_does_not_scroll(staff, size):
    width, height = size
    staff.set_viewport_size({"width": width, "height": height})
    staff.goto(SCREEN)
    drawn(staff)
    assert staff.evaluate("document.documentElement.scrollHeight") <= height
    assert staff.evaluate("document.documentElement.scrollWidth") <= width
    for part in (".screen-figures", ".screen-matrix", ".screen-foot", ".screen-chart .chart"):
        box = staff.locator(part).bounding_box()
        assert box["y"] + box["height"] <= height, part
    card = staff.locator(".screen-split > .screen-card")
    assert card.evaluate("card => card.scrollHeight - card.clientHeight") <= 0
    assert card.evaluate("card => card.scrollWidth - card.clientWidth") <= 0


def test_the_screen_refreshes_keeps_its_figures_and_recovers(staff):
    staff.clock.install()
    staff.goto(SCREEN)
    drawn(staff)
    asked = []
    staff.on("request", lambda request: asked.append(request.url) if "figures" in request.url else None)
    staff.evaluate("document.querySelector('.screen-figures').dataset.moment = '以前'")
    staff.clock.run_for(60_000)
    expect(staff.locator(".screen-figures")).not_to_have_attribute("data-moment", "以前")
    drawn(staff)
    assert len(asked) == 1
    trouble = staff.locator("#screen-trouble")
    expect(trouble).to_be_empty()

    staff.route(FIGURES, lambda route: route.abort())
    staff.clock.run_for(60_000)
    expect(trouble).to_contain_text("暂时无法刷新")
    expect(trouble).to_contain_text("数据截至 2月5日")
    expect(staff.locator(".screen-kpi")).to_have_count(6)
    assert_accessible(staff)

    staff.unroute(FIGURES)
    staff.clock.run_for(60_000)
    expect(trouble).to_be_empty()


def test_a_session_that_has_ended_is_told_and_the_figures_stay(staff):
    staff.clock.install()
    staff.goto(SCREEN)
    staff.context.clear_cookies()
    staff.clock.run_for(60_000)
    expect(staff.locator("#screen-trouble")).to_contain_text("登录已过期")
    expect(staff.locator(".screen-kpi")).to_have_count(6)
    staff.get_by_role("link", name="重新登录").click()
    expect(staff.get_by_role("button", name="登录")).to_be_visible()


def test_the_screen_fills_the_display_and_leads_back(staff):
    staff.goto(SCREEN)
    staff.get_by_role("button", name="全屏").click()
    expect(staff.get_by_role("button", name="退出全屏")).to_be_visible()
    assert staff.evaluate("document.fullscreenElement !== null")
    staff.get_by_role("button", name="退出全屏").click()
    expect(staff.get_by_role("button", name="全屏", exact=True)).to_be_visible()
    staff.get_by_role("link", name="返回指标监测").click()
    expect(staff.locator("h1")).to_contain_text("指标监测")
