"""The number of places that the demonstration must have, and the day after its last entry."""

from datetime import datetime, timedelta

from django.utils import timezone

from guidance.demonstration.units import REFERENCE_DAY

# Townships, villages, communities of each unit.
SIZES = {
    "融安县": (12, 137, 11),
    "融水县": (20, 194, 13),
    "柳江区": (8, 92, 26),
    "柳城县": (12, 120, 12),
    "鹿寨县": (9, 109, 16),
    "鱼峰区": (10, 30, 32),
    "三江县": (15, 160, 9),
    "柳北区": (12, 29, 35),
    "北部生态新区（阳和工业新区）": (1, 6, 6),
    "城中区": (7, 10, 28),
    "柳南区": (11, 34, 34),
    "柳东新区": (1, 14, 6),
}
DAY_AFTER = timezone.make_aware(datetime.combine(REFERENCE_DAY + timedelta(days=1), datetime.min.time()))
