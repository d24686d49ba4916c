"""Reading plans."""

from django.core.exceptions import PermissionDenied

from guidance.reference.plans.models import Plan


def get_current_plan(consequence: str = "暂不能填报") -> Plan:
    """The plan in force. Raise PermissionDenied, with what that prevents, before one is loaded."""
    plan = Plan.objects.current()
    if plan is None:
        raise PermissionDenied(f"还没有载入工作方案，{consequence}。")
    return plan
