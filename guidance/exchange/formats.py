"""The files in which tables come and go."""

from typing import Any

from import_export.formats.base_formats import CSV, XLSX


class Excel(XLSX):
    """An Excel workbook's first sheet."""

    def create_dataset(self, in_stream: Any, **kwargs: Any) -> Any:
        """The table in the bytes of a file; ValueError where it has no rows."""
        return _filled(super().create_dataset(in_stream))


class AnyCsv(CSV):
    """CSV as Excel and WPS save it in China, GB18030, or in UTF-8; written so that both open it."""

    def is_binary(self) -> bool:
        """The encoding is found out here, not before."""
        return True

    def get_read_mode(self) -> str:
        """For the same reason."""
        return "rb"

    def create_dataset(self, in_stream: Any, **kwargs: Any) -> Any:
        """The table in the bytes of a file; ValueError where they are no text or there are no rows."""
        return _filled(super().create_dataset(decoded(in_stream), **kwargs))

    def export_data(self, dataset: Any, **kwargs: Any) -> Any:
        """UTF-8 with the mark by which Excel knows it."""
        return super().export_data(dataset, **kwargs).encode("utf-8-sig")


FORMATS = [Excel, AnyCsv]


def decoded(content: bytes) -> str:
    """The text of a CSV file in either encoding; ValueError where the bytes are no text."""
    if b"\0" in content:
        raise ValueError("not a text")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("gb18030")


def _filled(dataset: Any) -> Any:
    if not len(dataset):
        raise ValueError("no rows")
    return dataset
