"""Round trips of the printed papers: random texts, recognition, custom wording."""

import string

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st

from guidance.core import clock
from guidance.reference.plans.details import PrintedText
from guidance.reference.plans.issued_words import ISSUED
from guidance.reference.plans.wording import printed_words
from guidance.reporting.attachments.models import ReadPaper
from guidance.reporting.attachments.recognition import recognize_file

YEAR = 2021
# A try takes a second, since files are read in a process of their own: none to make a failure smaller.
TRIES = settings(
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    max_examples=15,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
# Chinese, Latin, what XML and Excel mind, blanks, controls, and a character beyond 16 bits.
LETTERS = (
    "换届选举大会时间村委妇联实际计划待定年月日至：；（）、。“”" + string.ascii_letters[:8] + string.digits
)
LETTERS += "<>&'\"=+-@#{}%\t　 \x07\x1f\x7f\u200b￾𠮷"
LINE = st.text(st.sampled_from(LETTERS), max_size=30)


def recognize(plan, content):
    """Recognize a printed file with the wording of the plan."""
    return recognize_file(content, {name: printed_words(plan, name) for name in ISSUED})


def build_read_paper(plan, user, recognized, round_=None):
    """An unsaved ReadPaper of the recognized file."""
    return ReadPaper(
        plan=plan,
        kind=recognized.kind,
        round=round_,
        content=recognized.content,
        uploaded_by=user,
        uploaded_at=clock.now(),
    )


def set_custom_words(plan, attachment, words):
    """Give the plan's attachment this custom wording."""
    plan.printed_wording = "custom"
    plan.save()
    for slot, text in words.items():
        PrintedText.objects.update_or_create(
            plan=plan,
            slot=f"{attachment}.{slot}",
            defaults={"label": slot, "as_issued": ISSUED[attachment][slot], "custom": text},
        )
