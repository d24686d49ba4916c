"""What a password must be, in words that Django 5.2 has only in English."""

from django.contrib.auth import password_validation


class MinimumLengthValidator(password_validation.MinimumLengthValidator):
    """Django's, speaking Chinese."""

    def get_error_message(self) -> str:
        """How long it must be."""
        return f"密码太短，至少要有{self.min_length}个字符。"
