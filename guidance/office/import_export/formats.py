"""The files in which tables come and go."""

from typing import Any

from import_export.formats.base_formats import CSV, XLSX
from tablib import Dataset

from guidance.office.spreadsheets.reader import Content, read_spreadsheet
from guidance.office.uploads.container import decode_text, get_table_kind


class Excel(XLSX):
    """An Excel workbook's first sheet, read by a process that may die of it."""

    def create_dataset(self, in_stream: Any, **kwargs: Any) -> Any:
        """The table in the bytes of a file. Refused where it cannot be read, ValueError without rows."""
        content = bytes(in_stream)
        if get_table_kind(content) == "csv":
            raise ValueError("no workbook")
        return _filled(_first_sheet(read_spreadsheet(content)))


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
        return _filled(super().create_dataset(decode_text(in_stream), **kwargs))

    def export_data(self, dataset: Any, **kwargs: Any) -> Any:
        """UTF-8 with the mark by which Excel knows it."""
        return super().export_data(dataset, **kwargs).encode("utf-8-sig")


FORMATS = [Excel, AnyCsv]


def _first_sheet(content: Content) -> Dataset:
    """Its first visible sheet with anything in it; empty rows stay, so that rows keep their numbers."""
    sheets = [sheet for sheet in content["sheets"] if not sheet["hidden"] and sheet["rows"]]
    if not sheets:
        return Dataset()
    by_number = dict(sheets[0]["rows"])
    head = by_number.pop(1, [])
    dataset = Dataset(headers=[str(cell or "") for cell in head])
    for number in range(2, max(by_number, default=1) + 1):
        cells = by_number.get(number, [])[: len(head)]
        dataset.append([*cells, *[None] * (len(head) - len(cells))])
    return dataset


def _filled(dataset: Any) -> Any:
    if not len(dataset):
        raise ValueError("no rows")
    return dataset
