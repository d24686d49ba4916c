"""Tags and filters of this site."""

from django.template import Context, Template

ONE_LINE = """{% oneline %}
  应到<b>
    {{ first }}</b>
  {% if second %}
    人，{{ second }}
  {% endif %}。
{% endoneline %}"""


def test_oneline_takes_out_the_line_breaks_of_the_template_and_keeps_those_of_values():
    rendered = Template(ONE_LINE).render(Context({"first": "3\n  4", "second": "实到"}))
    assert rendered == "应到<b>3\n  4</b>人，实到。"
