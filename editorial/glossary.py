"""Words of the glossary in the text of a page: the first of each becomes a button that shows what it means."""

import re
from html import escape

from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from editorial.caching import kept
from editorial.models import Page, PageKind
from editorial.readability import first_sentence

MOST = 8  # on one page: more would make reading restless, and the page heavy
# Where no button may stand, or where it is a word for a machine. What the author linked to the glossary has its own place.
_CLOSED = r'<a href="(?P<href>[^"]*)">(?P<linked>[^<]*)</a>|<a .*?</a>|<h3>.*?</h3>|\[@[^\]]*\]'
_ABBREVIATION = re.compile(r"[A-Z].*[A-Z]")
_SHORT_IN_BRACKETS = re.compile(r"\s*[()]\s*")


class Glossary:
    """The published terms of one language. One query."""

    def __init__(self, language):
        self.slugs, self.addresses, self.meanings = {}, {}, {}
        model = Page.model_for(PageKind.TERM)
        for term in model.objects.published().in_language(language).with_summary().alphabetical():
            self.addresses[escape(term.get_absolute_url())] = term.slug
            self.meanings[term.slug] = render_to_string(
                "components/meaning.html", {"term": term, "text": term.live, "definition": first_sentence(term.live.plain_summary)}
            ).strip()
            for form in forms(term.live.title, term.live.also_called):
                self.slugs.setdefault(escape(form, quote=False), term.slug)
        words = rf"|(?<![\w<&/-])(?P<word>{_any_of(self.slugs)})(?![\w-])" if self.slugs else ""
        self.pattern = re.compile(_CLOSED + words, re.DOTALL)

    def terms_in(self, plain):
        """The slugs of the terms that a plain text names."""
        return {self.slugs[match["word"]] for match in self.pattern.finditer(escape(plain, quote=False)) if match.lastgroup == "word"}


class ExplainedWords:
    """Explains words in the texts of one page, which are given in the order in which they are read."""

    def __init__(self, page):
        self.glossary = kept(Glossary, page.language, getattr(page, "content_version", None))
        # The page itself explains what its title names.
        self.known = self.glossary.terms_in(page.live.title)
        self.left = MOST

    def explained(self, html):
        """A text, clean as it is stored, with a button and a definition for words that were not explained before: safe HTML."""
        return mark_safe(self.glossary.pattern.sub(self._explain, html) if self.left else html)  # noqa: S308

    def _explain(self, match):
        slug = self.glossary.slugs[match["word"]] if match.lastgroup == "word" else self.glossary.addresses.get(match["href"])
        if slug is None or slug in self.known or not self.left:
            return match[0]
        self.known.add(slug)
        self.left -= 1
        words = match["word"] or match["linked"]
        return f'<button type="button" class="word" popovertarget="word-{slug}">{words}</button>{self.glossary.meanings[slug]}'


def forms(title, also_called):
    """The words by which a term is known in a text: its title, its abbreviations, and other names that are spelled nearly alike.

    The other names are there for the search too, which wants loose ones: “controls” and “on the skin” mean something else in most
    sentences. So only those count whose every word begins like the title's (“nerve fibers” for “nerve fibre”), or that are written
    with two capitals (“MSC”). All but abbreviations may begin with a small or a capital letter.
    """
    names = [name for name in _SHORT_IN_BRACKETS.split(title) if name]
    names += [name for name in also_called if _ABBREVIATION.search(name) or any(_alike(name, own) for own in names)]
    return {
        form for name in names for form in ({name} if _ABBREVIATION.search(name) else {name, name[0].lower() + name[1:], name[0].upper() + name[1:]})
    }


def _alike(one, other):
    ones, others = one.lower().split(), other.lower().split()
    return len(ones) == len(others) and all(a[:3] == b[:3] for a, b in zip(ones, others, strict=True))


def _any_of(words):
    """A regular expression that matches the longest of some words. It shares their beginnings, or each place would be tried with each word."""
    tree: dict = {}
    for word in words:
        branch = tree
        for letter in word:
            branch = branch.setdefault(letter, {})
        branch[""] = {}
    return _expression(tree)


def _expression(tree):
    ways = [re.escape(letter) + _expression(branch) for letter, branch in sorted(tree.items()) if letter]
    if not ways:
        return ""
    either = ways[0] if len(ways) == 1 and "" not in tree else f"(?:{'|'.join(ways)})"
    return f"{either}?" if "" in tree else either
