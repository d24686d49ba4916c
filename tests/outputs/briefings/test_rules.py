"""The sentences of a briefing, each written out by hand."""

from datetime import date, datetime

import pytest

from guidance.core.workflow.deadlines import SHANGHAI
from guidance.outputs.briefings.rules import (
    BriefingKind,
    EarlierFigures,
    PlaceResults,
    ProblemCount,
    ReportsState,
    RoundState,
    describe_change,
    describe_duties,
    describe_figure,
    describe_gap,
    describe_opening,
    describe_problems,
    describe_reports,
    describe_round,
    describe_silent_units,
    describe_target,
    join_names,
    list_upcoming_days,
    snapshot_day,
)
from guidance.oversight.dashboard.rules import Figure, Share, TargetValue, get_standing
from guidance.oversight.duties.rules import DutyCategory, DutySum

FEB_1, FEB_9, FEB_10, FEB_11 = (date(2021, 2, day) for day in (1, 9, 10, 11))
THIRTY = TargetValue("at_least", 3000)
HALF = TargetValue("about", 5000, 500)


def figure(part, whole, target_value=THIRTY, label="村委会成员中女性", counted_in="人"):
    share = Share(part, whole)
    return Figure("x", label, "短", counted_in, share, target_value, get_standing(share, target_value), 1, 1)


@pytest.mark.parametrize(
    ("target_value", "words"),
    [
        (THIRTY, "30%以上"),
        (TargetValue("at_least", 3050), "30.5%以上"),
        (HALF, "50%左右"),
        (TargetValue("all", 10_000), "100%"),
        (TargetValue(), "不设数值"),
        (TargetValue("raise_over_previous"), "比上届提高"),
    ],
)
def test_what_is_asked(target_value, words):
    assert describe_target(figure(1, 2, target_value)) == words


@pytest.mark.parametrize(
    ("judged", "words"),
    [
        (figure(28, 100), "还差2人"),
        (figure(30, 100), "达标"),
        (figure(48, 100, HALF), "基本达标，还差2人"),
        (figure(40, 100, HALF), "还差10人"),
        (figure(0, 0), "无数据"),
        (figure(3, 10, TargetValue()), ""),
    ],
)
def test_what_is_missing(judged, words):
    assert describe_gap(judged) == words


def test_a_figure():
    earlier = EarlierFigures(FEB_1, "50.0", {"村委会成员中女性": "27.5"})
    assert describe_figure(figure(28, 100)) == "村委会成员中女性28人，占28.0%（目标30%以上，还差2人）"
    assert describe_figure(figure(30, 100)).endswith("（目标30%以上，已达标）")
    assert describe_figure(figure(28, 100), earlier).endswith("还差2人），较2月1日提高0.5个百分点")
    assert describe_figure(figure(0, 0), earlier) == "村委会成员中女性尚无数据"
    # 29.96% is not 30%: as the dashboard shows it.
    assert "占29.96%" in describe_figure(figure(749, 2500))
    chairs = figure(5, 6, TargetValue("all", 10_000), "村（社区）妇联主席进“两委”", "个")
    assert describe_figure(chairs) == "村（社区）妇联主席进“两委”的5个，占83.3%（目标100%，还差1个）"
    assert describe_figure(figure(3, 4, TargetValue(), "享受补贴", "个")) == "享受补贴的3个，占75.0%"


@pytest.mark.parametrize(
    ("current", "earlier", "words"),
    [
        ("30.1", "28.9", "较2月1日提高1.2个百分点"),
        ("28.9", "30.1", "较2月1日下降1.2个百分点"),
        ("30.0", "30.0", "较2月1日持平"),
        ("30.0", "—", ""),
        ("—", "30.0", ""),
    ],
)
def test_compared(current, earlier, words):
    assert describe_change(current, earlier, FEB_1) == words


def test_the_opening():
    results = PlaceResults("全市", 6, 4, [figure(28, 100)])
    assert describe_opening(FEB_10, results) == (
        "截至2月10日，全市6个村（社区）中，4个完成村（居）委会换届，完成率66.7%；"
        "村委会成员中女性28人，占28.0%（目标30%以上，还差2人）。"
    )
    frozen = PlaceResults("全市", 6, 4, frozen_on=FEB_1, before=EarlierFigures(date(2021, 1, 15), "16.7"))
    assert describe_opening(FEB_10, frozen) == (
        "截至2月10日（据2月1日定格数据），全市6个村（社区）中，4个完成村（居）委会换届，"
        "完成率66.7%，较1月15日提高50.0个百分点。"
    )
    # One of 2,000 is missing: not 100.0%.
    assert "完成率99.95%" in describe_opening(FEB_10, PlaceResults("全市", 2000, 1999))


@pytest.mark.parametrize(
    ("results", "words"),
    [
        (None, "截至2月10日，系统中没有定格数据，本期不列换届结果。"),
        (PlaceResults("全市", 0, 0), "截至2月10日，全市尚未登记应换届的村（社区）。"),
        (PlaceResults("全市", 6, 0), "截至2月10日，全市6个村（社区）中，尚无村（社区）上报换届结果。"),
    ],
)
def test_the_opening_without_figures(results, words):
    assert describe_opening(FEB_10, results) == words


def test_who_has_reported_no_results():
    assert describe_silent_units([]) == ""
    assert describe_silent_units(["甲县", "乙区"]) == "尚有2个填报单位未报换届结果：甲县、乙区。"
    assert join_names([str(n) for n in range(30)]).endswith("、29")
    assert join_names([str(n) for n in range(40)]).endswith("、29等40个")


def test_the_round():
    state = RoundState("第2次", FEB_10, 1, ["甲县妇联", "乙区妇联"])
    head = "《日程安排表》（第2次）报送截止时间为2月10日。"
    assert describe_round(FEB_10, state) == f"{head}截至2月10日，已报1家，未报2家：甲县妇联、乙区妇联。"
    assert describe_round(FEB_11, state) == f"{head}截至2月11日，已报1家，逾期未报2家：甲县妇联、乙区妇联。"
    late = RoundState("第2次", FEB_10, 2, late=["甲县妇联"])
    assert describe_round(FEB_11, late) == (
        f"{head}截至2月11日，2家填报单位已全部报送。其中逾期报送1家：甲县妇联。"
    )
    assert describe_round(FEB_9, RoundState("第2次", FEB_10, 0)) == f"{head}截至2月9日，没有应报的填报单位。"
    assert describe_round(FEB_9, None) == "截至2月9日，《日程安排表》尚未开始填报。"


def test_the_reports():
    assert describe_reports(FEB_9, ReportsState(0)) == "截至2月9日，尚未收到联系指导情况统计表。"
    state = ReportsState(3, 2, 3, ["甲乡（2月1日）"], ["乙乡（2月2日）", "丙镇（2月3日）"])
    assert describe_reports(FEB_9, state) == (
        "截至2月9日，共收到联系指导情况统计表3份，涉及领导班子成员2位、乡镇（街道）3个。"
        "逾期报送1份：甲乡（2月1日）。逾期未报2份：乙乡（2月2日）、丙镇（2月3日）。"
    )


def test_duties():
    sums = [DutySum(DutyCategory.HEARING, 54, 20, 3, 2), DutySum(DutyCategory.VISITS, 4, 1, 0, 0)]
    assert describe_duties(sums) == (
        "按工作方案，听取汇报应完成54项，已完成20项，逾期2项；调研走访应完成4项，已完成1项。"
    )
    assert describe_duties([]) == ""


def test_problems():
    assert describe_problems(FEB_9, []) == "截至2月9日，尚未登记问题。"
    counts = [ProblemCount("甲县", 1, 2, 3), ProblemCount("乙区", 0, 0, 1)]
    assert describe_problems(FEB_9, counts) == (
        "截至2月9日，累计登记问题7个，其中未解决1个、处理中2个、已销号4个。"
    )


def test_what_comes_next():
    marks = [(FEB_9, "以前"), (FEB_10, "选举"), (FEB_10, "报送截止")]
    marks.append((date(2022, 1, 5), "完成"))
    assert list_upcoming_days(FEB_10, marks) == ["1. 2月10日：选举；报送截止。", "2. 2022年1月5日：完成。"]
    assert list_upcoming_days(date(2023, 1, 1), marks) == []


def test_the_day_of_frozen_figures():
    """A snapshot taken a few minutes after a round's due day shows the figures of that day."""
    assert snapshot_day(datetime(2021, 2, 11, 0, 5, tzinfo=SHANGHAI), FEB_10) == FEB_10
    assert snapshot_day(datetime(2021, 2, 11, 9, 0, tzinfo=SHANGHAI), FEB_10) == FEB_11
    assert snapshot_day(datetime(2021, 2, 9, 9, 0, tzinfo=SHANGHAI), None) == FEB_9


def test_kinds():
    assert [kind.label for kind in BriefingKind] == ["工作简报", "情况通报"]
