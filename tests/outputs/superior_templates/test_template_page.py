"""The page of a template (replace, rename, withdraw, restore), and the list of placeholders."""

import pytest

from guidance.outputs.superior_templates.grammar import figure_names
from guidance.outputs.superior_templates.models import SuperiorTemplate, TemplateFill, TemplateVersion
from tests.outputs.superior_templates.helpers import fill_template, post_fill, post_template, upload_template
from tests.outputs.superior_templates.samples import CITY_SHARE, word_document, workbook
from tests.oversight.dashboard.samples import store_all_returns
from tests.pages import query_count, read

PLACEHOLDERS = "/templates/placeholders/"


@pytest.fixture
def client(cast, log_in):
    """The clerk, with the figures of two townships."""
    store_all_returns(cast)
    return log_in(cast.clerk)


@pytest.fixture
def template(client):
    """A template of one placeholder."""
    return upload_template(client, word_document(CITY_SHARE))


def test_it_works(client, template):
    page = read(client.get(f"/templates/{template.pk}/"))
    assert ["第1段", "村委会成员女性比例.全市"] in [row[:2] for row in page.rows]
    assert "41.7%" in page.row("第1段")[2]
    assert "还没有填过" in page.text


def test_a_new_version_fills_and_the_old_copies_stay(client):
    fill, content = fill_template(client, word_document(CITY_SHARE))
    address = f"/templates/{fill.version.template_id}/replace/"
    post_template(client, workbook(["{{ 文号 }}"]), url=address)
    template = SuperiorTemplate.objects.get()
    assert [(version.number, version.kind) for version in template.versions.all()] == [
        (2, "xlsx"),
        (1, "docx"),
    ]
    post_fill(client, template)
    newest = TemplateFill.objects.order_by("-pk")[0]
    assert (newest.version.number, newest.file_name) == (2, "示例模板（2021年2月5日）.xlsx")
    assert client.get(f"/templates/fills/{fill.pk}/file/").content == content
    old = client.get(f"/templates/versions/{fill.version_id}/file/")
    assert "attachment" in old["Content-Disposition"]


def test_a_faulty_new_version_leaves_the_old_one(client, template):
    answer = post_template(client, word_document("{{ 天气.全市 }}"), url=f"/templates/{template.pk}/replace/")
    assert "没有这个名称" in read(answer).text
    assert TemplateVersion.objects.count() == 1


def test_renamed_with_its_history(client, cast, template):
    client.post(f"/templates/{template.pk}/rename/", {"name": "旬报"})
    template.refresh_from_db()
    assert template.name == "旬报"
    assert [(record.name, record.history_user) for record in template.history.all()] == [
        ("旬报", cast.clerk),
        ("示例模板", cast.clerk),
    ]
    upload_template(client, word_document(CITY_SHARE), name="月报")
    page = read(client.post(f"/templates/{template.pk}/rename/", {"name": "月报"}))
    assert "已有同名的模板" in page.text
    assert page.form(f"/templates/{template.pk}/rename/")["name"] == ["月报"]
    assert "不超过100字" in read(client.post(f"/templates/{template.pk}/rename/", {"name": "长" * 101})).text


def test_withdrawn_it_fills_nothing_and_comes_back(client, template):
    form = read(client.get(f"/templates/{template.pk}/")).form(f"/templates/{template.pk}/fill/")
    client.post(f"/templates/{template.pk}/withdraw/")
    page = read(client.get(f"/templates/{template.pk}/"))
    assert not page.has_form(f"/templates/{template.pk}/fill/")
    assert client.post(f"/templates/{template.pk}/fill/", form).status_code == 403
    assert "已停用" in read(client.get("/templates/")).text
    client.post(f"/templates/{template.pk}/restore/")
    assert post_fill(client, template).status_code == 302


def test_query_count(client, template):
    for _ in range(3):
        post_fill(client, template)
    client.get(f"/templates/{template.pk}/")
    with query_count(13):
        client.get(f"/templates/{template.pk}/")


# 可用占位符.


def test_the_list_shows_each_placeholder_with_its_value(client):
    page = read(client.get(PLACEHOLDERS))
    values = [row[1] for row in page.rows]
    assert "41.7%" in values
    assert "2021年2月5日" in values
    assert "村委会成员女性比例.全市" in client.get(PLACEHOLDERS).content.decode()


def test_whatever_is_listed_can_be_used(client):
    """Every listed placeholder of the whole, a unit and a repeated row is taken by the upload."""
    for scope in ("全市", "融安县", "单位", "乡镇"):
        html = client.get(PLACEHOLDERS, {"scope": scope}).content.decode()
        listed = [part.split('"')[0] for part in html.split('readonly value="')[1:]]
        assert len(listed) > 40
        assert upload_template(client, word_document(rows=[listed]), name=scope).versions.get().placeholders


def test_it_is_filtered_by_scope_and_name(client):
    page = read(client.get(PLACEHOLDERS, {"scope": "融安县", "q": "村委会成员中女性"}))
    assert [row[1] for row in page.rows[1:]][:4] == ["22.2%", "2", "1", "≥30%"]
    assert "没有名称里含“天气”的占位符" in read(client.get(PLACEHOLDERS, {"q": "天气"})).text
    assert client.get(PLACEHOLDERS, {"scope": "别处"}).status_code == 404


def test_no_two_names_are_alike():
    assert len(set(figure_names())) == len(figure_names())


def test_query_count_of_the_list(client):
    client.get(PLACEHOLDERS)
    with query_count(8):
        client.get(PLACEHOLDERS)
