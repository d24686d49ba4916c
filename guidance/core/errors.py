"""The pages for what went wrong. They ask nothing of the database: it may be what failed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def _error_page(request: HttpRequest, status: int, title: str, advice: str) -> HttpResponse:
    # No context processors (request=None): they may ask for the user, the session, the plan.
    return render(
        None, "guidance/error.html", {"status": status, "title": title, "advice": advice}, status=status
    )


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: a request that no page of ours sends."""
    return _error_page(request, 400, "请求有误", "浏览器发来的内容不完整或格式不对。请返回上一页刷新后重试。")


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: in scope, but not this user's to do."""
    reason = str(exception) if exception and str(exception) else "您的角色不能进行此项操作。"
    return _error_page(request, 403, "没有权限", f"{reason} 如工作需要，请联系系统管理员调整权限。")


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: there is none, or none within this user's scope."""
    return _error_page(
        request, 404, "没有找到", "该页面不存在，或不在您的工作范围内。请从左侧菜单进入，或核对网址。"
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """500: our fault. The sentence tells a clerk what became of the work."""
    return _error_page(
        request,
        500,
        "系统出错",
        "刚才的操作没有完成，没有保存任何内容。请按浏览器“后退”键返回，所填内容一般仍在；"
        "稍后再试，如仍出错请联系市妇联组联部。",
    )


def busy(request: HttpRequest) -> HttpResponse:
    """503: the database is locked or out of reach; a second try may succeed."""
    response = _error_page(
        request,
        503,
        "系统正忙",
        "刚才的操作没有保存。请按浏览器“后退”键返回，所填内容一般仍在，过一会儿再提交一次。",
    )
    response["Retry-After"] = "10"
    return response


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 after a form was open too long or the cookies are off."""
    return _error_page(
        request,
        403,
        "页面已过期",
        "登录状态已变化或页面打开太久，刚才的内容没有提交。请按浏览器“后退”键返回并复制所填内容，刷新页面后再提交。",
    )
