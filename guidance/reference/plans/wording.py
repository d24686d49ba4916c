"""The printed words of the attachments: as issued, as corrected, or as the office words them."""

from guidance.reference.plans.details import PrintedText
from guidance.reference.plans.issued_words import ISSUED, Words
from guidance.reference.plans.models import Plan


def printed_words(plan: Plan, attachment: str) -> Words:
    """The words of `attachment` (a key of ISSUED) in the plan's wording, by the slot behind its name."""
    prefix = f"{attachment}."
    texts = PrintedText.objects.filter(plan=plan, slot__startswith=prefix).order_by()
    given = {text.slot.removeprefix(prefix): text.wording(plan.printed_wording) for text in texts}
    return ISSUED[attachment] | given
