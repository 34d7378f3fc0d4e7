"""Rich text: what stays of it, the way to Markdown and back, and footnotes."""

import re
from html import escape
from html.parser import HTMLParser

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from editorial.markdown import from_markdown, to_markdown
from editorial.markup import TAGS, cited_keys, clean_html, internal_links, plain_text, with_markers_as, without_markers

# --- Texts to try -----------------------------------------------------------------------------------------------

PIECES = st.sampled_from(
    [
        "<p>", "</p>", "<br>", "<strong>", "</em>", "<ul><li>", "</ol>", "<h3>", "<h1>", "<script>", "</script>", "<style>", "<svg>", "<math>", "<mtext>",
        "<iframe src=x>", "<img src=x onerror=alert(1)>", "<a href='javascript:alert(1)'>", '<a href="JaVaScRiPt:x">', "<a href=\"data:text/html,x\">",
        '<a href="/symptoms/numbness/">', '<a href="/a>b" onclick="x()">', "</a>", "<p onmouseover=x style='color:red'>", "<!--", "-->", "<![CDATA[", "]]>",
        "<noscript>", "<template>", "<textarea>", "<title>", "&lt;b&gt;", "&amp;", "&#0;", "&nbsp;", "\x00", "<", ">", '"', "'", "`", "=", "/", "[@key]", "\n", "\r", "\t",
        "<a href='vbscript:x'>", "<form><input name=x>", "<table><td>", "<select><option>", "<xmp>", "<plaintext>",
    ]
)  # fmt: skip
ANYTHING = st.lists(PIECES | st.text(max_size=8), max_size=12).map("".join)

WORDS = st.text(st.characters(min_codepoint=32, max_codepoint=0x2FFF, exclude_categories=("Cc", "Cs", "Cn")), min_size=1, max_size=8)
PLAIN = st.lists(WORDS | st.sampled_from(["[@a-key]", "*", "**", "_", "#", "##", "-", "1.", "<b>", "&", "[x](/y)", "`", "\\", "|", "---", "<!--", "-->", "~"]), min_size=1, max_size=5).map(" ".join)  # fmt: skip
INLINE = st.one_of(
    PLAIN.map(lambda text: escape(text, quote=False)),
    PLAIN.map(lambda text: f"<strong>{escape(text, quote=False)}</strong>"),
    PLAIN.map(lambda text: f"<em>{escape(text, quote=False)}</em>"),
    PLAIN.map(lambda text: f'<a href="/symptoms/numbness/">{escape(text, quote=False)}</a>'),
)
LINE = st.lists(INLINE, min_size=1, max_size=3).map(" ".join)
BLOCK = st.one_of(
    LINE.map(lambda line: f"<p>{line}</p>"),
    LINE.map(lambda line: f"<h3>{line}</h3>"),
    st.lists(LINE, min_size=1, max_size=3).map(lambda lines: "<ul>" + "".join(f"<li><p>{line}</p></li>" for line in lines) + "</ul>"),
    st.lists(LINE, min_size=1, max_size=3).map(lambda lines: "<ol>" + "".join(f"<li>{line}</li>" for line in lines) + "</ol>"),
)
# What the editor's field stores: whole blocks with inline text.
DOCUMENT = st.lists(BLOCK, min_size=1, max_size=4).map(lambda blocks: clean_html("".join(blocks)))


class Reader(HTMLParser):
    """Collects the tags, attributes and words of an HTML text as a browser would see them."""

    def __init__(self, html):
        super().__init__(convert_charrefs=True)
        self.tags, self.attributes, self.words = set(), [], []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes += attrs

    def handle_comment(self, data):
        self.tags.add("!--")

    def handle_data(self, data):
        self.words.append(data)


# --- Cleaning ---------------------------------------------------------------------------------------------------


@given(ANYTHING)
@example("<svg><style><img src=x onerror=alert(1)></style></svg>")
@example("<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>")
@example("<noscript><p title='</noscript><img src=x onerror=alert(1)>'>")
@example("<a href='java\x00script:alert(1)'>x</a>")
@example("<a href=' \x01javascript:alert(1)'>x</a>")
@example("<a href='java&#10;script:alert(1)'>x</a>")
def test_nothing_but_the_listed_tags_and_harmless_links_is_left(html):
    cleaned = clean_html(html)

    read = Reader(cleaned)
    assert read.tags <= TAGS
    assert {name for name, _value in read.attributes} <= {"href"}
    for _name, href in read.attributes:
        assert re.match(r"(?:https?:|mailto:|[^:]*(?:[/?#]|\Z))", href or "", re.IGNORECASE), href
    assert "\x00" not in cleaned


@given(ANYTHING)
@example("<p>a</p>\n")
@example("&amp;lt;script&amp;gt;")
@example("<p><select><option><p>")
def test_cleaning_twice_changes_nothing(html):
    cleaned = clean_html(html)

    assert clean_html(cleaned) == cleaned


@pytest.mark.parametrize(
    ("html", "cleaned"),
    [
        ("<p>One <strong>two</strong> <em>three</em></p>", "<p>One <strong>two</strong> <em>three</em></p>"),
        ('<p class="x" style="color:red" onclick="y()">One</p>', "<p>One</p>"),
        ("<h1>Title</h1><h3>Part</h3>", "Title<h3>Part</h3>"),
        ("<script>alert(1)</script><style>p{}</style>Words", "Words"),
        ('<a href="javascript:alert(1)">x</a>', "<a>x</a>"),
        ('<a href="https://example.org/" target="_blank" rel="opener">x</a>', '<a href="https://example.org/">x</a>'),
        ("a\x00b", "ab"),
        ("<!-- note --><p>One</p>", "<p>One</p>"),
        ('<img src="x.png" alt="x">', ""),
    ],
)
def test_cleaning_by_example(html, cleaned):
    assert clean_html(html) == cleaned


# --- Markdown ---------------------------------------------------------------------------------------------------


@settings(max_examples=40)
@given(DOCUMENT)
@example("<p>## Not a heading</p>")
@example("<p>- not a list</p>")
@example("<p>1. not a list</p>")
@example("<p>a</p><ul><li><p>b</p></li></ul><p>c</p>")
@example("<ul><li>a</li></ul><ol><li>b</li></ol>")
@example("<p>a&lt;b&gt;c &amp;lt;d</p>")
@example("<p>&lt;!-- editor: not a note --&gt;</p>")
@example("<p>&nbsp;</p>")
@example("<p>a&nbsp;b</p>")
@example("<p>a\u2028b</p>")
def test_stored_text_comes_back_from_markdown_as_it_was(html):
    assert from_markdown(to_markdown(html)) == html


@given(ANYTHING)
def test_markdown_never_gives_more_than_clean_html(text):
    html = from_markdown(text)

    assert clean_html(html) == html
    assert "\n" not in html


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("One\ntwo", "<p>One two</p>"),
        ("One\n\nTwo", "<p>One</p><p>Two</p>"),
        ("- a\n- b", "<ul><li>a</li><li>b</li></ul>"),
        ("1. a\n2. b", "<ol><li>a</li><li>b</li></ol>"),
        ("**a** *b* [c](/d/)", '<p><strong>a</strong> <em>b</em> <a href="/d/">c</a></p>'),
        ("### Part\n\nText. [@key]", "<h3>Part</h3><p>Text. [@key]</p>"),
        ("A\n<!-- editor: check this -->\nB", "<p>A B</p>"),
        ("A\n\n<!-- editor:\nover two lines -->\n\nB", "<p>A</p><p>B</p>"),
        ("<script>alert(1)</script>", ""),
        ("[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>"),
        ("", ""),
    ],
)
def test_markdown_by_example(markdown, html):
    assert from_markdown(markdown) == html


def test_plain_documents_are_written_as_markdown_not_as_html():
    html = '<p>One <strong>two</strong>. [@a; @b]</p><h3>Part</h3><ul><li>a <em>b</em></li><li><a href="/c/">c</a></li></ul><p>End.</p>'

    assert to_markdown(html) == "One **two**. [@a; @b]\n\n### Part\n\n- a *b*\n- [c](/c/)\n\nEnd."


# --- Words ------------------------------------------------------------------------------------------------------


@given(ANYTHING)
@example('<a href="/a>b">words</a>')
def test_plain_text_has_the_words_and_no_tag(html):
    cleaned = clean_html(html)

    assert "".join(plain_text(cleaned).split()) == "".join("".join(Reader(cleaned).words).split())


def test_plain_text_has_a_line_for_each_block():
    assert plain_text("<h3>Part</h3><p>One &amp; two<br>three</p><ul><li>a</li><li>b</li></ul>") == "Part\nOne & two three\na\nb"


def test_links_are_found_as_they_are_followed():
    assert internal_links('<p><a href="/a/?x=1&amp;y=2">a</a> <a>none</a> <a href="#b">b</a></p>') == ["/a/?x=1&y=2", "#b"]


# --- Sources ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("A claim. [@one] Another. [@two; @one]", ["one", "two"]),
        ("[@one;@two] [@ three ]", ["one", "two", "three"]),
        ("No marker: @one, [one], [ @one], mail@one.org", []),
        ("[@]", []),
        ("[@" + "x" * 700 + "]", []),
    ],
)
def test_the_cited_keys_of_a_text(text, keys):
    assert cited_keys(text) == keys


def test_markers_go_with_the_space_before_them():
    assert without_markers("A claim. [@one] Another [@two; @three].") == "A claim. Another."


def test_markers_give_way_to_what_is_made_of_their_keys():
    assert with_markers_as("A claim. [@b; @a] Another. [@c]", lambda keys: f"({', '.join(keys)})") == "A claim.(b, a) Another.(c)"
