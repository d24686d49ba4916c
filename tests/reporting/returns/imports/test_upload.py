"""上传并预览, 确认导入: what is read, what is shown, what is written and what is not."""

from guidance.reporting.returns.models import VillageReturn
from tests.pages import read
from tests.reporting.returns.grids import stored
from tests.reporting.returns.imports.workbooks import HEADS, confirm, figures, the_upload, upload, xlsx


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

    page = upload(client, xlsx(rows))

    assert figures(page) == {"新增": 2, "改动": 0, "不变": 0, "错误": 0, "跳过": 1}
    assert not VillageReturn.objects.exists()
    done = confirm(client, page)
    assert "已导入 2 个村（社区）的数据。" in read(done).text
    assert stored(first)[:4] == (5, 2, 1, 1)
    assert stored(second)[:4] == (4, 1, 1, 0)
    assert the_upload().state == "imported"
