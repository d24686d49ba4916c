"""The database refuses wrong units, townships and villages, and each place has its owner."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from guidance.reference.places.models import ReportingUnit, Township, Village

pytestmark = pytest.mark.postgres


@pytest.mark.parametrize(
    ("township", "unit"), [("雒容镇", "柳东新区"), ("阳和街道", "北部生态新区（阳和工业新区）")]
)
def test_a_code_does_not_decide_who_reports(cast, township, unit):
    stored_township = Township.objects.get(name=township)
    assert stored_township.code.startswith("450203")  # 鱼峰区
    assert stored_township.unit.short_name == unit
    assert stored_township.unit.division_code == ""


def test_names(cast):
    assert cast.unit.office_name == "融安县妇联"
    assert ReportingUnit.objects.get(short_name="柳东新区").office_name == "柳东新区党群工作部"
    assert Township.objects.get(name="阳和街道").printed_name == "阳和工业新区阳和街道"
    assert Township.objects.get(name="古砦乡").official_name == "古砦仫佬族乡"


def test_only_new_areas_lack_a_code(cast):
    cast.unit.division_code = ""
    with pytest.raises(IntegrityError), transaction.atomic():
        cast.unit.save()
    with pytest.raises(ValidationError, match="新区没有代码"):
        cast.unit.validate_constraints()


@pytest.mark.parametrize("code", ["45022420", "4502242044", "45022420x", "４５０２２４２０４"])
def test_a_township_code_has_nine_digits(cast, code):
    cast.township.code = code
    with pytest.raises(ValidationError, match="9位数字"):
        cast.township.clean_fields()


def test_a_village_name_stands_once_in_its_township(cast):
    twin = {"name": "示例一村", "committee_type": "villagers"}
    with pytest.raises(IntegrityError), transaction.atomic():
        Village.objects.create(township=cast.township, **twin)
    assert Village.objects.filter(name="示例一村").count() == 2  # one in each township


def test_a_village_has_a_committee_type(cast):
    with pytest.raises(IntegrityError), transaction.atomic():
        Village.objects.create(township=cast.township, name="示例", committee_type="其他")


def test_a_place_with_rows_is_not_deleted(cast):
    with pytest.raises(IntegrityError):
        cast.township.delete()


@pytest.mark.parametrize(
    ("username", "visible", "editable"),
    [
        ("clerk", 6, 6),
        ("leader", 3, 0),
        ("liaison", 3, 0),
        ("reporter", 3, 3),
        ("other_reporter", 3, 3),
        ("township_liaison", 3, 3),
        ("viewer", 6, 0),
        ("administrator", 0, 0),
    ],
)
def test_villages_in_scope(cast, username, visible, editable):
    user = getattr(cast, username)
    assert Village.objects.visible_to(user).count() == visible
    assert Village.objects.editable_by(user).count() == editable


def test_a_township_liaison_sees_no_whole_unit(cast):
    user = cast.township_liaison
    assert not ReportingUnit.objects.visible_to(user).exists()
    assert list(ReportingUnit.objects.named_for(user)) == [cast.unit]
    assert list(Township.objects.visible_to(user)) == [cast.township]
