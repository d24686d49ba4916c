"""The printed words of the attachments as the notice of 2021 has them. Pure."""

from guidance.reference.plans.choices import ScheduleColumn

# As issued; for a plan whose words nobody has entered.
ATTACHMENT1 = {
    "mark": "附件1",
    "title": "柳州市妇联领导班子成员联系指导\n村（社区）妇联换届选举工作安排表",
    "header.order": "序号",
    "header.leader": "姓  名",
    "header.post": "单位职务",
    "header.township": "联系指导\n乡镇（街道）",
    "header.liaison": "联系乡镇（街道）联络员及联系方式",
    "page2.header.township": "联系指导\n乡镇（街道）及\n重难点村数量",
}
ATTACHMENT2 = {
    "mark": "附件2",
    "title": "柳州市妇联领导小组成员开展联系指导\n村（社区）妇联换届情况统计表",
    "signature": "领导班子成员（签字）：",
    "township": "联系乡镇（街道）名称：",
    "label.visit": "本次联系指导情况",
    "time": "联系指导时间：     年  月  日",
    "methods": "联系指导方式：",
    "label.overall_situation": "总体\n情况",
    "label.issues_found": "发现\n问题",
    "label.good_practices": "经验\n做法",
    "label.recommendations": "工作\n建议",
    "continuation": "（可另附页）",
    "note": "备注：领导班子成员应在每次联系指导结束后的第二天，将此表提供市妇联组联部。",
}
ATTACHMENT3 = {
    "mark": "附件3",
    "title": "柳州市村（社区）“两委”换届换届选举工作、村（社区）妇联\n换届选举工作日程安排表",
    "header.order": "序号",
    "header.township": "联系指导\n乡镇（街道）",
    **{f"header.{column}": column.head for column in ScheduleColumn},
    "note": "注：此表由县区妇联、新区党群工作部填报。",
}
ISSUED = {"attachment1": ATTACHMENT1, "attachment2": ATTACHMENT2, "attachment3": ATTACHMENT3}

Words = dict[str, str]
