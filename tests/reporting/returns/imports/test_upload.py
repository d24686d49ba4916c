"""上传并预览 and 确认导入: what they read, show and write."""

from guidance.reporting.returns.models import VillageReturn
from tests.pages import read
from tests.reporting.returns.grid_pages import stored_figures
from tests.reporting.returns.imports.import_pages import (
    confirm_import,
    import_counts,
    only_upload,
    upload_workbook,
)
from tests.reporting.returns.imports.samples import (
    HEADS,
    xlsx,
)


def test_it_works(cast, log_in, media):
    first, second, _ = cast.villages
    town = cast.township.name
    rows = [
        HEADS,
        [town, first.name, 5, 2, "女"],
        [town, second.name, 4, 1, "男"],
        ["合计", None, 9, 3, None],
    ]
    client = log_in(cast.reporter)

    page = upload_workbook(client, xlsx(rows))

    assert import_counts(page) == {"新增": 2, "改动": 0, "不变": 0, "错误": 0, "跳过": 1}
    assert not VillageReturn.objects.exists()
    done = confirm_import(client, page)
    assert "已导入 2 个村（社区）的数据。" in read(done).text
    assert stored_figures(first)[:4] == (5, 2, 1, 1)
    assert stored_figures(second)[:4] == (4, 1, 1, 0)
    assert only_upload().state == "imported"
