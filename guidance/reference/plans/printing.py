"""How a plan's attachments are printed."""

from django.db import models

from guidance.reference.plans.choices import PrintedWording


class Printing(models.Model):
    """The wording of the attachments, and what the notice leaves to the office (A-03, A-06)."""

    printed_wording = models.CharField(
        "附件用字", max_length=20, choices=PrintedWording, default=PrintedWording.AS_ISSUED
    )
    schedule_is_landscape = models.BooleanField(
        "附件3横向打印", default=False, help_text="不勾选为纵向；横向时标题用二号字"
    )
    schedule_has_stamp_line = models.BooleanField(
        "附件3加盖章栏",
        default=False,
        help_text="原表没有；打开后在表下加“填报单位（盖章）、填报人、联系电话、填报日期”一行",
    )
    prints_key_villages = models.BooleanField(
        "附件1打印重难点村数量",
        default=False,
        help_text="打开后，已填数量的乡镇（街道）名称后加括号打印数量",
    )

    class Meta:
        abstract = True
