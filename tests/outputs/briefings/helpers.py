"""A briefing as a clerk meets it: the preview on the page, and the words of the Word file."""

import re
from io import BytesIO
from typing import Any
from urllib.parse import urlencode

from docx import Document
from docx.table import Table
from docx.text.paragraph import Paragraph

from guidance.oversight.findings.models import Excerpt
from guidance.oversight.findings.rules import digest
from tests.pages import Page

PAGE, WORD = "/briefings/", "/briefings/briefing.docx"
CHAPTERS = (*("figures", "reporting", "guidance", "good_practices", "recommendations", "problems", "next"),)


def asked(**choices: Any) -> str:
    """The choices as they stand in an address."""
    return f"?{urlencode(choices, doseq=True)}"


def only(*chapters: str, **choices: Any) -> str:
    """Only these chapters, in this order."""
    left_out = {f"place_{one}": "0" for one in CHAPTERS}
    return asked(**left_out | {f"place_{one}": n for n, one in enumerate(chapters, 1)} | choices)


def preview(response: Any) -> str:
    """The words of the preview, without blanks."""
    found = re.search(r'<article class="paper official".*?</article>', response.content.decode(), re.DOTALL)
    assert found, "there is no preview"
    return squeezed(Page(found[0]).text)


def word_text(response: Any) -> str:
    """The words of the Word file in their order, without blanks."""
    assert response.headers["Content-Type"].endswith("wordprocessingml.document")
    parts = []
    for block in Document(BytesIO(response.content)).iter_inner_content():
        if isinstance(block, Paragraph):
            parts.append(block.text)
        elif isinstance(block, Table):
            parts += [cell.text for row in block.rows for cell in row.cells]
    return squeezed("".join(parts))


def squeezed(text: str) -> str:
    """Without any blank."""
    return "".join(text.split())


def keep(cast: Any, report: Any, text: str, section: str = "good_practices") -> Excerpt:
    """An excerpt of this report."""
    made: Excerpt = Excerpt.objects.create(
        plan=cast.plan,
        report=report,
        section=section,
        text=text,
        digest=digest(text),
        picked_by=cast.clerk,
        picked_at=report.submitted_at,
    )
    return made
