"""A version as a list of the parts that somebody who reads or reviews it can see, each as lines of plain text."""

from dataclasses import dataclass
from datetime import date
from html.parser import HTMLParser

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from editorial.models import Citation, Page, Section, Source, Tag

CHANGE_NOTE = ("field", "change_note")
BLOCKS = ("p", "h3", "li")
LIST_MARKS = {"ul": "• ", "ol": "№ "}
EMPHASIS = {"strong": "**", "em": "*"}


@dataclass(frozen=True)
class Part:
    """`key` says what the part is about, `kin` the same more loosely; `series` names the list in which its place counts, if it has one."""

    key: tuple
    label: str
    lines: tuple[str, ...]
    kin: tuple = ()
    series: str = ""


def parts_of(version):
    """The parts of a version, those without a text left out, in a stable order and with a number of queries that does not grow."""
    version = version.own()
    parts = [_field_part(version, field) for field in _own_fields(version)]
    for field in version._meta.many_to_many:
        if field.editable and not hasattr(field, "through"):
            parts.append(Part(("field", field.name), _label(field), tuple(_names(getattr(version, field.name).all()))))
    tags = Tag.objects.filter(tagged__content_object=version.pk)
    parts.append(Part(("tags",), _("Tags"), tuple(_names(tags))))
    for model in version.part_models():
        parts += {Section: _section_parts, Citation: _citation_parts}.get(model, _row_parts)(version, model)
    return [part for part in parts if part.lines]


def lines_of(html):
    """The lines of a clean HTML text, one a paragraph, sub-heading or list item.

    Citation marks stay, a link's address stands behind its words, emphasis is written with asterisks. List items begin with
    • or № and not with their number, which would change with every item above.
    """
    reader = _Reader()
    reader.feed(html)
    reader.close()
    reader.end_line()
    return reader.lines


class _Reader(HTMLParser):
    """Writes the lines of an HTML text down as it meets them."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.lines, self.words, self.lists, self.links = [], [], [], []
        self.mark = ""

    def handle_starttag(self, tag, attrs):
        if tag in LIST_MARKS:
            self.end_line()
            self.lists.append(LIST_MARKS[tag])
        elif tag == "br":
            self.end_line()
            self.mark = self.inner_mark()
        elif tag in BLOCKS:
            self.end_line()
            if tag == "h3":
                self.mark += _("Sub-heading: ")
            elif tag == "li":
                self.mark = "".join(self.lists)
        elif tag == "a":
            self.links.append(dict(attrs).get("href"))
        else:
            self.words.append(EMPHASIS.get(tag, ""))

    def handle_endtag(self, tag):
        if tag in LIST_MARKS:
            self.end_line()
            self.lists = self.lists[:-1]
            self.mark = self.inner_mark() if self.lists else ""
        elif tag in BLOCKS:
            self.end_line()
            # Only the first paragraph of a list item has its mark.
            self.mark = self.inner_mark() if self.lists and tag != "li" else ""
        elif tag == "a" and self.links:
            href = self.links.pop()
            self.words.append(f" ({href})" if href else "")
        else:
            self.words.append(EMPHASIS.get(tag, ""))

    def handle_data(self, data):
        self.words.append(data)

    def inner_mark(self):
        return "  " * len(self.lists) + "↳ "

    def end_line(self):
        """Ends the line that is being written, unless nothing stands in it yet: then its mark is for what follows."""
        text = " ".join("".join(self.words).split())
        if text:
            self.lines.append(self.mark + text)
            self.mark = ""
        self.words = []


def _own_fields(model):
    """What people write in the fields of a row: no keys, no links to the table above, no bookkeeping."""
    return [
        field
        for field in model._meta.concrete_fields
        if field.editable and not field.primary_key and not field.auto_created and field.name != "version"
    ]


def _label(field):
    return capfirst(str(field.verbose_name))


def _field_part(version, field):
    return Part(("field", field.name), _label(field), tuple(_shown(version, field)))


def _shown(row, field):
    """The value of a field as people see it: a list of lines, empty if there is none."""
    value = getattr(row, field.name)
    if field.choices:
        value = getattr(row, f"get_{field.name}_display")()
    if value is None:
        return []
    if isinstance(value, bool):
        return [_("yes") if value else _("no")]
    if isinstance(value, list):
        return [str(item) for item in value]
    text = value.isoformat() if isinstance(value, date) else str(value)
    return [line.strip() for line in text.splitlines() if line.strip()]


def _names(rows):
    return sorted(_name(row) for row in rows)


def _name(row):
    if isinstance(row, Source):
        return row.key
    # Pages of two kinds may share a name.
    return f"{row} ({row.get_kind_display()})" if isinstance(row, Page) else str(row)


def _section_parts(version, model):
    for section in version.sections.select_related("card"):
        aspect = section.get_aspect_display()
        lines = [_("Heading: %(heading)s") % {"heading": section.heading}] if section.heading else []
        lines += [_("Care card: %(card)s") % {"card": section.card}] if section.card else lines_of(section.body)
        yield Part(
            key=("section", section.aspect, section.heading, section.card_id),
            label=f"{aspect} ({section.heading})" if section.heading else aspect,
            lines=tuple(lines),
            kin=("section", section.aspect),
            series=str(model._meta.verbose_name_plural),
        )


def _citation_parts(version, model):
    cited = sorted(version.citations.select_related("source"), key=lambda citation: citation.source.key)
    yield Part(("sources",), _("Sources"), tuple(citation.source.key for citation in cited))
    for citation in cited:
        about = " ".join(filter(None, [citation.claim, f"({citation.locator})" if citation.locator else ""]))
        if about:
            key = citation.source.key
            yield Part(("citation", key), _("What rests on %(key)s") % {"key": key}, (f"{key}: {about}",))


def _row_parts(version, model):
    """The parts of a model that only the kind of the version has, a part a row."""
    linked = [field for field in model._meta.many_to_many if field.editable]
    targets = [field for field in _own_fields(model) if field.is_relation]
    rows = model.objects.filter(version=version).order_by(*model._meta.ordering, "pk")
    rows = rows.select_related(*[field.name for field in targets]) if targets else rows
    for row in rows.prefetch_related(*[field.name for field in linked]):
        about = tuple((field.name, getattr(row, field.attname)) for field in targets)
        lines = [f"{_label(field)}: {', '.join(shown)}" for field in _own_fields(model) if (shown := _shown(row, field))]
        lines += [f"{_label(field)}: {', '.join(names)}" for field in linked if (names := _names(getattr(row, field.name).all()))]
        yield Part(
            key=(model._meta.label_lower, about, str(row)),
            label=f"{capfirst(str(model._meta.verbose_name))}: {row}",
            lines=tuple(lines),
            kin=(model._meta.label_lower, about),
            series=str(model._meta.verbose_name_plural) if model._meta.ordering else "",
        )
