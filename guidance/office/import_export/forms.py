"""Uploading a table, and confirming its preview."""

from typing import Any

from django import forms
from import_export import forms as import_export_forms

from guidance.office.import_export.formats import FORMATS

MOST_BYTES = 5 * 1024 * 1024


class UploadForm(import_export_forms.ImportForm):
    """The file; its format is guessed from its name and can be corrected."""

    UNREADABLE = (
        "无法读取这个文件，或其中没有数据。请上传 Excel（.xlsx）或 CSV 文件，并核对所选“格式”与文件一致。"
    )
    ADVICE = "第一行为表头，列名见上；列的先后不限。最稳妥的做法是先导出一份，在导出的表上修改。"

    def __init__(self, formats: Any, resources: Any, **kwargs: Any) -> None:
        super().__init__(formats, resources, **kwargs)
        self.fields["import_file"].help_text = self.ADVICE
        self.fields["format"].error_messages["required"] = "请选择文件格式。"

    def clean_import_file(self) -> Any:
        """Not larger than a reference table can be."""
        file = self.cleaned_data["import_file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError("文件超过5MB，请分成几份导入。")
        return file


class ConfirmForm(import_export_forms.ConfirmImportForm):
    """Names the previewed file; nothing in it is typed by a person."""

    format = forms.ChoiceField(choices=list(enumerate(FORMATS)), widget=forms.HiddenInput)
