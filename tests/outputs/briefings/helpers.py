"""Read a briefing: the preview on the page, and the text of the Word file."""

import re
from io import BytesIO
from typing import Any
from urllib.parse import urlencode

from docx import Document
from docx.table import Table
from docx.text.paragraph import Paragraph

from guidance.oversight.findings.models import Excerpt
from guidance.oversight.findings.rules import make_digest
from tests.pages import Page

PAGE, WORD = "/briefings/", "/briefings/briefing.docx"
CHAPTERS = (*("figures", "reporting", "guidance", "good_practices", "recommendations", "problems", "next"),)


def query_of(**choices: Any) -> str:
    """The query string of these choices."""
    return f"?{urlencode(choices, doseq=True)}"


def only_chapters(*chapters: str, **choices: Any) -> str:
    """The query string for only these chapters, in this order."""
    omitted = {f"place_{chapter}": "0" for chapter in CHAPTERS}
    return query_of(**omitted | {f"place_{chapter}": n for n, chapter in enumerate(chapters, 1)} | choices)


def preview_text(response: Any) -> str:
    """The text of the preview, without blanks."""
    article = re.search(r'<article class="paper official".*?</article>', response.content.decode(), re.DOTALL)
    assert article, "there is no preview"
    return without_blanks(Page(article[0]).text)


def word_text(response: Any) -> str:
    """The text of the Word file in its order, without blanks."""
    assert response.headers["Content-Type"].endswith("wordprocessingml.document")
    parts = []
    for block in Document(BytesIO(response.content)).iter_inner_content():
        if isinstance(block, Paragraph):
            parts.append(block.text)
        elif isinstance(block, Table):
            parts += [cell.text for row in block.rows for cell in row.cells]
    return without_blanks("".join(parts))


def without_blanks(text: str) -> str:
    """Remove all blanks."""
    return "".join(text.split())


def make_excerpt(cast: Any, report: Any, text: str, section: str = "good_practices") -> Excerpt:
    """Store an excerpt of this report."""
    excerpt: Excerpt = Excerpt.objects.create(
        plan=cast.plan,
        report=report,
        section=section,
        text=text,
        digest=make_digest(text),
        picked_by=cast.clerk,
        picked_at=report.submitted_at,
    )
    return excerpt
