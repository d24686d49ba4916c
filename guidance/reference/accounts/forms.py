"""Logging in and changing one's password, dressed like the site."""

from typing import Any

from django.contrib.auth import forms as auth_forms
from django.core.validators import MaxLengthValidator

from guidance.core.forms import add_bootstrap_classes


class LogInForm(auth_forms.AuthenticationForm):
    """用户名 and 密码."""

    error_messages = {
        "invalid_login": "用户名或密码不正确。请注意大小写；连续输错5次将锁定15分钟。",
        "inactive": "该账号已停用，请联系系统管理员。",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        username: Any = self.fields["username"]
        # Django only gives the control its maxlength; a longer name would not fit the record of failures.
        username.validators.append(MaxLengthValidator(username.max_length, "用户名最多%(limit_value)d个字。"))
        add_bootstrap_classes(self)


class PasswordForm(auth_forms.PasswordChangeForm):
    """旧密码 and the new one twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        add_bootstrap_classes(self)
