"""From the Markdown of content files to the HTML of the database, and back. Only the import and the export need it."""

import re

from markdown_it import MarkdownIt
from markdownify import MarkdownConverter

from editorial.markup import clean_html

EDITOR_NOTE = re.compile(r"^[ \t]*<!--.*?-->[ \t]*\n?", re.DOTALL | re.MULTILINE)
MARKDOWN = MarkdownIt("commonmark", {"html": True})


def from_markdown(text):
    """Clean HTML of a Markdown text; editor's notes (HTML comments) are dropped."""
    html = MARKDOWN.render(EDITOR_NOTE.sub("", text))
    return re.sub(r">\n+<", "><", clean_html(html)).replace("\n", " ")


def to_markdown(html):
    """Markdown that gives this HTML again with `from_markdown`; the HTML itself where Markdown cannot say it."""
    converter = MarkdownConverter(heading_style="ATX", bullets="-", strong_em_symbol="*", escape_misc=False)
    text = converter.convert(html).strip()
    text = re.sub(r"[ \t]+\n", "\n", text)
    return text if from_markdown(text) == html else html
