"""What must be true before a text may be public. The import and the review ask the same questions."""

import re

from django.utils.translation import gettext as _

from editorial.markup import cited_keys, internal_links, plain_text
from editorial.models import Aspect, Page, Source

BANNED = re.compile(
    r"\b(breakthroughs?|miracles?|miraculous|cutting[- ]edge|revolutionary|guaranteed|safe and natural|promising|clinically proven"
    r"|game[- ]changers?|reverses neuropathy|regrows nerves|heals nerves|cures neuropathy)\b",
    re.IGNORECASE,
)
PAGE_LINK = re.compile(r"\A/([a-z-]+)/(?:([a-z0-9-]+)/|#([a-z0-9-]+))\Z")


def banned_claims(text):
    """Words of `claims to avoid` in a text, as written there."""
    return [match[0] for match in BANNED.finditer(text)]


def missing_aspects(page_model, aspects):
    """The aspects that a kind of page must have and that are not among `aspects`, in page order."""
    return [aspect for aspect in page_model.aspects if aspect in page_model.required_aspects and aspect not in aspects]


def link_target(href):
    """(folder, slug) of a link to a page of this site, or None if it has not the form of one."""
    match = PAGE_LINK.match(href)
    if not match:
        return None
    folder, slug = match[1], match[2] or match[3]
    # Some kinds have a page each, others a place on one page: only the address that such a page would have will do.
    found = any(model.folder == folder and model(kind=model.kind_of_page, slug=slug).get_absolute_url() == href for model in Page.__subclasses__())
    return (folder, slug) if found else None


def strings(value):
    """All texts inside a plain value, in order."""
    if isinstance(value, str):
        return [value]
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for part in parts for text in strings(part)]


def text_problems(page_model, *, title, summary, own, sections, cited, printable, is_page):
    """What stops a text from being public, as (where, sentence) pairs; `where` is an aspect or "".

    `own` is what only its kind has, as the content files write it; `sections` are (aspect, html) pairs; `cited` are source keys that the kind's own rows name; `printable` is the set of keys
    that may be shown; `is_page(folder, slug)` tells whether a link leads somewhere.
    """
    problems = []
    for aspect in missing_aspects(page_model, {aspect for aspect, _html in sections}):
        problems.append(("", _("The part “%(aspect)s” is missing. Add it.") % {"aspect": Aspect(aspect).label}))
    if summary.strip() == title.strip():
        problems.append(("", _("The summary only repeats the title. Say in a sentence what the page tells.")))
    texts = [("", summary), *sections]
    for where, text in texts:
        for key in cited_keys(text):
            if key not in printable:
                problems.append(
                    (where, _("The source [@%(key)s] is unknown or may not be shown. Correct the key, or choose another source.") % {"key": key})
                )
        for words in banned_claims(plain_text(text) if where else "\n".join([title, text, *strings(own)])):
            problems.append((where, _("“%(words)s” is a claim to avoid. Say what was measured, in whom and against what.") % {"words": words}))
        for href in internal_links(text):
            target = link_target(href)
            if target is None or not is_page(*target):
                problems.append((where, _("The link to %(href)s leads nowhere. Link to a page of this site that is published.") % {"href": href}))
    for key in cited:
        if key not in printable:
            problems.append(("", _("The source %(key)s is unknown or may not be shown. Choose another.") % {"key": key}))
    if page_model.required_aspects and not cited and not any(cited_keys(text) for _where, text in texts):
        problems.append(("", _("No statement has a source. Cite at least one with [@key].")))
    return problems


def problems(version):
    """What stops this version from being published: a list of sentences, empty if nothing does."""
    version = version.own()
    sections = list(version.sections.all())
    found = text_problems(
        Page.model_for(version.page.kind),
        title=version.title,
        summary=version.summary,
        own=[version.also_called, version.write_front_matter()],
        sections=[(section.aspect, section.body) for section in sections],
        cited=row_source_keys(version),
        printable=set(Source.objects.printable().values_list("key", flat=True)),
        is_page=published_page_exists,
    )
    labels = dict(Aspect.choices)
    sentences = [f"{labels[where]}: {sentence}" if where else sentence for where, sentence in found]
    sentences += [
        _("The care card “%(card)s” is not published.") % {"card": section.card}
        for section in sections
        if section.card and not section.card.is_published
    ]
    return [*sentences, *map(str, version.kind_problems())]


def row_source_keys(version):
    """Keys of the sources that a version's own rows name (its effects, causes and symptoms)."""
    keys = set()
    for model in version.part_models():
        if any(field.name == "sources" for field in model._meta.many_to_many):
            keys.update(model.objects.filter(version=version).values_list("sources__key", flat=True))
    return sorted(key for key in keys if key)


def published_page_exists(folder, slug):
    """Whether a link to this folder and slug leads to a page that is public now."""
    for model in Page.__subclasses__():
        if model.folder == folder:
            return model.objects.published().filter(slug=slug).exists()
    return False
