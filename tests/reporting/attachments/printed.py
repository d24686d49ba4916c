"""Papers of ours on their way out and back in."""

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


def recognize(plan, made):
    """What is read of a file of ours, with the words of the plan."""
    return recognize_file(made, {name: printed_words(plan, name) for name in ISSUED})


def build_read_paper(plan, user, recognized, round_=None):
    """The file as the database would keep it."""
    return ReadPaper(
        plan=plan,
        kind=recognized.kind,
        round=round_,
        content=recognized.content,
        uploaded_by=user,
        uploaded_at=clock.now(),
    )


def custom(plan, attachment, words):
    """Print with these words, as an office may choose them."""
    plan.printed_wording = "custom"
    plan.save()
    for slot, text in words.items():
        PrintedText.objects.update_or_create(
            plan=plan,
            slot=f"{attachment}.{slot}",
            defaults={"label": slot, "as_issued": ISSUED[attachment][slot], "custom": text},
        )
