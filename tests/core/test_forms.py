"""Rules that every form of the pages keeps."""

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile

from guidance.core.forms import DocumentField
from guidance.core.workflow.choices import Status
from tests.access_scene import make_report, send

PAGES = {
    "/login/": None,
    "/password/": "reporter",
    "/schedules/2/{unit.pk}/": "reporter",
    "/returns/townships/{township.pk}/": "township_liaison",
    "/visits/new/": "leader",
}


@pytest.mark.parametrize("address", PAGES)
def test_no_control_cuts_off_what_is_pasted(cast, client, log_in, address):
    username = PAGES[address]
    if username:
        client = log_in(getattr(cast, username))
    page = client.get(address.format(**vars(cast))).content.decode()
    assert "<input" in page
    assert "maxlength" not in page


def test_the_reason_of_a_return_is_not_cut_off_either(cast, log_in):
    report = send(make_report(cast.leader_person, cast.township, cast.leader), cast.leader)
    assert report.status == Status.SUBMITTED
    page = log_in(cast.clerk).get(f"/visits/{report.pk}/").content.decode()
    assert 'name="reason"' in page
    assert "maxlength" not in page


@pytest.mark.parametrize(
    ("files", "errors"),
    [
        ({"file": SimpleUploadedFile("a.txt", bytes(2 << 20))}, []),
        ({"file": SimpleUploadedFile("a.txt", bytes((2 << 20) + 1))}, ["请分成几份。"]),
        ({"file": SimpleUploadedFile("a.txt", b"")}, ["文件是空的，请重新选择。"]),
        ({}, ["请选择文件。"]),
    ],
)
def test_a_document_is_chosen_and_not_larger_than_is_read(files, errors):
    class Choice(forms.Form):
        file = DocumentField(accept=".txt", max_megabytes=2, too_large="请分成几份。")

    assert Choice({}, files).errors.get("file", []) == errors
