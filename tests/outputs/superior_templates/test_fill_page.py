"""A filled copy never changes, and its page shows the origin of each figure."""

import hashlib

import pytest

from guidance.outputs.superior_templates.grammar import indicator_names, normalize_name
from guidance.outputs.superior_templates.models import TemplateFill
from guidance.outputs.superior_templates.queries import build_catalogue
from guidance.oversight.dashboard import queries
from guidance.oversight.dashboard.sums import add_up
from guidance.oversight.snapshots.actions import freeze_figures
from guidance.reference.places.models import ReportingUnit
from guidance.reference.plans.models import Target
from guidance.reporting.returns.models import VillageReturn
from tests.outputs.superior_templates.helpers import fill_template, fill_word, post_fill, upload_template
from tests.outputs.superior_templates.samples import CITY_SHARE, make_template, word_document, workbook
from tests.oversight.dashboard.samples import store_all_returns, store_return
from tests.pages import query_count, read


@pytest.fixture
def client(cast, log_in):
    """The clerk, with the figures of two townships."""
    store_all_returns(cast)
    return log_in(cast.clerk)


def test_it_works(client, cast):
    fill, content = fill_template(client, word_document(CITY_SHARE, "{{ 文号 }}"))
    assert (fill.snapshot, fill.filled_by, fill.digest) == (
        None,
        cast.clerk,
        hashlib.sha256(content).hexdigest(),
    )
    assert fill.file_name == "示例模板（2021年2月5日）.docx"
    page = read(client.get(f"/templates/fills/{fill.pk}/"))
    # 5 women of 12; both of 2 villagers' committees in 融安县 and 1 of 2 in 柳城县 have reported.
    assert page.row("第1段") == ["第1段", "村委会成员女性比例.全市", "41.7%", "全市", "5/12", "3/4"]
    assert page.row("第2段")[3:] == ["—", "—", "—"]
    assert "/dashboard/" in page.links


def test_each_row_of_a_repeated_one_leads_to_its_unit(client, cast):
    fill, _ = fill_template(
        client, word_document(rows=[["{{ 单位.名称 }}", "{{ 单位.村委会成员女性比例 }}"]])
    )
    assert len(fill.figures) == 2 * ReportingUnit.objects.count()
    page = read(client.get(f"/templates/fills/{fill.pk}/"))
    row = next(row for row in page.rows if row[2:4] == ["22.2%", "融安县"])
    assert row == ["表1第1行第2列", "单位.村委会成员女性比例", "22.2%", "融安县", "2/9", "2/2"]
    assert f"/dashboard/units/{cast.unit.pk}/" in page.links


def test_later_figures_change_neither_the_file_nor_its_page(client):
    fill, content = fill_template(client, word_document(CITY_SHARE))
    rows_before = read(client.get(f"/templates/fills/{fill.pk}/")).rows
    VillageReturn.objects.all().delete()
    assert client.get(f"/templates/fills/{fill.pk}/file/").content == content
    assert read(client.get(f"/templates/fills/{fill.pk}/")).rows == rows_before


def test_a_snapshot_gives_its_own_figures_whenever_it_is_asked(client, cast):
    snapshot = freeze_figures(plan=cast.plan, by=cast.clerk, title="示例")
    store_return(cast.plan, cast.other_villages[1], people=8, women=0)  # now 5 of 20
    document = word_document(f"{CITY_SHARE}，{{{{ 定格编号 }}}}")
    assert fill_word(client, document).paragraphs[0].text == "25.0%，—"
    template = TemplateFill.objects.get().version.template
    answer = post_fill(client, template, snapshot)
    fill = TemplateFill.objects.get(snapshot=snapshot)
    assert answer["Location"] == f"/templates/fills/{fill.pk}/"
    assert fill.moment == snapshot.taken_at
    assert [figure["shown"] for figure in fill.figures] == ["41.7%", "第1号"]
    assert fill.file_name == "示例模板（第1号定格）.docx"
    page = read(client.get(f"/templates/fills/{fill.pk}/"))
    assert {"/dashboard/?snapshot=1", "/dashboard/snapshots/1/"} <= set(page.links)


@pytest.mark.parametrize("of_snapshot", [False, True])
def test_every_value_is_the_dashboards_own(cast, of_snapshot):
    """Share, numbers, gap and standing of all indicators: of the whole, each unit and each township."""
    store_all_returns(cast)
    snapshot = freeze_figures(plan=cast.plan, by=cast.clerk, title="示例") if of_snapshot else None
    if snapshot:
        VillageReturn.objects.all().delete()
        Target.objects.all().delete()
    source = (
        queries.get_frozen_source(cast.clerk, snapshot)
        if snapshot
        else queries.get_live_source(cast.clerk, cast.plan)
    )
    catalogue = build_catalogue(cast.clerk, cast.plan, snapshot)
    subplaces = queries.sum_by_unit(source)
    total = queries.PlaceSums(0, "全市", add_up(subplace.sums for subplace in subplaces))
    places_and_rows = [(catalogue.city, queries.make_row(total, source.targets))]
    units = {place.key: place for place in catalogue.units}
    places_and_rows += [
        (units[subplace.key], queries.make_row(subplace, source.targets, unit=subplace.key))
        for subplace in subplaces
    ]
    townships = {place.key: place for place in catalogue.townships}
    for subplace in queries.sum_by_township(source):
        unit = cast.unit if subplace.key == cast.township.pk else cast.other_unit
        places_and_rows.append(
            (townships[subplace.key], queries.make_row(subplace, source.targets, unit=unit.pk))
        )
    assert len(places_and_rows) == 5
    for place, row in places_and_rows:
        assert len(row.figures) > 5
        for figure in row.figures:
            names = indicator_names(figure.label, figure.counted_in)
            share = place.get_value(normalize_name(names["share"]))
            assert share.shown == (f"{figure.percent}%" if figure.share.whole else "—")
            assert place.get_value(normalize_name(names["standing"])).shown == figure.standing.label
            assert place.get_value(normalize_name(names["target"])).shown == figure.target_text
            if figure.share.whole:
                assert place.get_value(normalize_name(names["part"])).number == figure.share.part
                assert place.get_value(normalize_name(names["whole"])).number == figure.share.whole
                assert (share.basis.reported, share.basis.expected) == (figure.reported, figure.expected)
            if figure.shortfall:
                assert place.get_value(normalize_name(names["short"])).number == figure.shortfall
        assert place.get_value("已报村数").number == row.reported


def test_a_unit_that_was_renamed_is_told_before_anything_is_filled(client, cast):
    template = upload_template(client, word_document(f"{{{{ 村委会成员女性比例.{cast.unit.short_name} }}}}"))
    for name in ("short_name", "printed_name", "official_name"):
        setattr(cast.unit, name, "示例新县")
    cast.unit.save()
    answer = post_fill(client, template)
    assert answer.status_code == 200
    assert "没有“融安县”这个范围" in read(answer).text
    assert not TemplateFill.objects.exists()


def test_an_unknown_snapshot_or_no_key_is_answered_on_the_page(client, cast):
    template = make_template(cast.plan, cast.clerk)["superior"]
    address = f"/templates/{template.pk}/fill/"
    form = read(client.get(f"/templates/{template.pk}/")).form(address)
    assert "请从列表中选择" in read(client.post(address, form | {"snapshot": "99"})).text
    assert "请在打开的页面上操作" in read(client.post(address, {"snapshot": ""})).text
    assert TemplateFill.objects.count() == 1


def test_a_long_page_of_figures_is_cut(client):
    rows = [["{{ 单位.名称 }}", *["{{ 单位.村委会成员女性比例 }}"] * 9]]
    fill, _ = fill_template(client, workbook(*rows))
    page = read(client.get(f"/templates/fills/{fill.pk}/"))
    assert len(page.rows) == 101
    assert "下一页" in page.text


def test_query_count(client):
    fill, _ = fill_template(
        client, word_document(CITY_SHARE, rows=[["{{ 单位.名称 }}", "{{ 单位.村委会成员女性比例 }}"]])
    )
    client.get(f"/templates/fills/{fill.pk}/")
    with query_count(5):
        client.get(f"/templates/fills/{fill.pk}/")
