"""Validators of fields. Migrations quote them by path: do not move or rename them."""

from django.core.validators import RegexValidator

validate_phone = RegexValidator(
    r"^(1[0-9]{10}|(0[0-9]{2,3}-?)?[0-9]{7,8})\Z",
    "请填写11位手机号码，或带区号的固定电话（如 0772-2823290）。",
)
validate_township_code = RegexValidator(r"^[0-9]{9}\Z", "乡镇（街道）代码为9位数字，如 450224204。")
validate_division_code = RegexValidator(
    r"^[0-9]{6}\Z", "行政区划代码为6位数字，如 450224；新区没有代码，请留空。"
)
