"""The page /briefings/: the choices, the preview and the Word file."""

import pytest

from guidance.oversight.findings.problems.models import Problem
from guidance.oversight.snapshots.actions import freeze_figures
from guidance.reference.places.models import Village
from guidance.reference.plans.models import Plan, Target
from tests.cast import make_villages
from tests.days import FEB
from tests.outputs.briefings.helpers import (
    PAGE,
    WORD,
    make_excerpt,
    only_chapters,
    preview_text,
    query_of,
    word_text,
)
from tests.oversight.dashboard.samples import store_all_returns, store_return
from tests.pages import query_count, read
from tests.reporting.visits.report_samples import set_submitted_at, store_report, store_sent_report

# The returns of tests/oversight/dashboard/samples.py: of 6 villages 4 elected; villagers' committees 12
# members, 5 of them women, 3 directors, 2 women; residents' committees 6 members, 3 women, no director; of 2
# chairs 1 in.
OPENING = (
    "截至2月5日，全市6个村（社区）中，4个完成村（居）委会换届，完成率66.7%；"
    "村（社区）妇联主席进“两委”的1个，占50.0%（目标100%，还差1个）；"
    "村委会成员中女性5人，占41.7%（目标30%以上，已达标）；"
    "村委会主任中女性2人，占66.7%（目标10%以上，已达标）；"
    "社区居委会成员中女性3人，占50.0%（目标50%左右，已达标）；"
    "社区居委会主任中女性尚无数据；妇联主席享受定员全额补贴的1个，占100.0%。"
)


@pytest.fixture
def clerk(cast, log_in):
    return log_in(cast.clerk)


def test_it_works(cast, clerk):
    store_all_returns(cast)
    text = preview_text(clerk.get(PAGE))
    assert text.startswith(
        "妇联换届工作简报第1期市妇联组联部2021年2月5日2021年村（社区）妇联换届工作进展情况"
    )
    assert OPENING in text
    assert "一、指标完成情况（一）对照目标" in text
    assert "村委会成员中女性30%以上5/12人41.7%达标" in text
    assert "融安县3350.0%22.2%50.0%50.0%—100.0%" in text  # 3 villages, 3 elected, six shares
    assert text.endswith("发：各县区妇联、北部生态新区（阳和工业新区）党群工作部、柳东新区党群工作部。")


@pytest.mark.parametrize(
    "query",
    ["", query_of(kind="circular"), only_chapters("next", "figures"), query_of(day="2021-01-20", number=7)],
)
def test_the_file_says_what_the_preview_says(cast, clerk, query):
    store_all_returns(cast)
    excerpt = make_excerpt(cast, store_sent_report(cast), "专职专选。")
    query = f"{query or '?'}&excerpt={excerpt.pk}"
    assert word_text(clerk.get(WORD + query)) == preview_text(clerk.get(PAGE + query))


def test_the_link_to_the_file_carries_the_choices(cast, clerk):
    links = read(clerk.get(PAGE + query_of(kind="circular", number=3))).links
    (word,) = [link for link in links if link.startswith(WORD)]
    assert "关于2021年村（社区）妇联换届工作进展情况的通报" in word_text(clerk.get(word))


def test_a_circular(cast, clerk):
    text = preview_text(clerk.get(PAGE + query_of(kind="circular")))
    assert text.startswith("关于2021年村（社区）妇联换届工作进展情况的通报各县区妇联、")
    assert "党群工作部：截至2月5日" in text
    assert text.endswith("柳州市妇女联合会2021年2月5日")
    assert "第1期" not in text


@pytest.mark.usefixtures("template_contexts")
def test_the_figures_are_the_dashboards(cast, clerk):
    store_all_returns(cast)
    store_return(cast.plan, cast.other_villages[1], people=7, women=1)
    page = clerk.get("/dashboard/")
    text = preview_text(clerk.get(PAGE))
    for figure in page.context["total"].figures:
        if figure.share.whole:
            assert f"{figure.share.part}/{figure.share.whole}{figure.counted_in}{figure.percent}%" in text
    for row in page.context["rows"]:
        shares = "".join(figure.percent + ("" if figure.percent == "—" else "%") for figure in row.figures)
        assert f"{row.name}{row.villages}{row.reported}{shares}" in text


class TestOtherDays:
    def test_compared_with_the_last_frozen_figures(self, cast, clerk, settings):
        settings.GUIDANCE_TODAY = "2021-02-01"
        freeze_figures(plan=cast.plan, by=cast.clerk, title="示例")
        settings.GUIDANCE_TODAY = "2021-02-05"
        store_all_returns(cast)
        assert "完成率66.7%，较2月1日提高66.7个百分点；" in preview_text(clerk.get(PAGE))
        assert "截至2月3日（据2月1日定格数据），全市6个村（社区）中，尚无村（社区）上报换届结果。" in (
            preview_text(clerk.get(PAGE + query_of(day="2021-02-03")))
        )

    def test_frozen_figures_stay(self, cast, clerk, settings):
        store_all_returns(cast)
        settings.GUIDANCE_TODAY = "2021-02-01"
        freeze_figures(plan=cast.plan, by=cast.clerk, title="示例")
        settings.GUIDANCE_TODAY = "2021-02-05"
        store_return(cast.plan, cast.other_villages[1], people=7, women=1)
        assert "5个完成村（居）委会换届" in preview_text(clerk.get(PAGE))
        assert "4个完成村（居）委会换届，完成率66.7%；" in preview_text(
            clerk.get(PAGE + query_of(day="2021-02-01"))
        )

    def test_before_anything_was_frozen(self, cast, clerk):
        store_all_returns(cast)
        page = clerk.get(PAGE + query_of(day="2021-01-20"))
        assert "截至1月20日，系统中没有定格数据，本期不列换届结果。" in preview_text(page)
        assert "没有内容、未列入的部分：指标完成情况、联系指导情况、经验做法、工作建议。" in read(page).text


class TestReporting:
    def test_reports_that_came_late_and_that_did_not_come(self, cast, clerk):
        set_submitted_at(store_sent_report(cast, 1, day=FEB[1]), 2, 3)  # due on the 2nd
        set_submitted_at(store_sent_report(cast, 7, day=FEB[2]), 2, 5)  # due on the 3rd
        store_report(cast, 1, day=FEB[3])  # due on the 4th, still a draft
        text = preview_text(clerk.get(PAGE))
        assert "共收到联系指导情况统计表2份，涉及领导班子成员2位、乡镇（街道）2个。" in text
        first, other = cast.township.printed_name, cast.other_township.printed_name
        assert f"逾期报送2份：{first}（2月1日）、{other}（2月2日）。逾期未报1份：{first}（2月3日）。" in text
        earlier_text = preview_text(clerk.get(PAGE + query_of(day="2021-02-04")))
        assert (
            f"统计表1份，涉及领导班子成员1位、乡镇（街道）1个。逾期报送1份：{first}（2月1日）。"
            in earlier_text
        )
        assert f"逾期未报1份：{other}（2月2日）。" in earlier_text

    def test_a_viewer_is_not_told_of_drafts(self, cast, log_in):
        store_report(cast, 1, day=FEB[3])
        set_submitted_at(
            store_sent_report(cast, 7, day=FEB[2]), 2, 5
        )  # the part of the late ones that she sees would mislead
        client = log_in(cast.viewer)
        assert "共收到联系指导情况统计表1份" in preview_text(client.get(PAGE))
        earlier_text = preview_text(client.get(PAGE + query_of(day="2021-02-04")))
        assert "尚未收到联系指导情况统计表。" in earlier_text
        assert "逾期未报" not in earlier_text

    def test_the_round_of_the_day(self, cast, clerk):
        text = preview_text(clerk.get(PAGE))
        assert (
            "《日程安排表》（第2次）报送截止时间为2月10日。截至2月5日，已报0家，未报12家：融安县妇联、"
            in text
        )
        text = preview_text(clerk.get(PAGE + query_of(day="2021-01-15")))
        assert "《日程安排表》（第1次）报送截止时间为1月15日。截至1月15日，已报0家，未报12家" in text


class TestExcerpts:
    def test_only_the_picked_ones(self, cast, clerk):
        report = store_sent_report(cast)
        selected, other = make_excerpt(cast, report, "专职专选。"), make_excerpt(cast, report, "结对带教。")
        make_excerpt(cast, report, "逐村核对。", "recommendations")
        assert "专职专选" not in preview_text(clerk.get(PAGE))
        page = clerk.get(PAGE + query_of(excerpt=selected.pk))
        source = f"{report.leader.post_short}，{report.township.printed_name}"
        assert f"经验做法1.专职专选。（{source}）" in preview_text(page)
        assert other.text not in preview_text(page)
        assert "工作建议" not in preview_text(page)
        assert report.leader.name not in preview_text(page)

    def test_one_that_is_gone_is_told(self, cast, clerk):
        page = clerk.get(PAGE + query_of(excerpt=[999, "x"], number=7))
        assert "有一条摘录已不在摘录中" in read(page).text
        assert 'value="7"' in page.content.decode()

    def test_a_viewer_has_none(self, cast, log_in):
        excerpt = make_excerpt(cast, store_sent_report(cast), "专职专选。")
        client = log_in(cast.viewer)
        assert "选用的摘录" not in read(client.get(PAGE)).text
        assert "专职专选" not in client.get(PAGE + query_of(excerpt=excerpt.pk)).content.decode()


def test_chapters_in_the_order_asked_for(cast, clerk):
    text = preview_text(clerk.get(PAGE + only_chapters("next", "problems")))
    assert "一、下一步时间节点1.2月10日：" in text
    assert "二、问题解决情况截至2月5日，尚未登记问题。" in text
    assert "指标完成情况" not in text


class TestBadInput:
    @pytest.mark.parametrize(
        ("choices", "words"),
        [
            ({"day": "2021-02-06"}, "截至日期晚于今天（2021年2月5日）"),
            ({"day": "2021-01-12"}, "截至日期早于工作方案印发日期（2021年1月13日）"),
            ({"day": "0021-02-01"}, "年份21不对"),
            ({"day": "2月30日"}, "截至日期不对，请填如 2021-02-12。"),
            ({"day": ""}, "请填截至日期"),
            ({"number": "0"}, "期号从1开始。"),
            ({"number": "三"}, "期号不是整数"),
            ({"number": "9" * 30}, "期号不能大于999。"),
            ({"kind": "x"}, "请从列表中选择。"),
            ({"place_next": "99"}, "请从列表中选择。"),
            ({"masthead": "名" * 11}, "现有11字，报头一行不能超过10字。"),
            ({"issued_to": "甲\0乙"}, "含有看不见的字符"),
        ],
    )
    def test_it_is_told_and_nothing_typed_is_lost(self, cast, clerk, choices, words):
        for address in (PAGE, WORD):
            page = clerk.get(address + query_of(**{"sent_to": "示例单位"} | choices))
            assert page.status_code == 200
            assert words in read(page).text
            assert "预览" not in read(page).text.replace("生成预览", "")
            assert 'value="示例单位"' in page.content.decode()

    def test_the_first_and_the_last_day(self, cast, clerk):
        for day in ("2021-01-13", "2021-02-05"):
            assert preview_text(clerk.get(PAGE + query_of(day=day)))


class TestNothingThere:
    def test_no_plan(self, cast, clerk):
        Plan.objects.update(is_current=False)
        for address in (PAGE, WORD):
            assert "还没有载入工作方案，暂不能生成简报。" in read(clerk.get(address)).text

    def test_no_targets_and_no_villages(self, cast, clerk):
        Target.objects.all().delete()
        assert "工作方案尚未设置指标。" in preview_text(clerk.get(PAGE))
        Village.objects.all().delete()
        text = preview_text(clerk.get(PAGE))
        assert "截至2月5日，全市尚未登记应换届的村（社区）。" in text
        assert "None" not in text

    def test_nothing_reported(self, cast, clerk):
        text = preview_text(clerk.get(PAGE))
        assert "全市6个村（社区）中，尚无村（社区）上报换届结果。" in text
        assert "各项指标尚无数据。尚有2个填报单位未报换届结果：融安县、柳城县。" in text
        assert "None" not in text


def test_as_many_queries_for_many_units(cast, clerk):
    def add(orders):
        for link in cast.plan.link_set.filter(order__in=orders).select_related("township"):
            store_return(cast.plan, make_villages(link.township)[0], people=5, women=2)
            store_report(cast, link.order, day=FEB[3])
            make_excerpt(
                cast,
                set_submitted_at(store_sent_report(cast, link.order, day=FEB[1]), 2, 4),
                f"示例{link.order}。",
            )
            Problem.objects.create(plan=cast.plan, unit=link.township.unit, description="示例")

    freeze_figures(plan=cast.plan, by=cast.clerk, title="示例")
    add([3])
    clerk.get(PAGE)
    with query_count(33):
        clerk.get(PAGE)
    add([4, 5, 6, 8, 9, 10, 11, 12])
    with query_count(33):
        clerk.get(PAGE)
