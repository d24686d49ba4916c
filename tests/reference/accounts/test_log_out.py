"""/logout/"""

from django.contrib.sessions.models import Session
from django.urls import reverse

ADDRESS = reverse("guidance:logout")


def test_it_works(cast, log_in):
    client = log_in(cast.reporter)
    response = client.post(ADDRESS)
    assert (response.status_code, response["Location"]) == (302, reverse("guidance:login"))
    assert client.get(reverse("guidance:desk")).status_code == 302
    assert not Session.objects.exists()


def test_opening_the_address_only_asks(cast, log_in):
    client = log_in(cast.reporter)
    assert "退出登录？" in client.get(ADDRESS).content.decode()
    assert client.get(reverse("guidance:desk")).status_code == 200


def test_the_administration_goes_the_same_way_out(cast, log_in):
    client = log_in(cast.clerk)
    assert client.post(reverse("admin:logout"))["Location"] == reverse("guidance:login")
    assert client.get(reverse("guidance:desk")).status_code == 302
