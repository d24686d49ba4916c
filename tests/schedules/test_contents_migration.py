"""Migration 0004: what sheets said at steps that were taken before it was kept with them."""

from importlib import import_module

from django.apps import apps

from guidance.schedules.models import ScheduleLine, ScheduleReturn
from guidance.workflow.models import Transition
from tests.schedules.sheets import cells, complete, paper_of, press, save, submit

keep_contents = import_module("guidance.migrations.0004_contents").keep_contents


def _contents():
    return [step.content for step in Transition.objects.order_by("pk")]


def _forget():
    for step in Transition.objects.all():
        step.content = None
        step.save()


def test_it_works(cast, log_in):
    submit(log_in(cast.reporter), cast.unit, complete() | {"unit-completion": "3.5"})
    press(log_in(cast.clerk), cast.unit, "return", reason="请核实")
    submit(log_in(cast.reporter), cast.unit, cells(1, party="1.21", party_kind="actual"))
    press(log_in(cast.clerk), cast.unit, "accept")
    before = _contents()
    assert [content is None for content in before] == [False, True, False, False]
    assert before[0] != before[2]
    _forget()

    keep_contents(apps, None)

    assert _contents() == before


def test_what_was_changed_after_the_step_is_not_what_was_sent(cast, log_in):
    submit(log_in(cast.reporter), cast.unit, complete())
    before = _contents()
    press(log_in(cast.reporter), cast.unit, "withdraw")
    save(log_in(cast.reporter), cast.unit, cells(1, party="1.25"))
    _forget()
    keep_contents(apps, None)
    assert _contents()[0] == before[0]


def test_without_a_history_it_is_what_the_sheet_says_now(cast, log_in):
    submit(log_in(cast.reporter), cast.unit, complete())
    before = _contents()
    _forget()
    ScheduleLine.history.all().delete()
    ScheduleReturn.history.all().delete()
    keep_contents(apps, None)
    assert _contents() == before


def test_what_is_already_kept_stays(cast, log_in):
    submit(log_in(cast.reporter), cast.unit, complete())
    step = paper_of(cast.unit).transitions.get()
    step.content = {"lines": {}, "completion": [None, None, "另", "planned", None, None]}
    step.save()
    keep_contents(apps, None)
    assert paper_of(cast.unit).transitions.get().content == step.content
