"""`manage.py load_demo`: invented places, figures, papers and accounts around the loaded notice."""

import os
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from guidance.demonstration.accounts import usernames
from guidance.demonstration.load import LoadedCounts, load_demonstration
from guidance.demonstration.password import keep_password, new_password
from guidance.reference.accounts.models import User
from guidance.reference.places.models import Village
from guidance.reference.plans.models import Plan

NOTICE = "柳妇通〔2021〕1号"


class Command(BaseCommand):
    """Load the demonstration once; a second run changes nothing."""

    help = "Add the demonstration data to a database that holds the notice (DEMO_PASSWORD: its password)."

    def handle(self, *args: Any, **options: Any) -> None:
        plan = Plan.objects.filter(document_number=NOTICE, is_current=True).first()
        if plan is None:
            raise CommandError(f"请先载入通知{NOTICE}并设为当前批次：python manage.py loaddata notice_2021")
        if is_loaded():
            self.stdout.write("演示数据已经载入，没有作任何改动。")
            return
        given_password = os.environ.get("DEMO_PASSWORD", "")
        password = given_password or new_password()
        password_file = Path(settings.VAR_DIR) / "demo-password"
        with transaction.atomic():  # no accounts without their password
            loaded = load_demonstration(plan, password)
            if given_password:
                password_file.unlink(missing_ok=True)  # a file for an earlier database would mislead
            else:
                keep_password(password_file, password)
        self.stdout.write(summary(loaded))
        shown_password = "见 DEMO_PASSWORD" if given_password else f"{password}（已存入 {password_file}）"
        self.stdout.write(f"演示密码：{shown_password}")


def is_loaded() -> bool:
    """Whether this database has the demonstration. Raises CommandError where it has other data."""
    names = usernames()
    taken_names = sorted(User.objects.filter(username__in=names).values_list("username", flat=True))
    if len(taken_names) == len(names):
        return True
    if taken_names:
        raise CommandError(f"已有同名账号，演示数据没有载入：{'、'.join(taken_names)}")
    if Village.objects.exists():
        raise CommandError("数据库中已有村（社区），演示数据只能载入还没有村（社区）的数据库。")
    return False


def summary(loaded: LoadedCounts) -> str:
    """A sentence on what was loaded."""
    return (
        f"已载入演示数据：乡镇（街道）{loaded.townships}个、村（社区）{loaded.villages}个、"
        f"换届结果{loaded.returns}条、日程安排表{loaded.schedules}份、情况统计表{loaded.visits}份、"
        f"问题{loaded.problems}条、差距补救{loaded.remedies}条、账号{loaded.accounts}个。"
    )
