"""What an author and a reviewer are told of a text, and then decide: nothing here stops publication."""

from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from editorial import readability, wording
from editorial.checked_text import register_lookup
from editorial.markup import cited_keys, without_markers
from editorial.models import Aspect, Page, PageKind
from editorial.plain_words import PLAINER
from editorial.publication_checks import HINT, check

LONGEST_SUMMARY = 300  # characters: what lists and search results show without a break
HIGHEST_GRADE = 8  # readable at about age 13
FEWEST_SENTENCES = 30  # on which McLaughlin (1969) made the SMOG grade; of fewer it is shown, and nothing follows from it
MOST_WORDS = 25  # in a sentence
EXAMPLES = 3  # that a hint shows
WORDS_OF_AN_EXAMPLE = 12
# Questions need no source, key points repeat what the parts below cite, and what is not known is often known to nobody.
NEED_NO_SOURCE = (Aspect.KEY_POINTS, Aspect.QUESTIONS, Aspect.NOT_KNOWN)


@check(id="part-without-source", level=HINT)
def part_without_source(text):
    for part in text.parts:
        if part.words and part.aspect not in NEED_NO_SOURCE and not cited_keys(part.html):
            yield part.place, _("Nothing in this part has a source. Cite one with [@key] after each medical statement.")


@check(id="long-summary", level=HINT)
def long_summary(text):
    length = len(without_markers(text.summary))
    if length > LONGEST_SUMMARY:
        yield (
            "summary",
            _("The summary has %(length)s characters. Lists show it whole: keep it below %(limit)s.") % {"length": length, "limit": LONGEST_SUMMARY},
        )


@check(id="no-tags", level=HINT)
def no_tags(text):
    if not text.tags and text.model.url_name:  # a term and a care card have no page of their own that a tag could list
        yield "tags", _("The text has no tags. Choose those under which a reader would look for it.")


@check(id="no-change-note", level=HINT)
def no_change_note(text):
    if text.replaces_live and not text.change_note.strip():
        yield "change_note", _("This text replaces the one that readers see now. Say in a line what changed.")


# --- How it reads -----------------------------------------------------------------------------------------------


def reading_grades(text):
    """(label, `readability.Grades`) of each part of a `Text` that has words, and of all parts together last."""
    parts = [(part.label, part.words) for part in text.parts if part.words]
    whole = [(_("All parts"), "\n".join(words for _label, words in parts))] if parts else []
    return [(label, readability.grades(words, text.explained)) for label, words in [*parts, *whole]]


@check(id="hard-to-read", level=HINT)
def hard_to_read(text):
    for part in text.parts:
        grades = readability.grades(part.words, text.explained)
        hardest = readability.hardest_sentences(part.words, EXAMPLES, text.explained)
        enough_for_smog = len(readability.sentences(part.words)) >= FEWEST_SENTENCES
        hard = grades.flesch_kincaid_explained > HIGHEST_GRADE or (grades.smog_explained > HIGHEST_GRADE and enough_for_smog)
        if hard and hardest:  # none where each sentence is too short to be hard
            yield (
                part.place,
                _(
                    "Reading grade %(kincaid)s (Flesch-Kincaid) and %(smog)s (SMOG); %(kincaid_explained)s and %(smog_explained)s where the words of the "
                    "glossary count as easy. Aim at %(limit)s or less: shorter sentences, shorter words. Hardest: %(examples)s."
                )
                % {
                    "kincaid": grades.flesch_kincaid,
                    "smog": grades.smog,
                    "kincaid_explained": grades.flesch_kincaid_explained,
                    "smog_explained": grades.smog_explained,
                    "limit": HIGHEST_GRADE,
                    "examples": examples(f"{quoted(sentence)} ({grade})" for sentence, grade in hardest),
                },
            )


@check(id="long-sentences", level=HINT)
def long_sentences(text):
    for place, words in _readable(text):
        if long := readability.long_sentences(words, MOST_WORDS):
            yield (
                place,
                ngettext(
                    "A sentence has more than %(limit)s words: %(examples)s. Make two of it.",
                    "%(count)s sentences have more than %(limit)s words: %(examples)s. Make two of each.",
                    len(long),
                )
                % {"count": len(long), "limit": MOST_WORDS, "examples": examples(f"{quoted(sentence)} ({number})" for sentence, number in long)},
            )


@check(id="passive-voice", level=HINT)
def passive_voice(text):
    for place, words in _readable(text):
        if found := wording.passive_voice(words):
            yield (
                place,
                _("Passive voice: %(examples)s. Say who does it, where that matters.")
                % {"examples": examples(quoted(said) for said, _advice in found)},
            )


@check(id="plainer-words", level=HINT)
def plainer_words(text):
    for place, words in _readable(text):
        if found := wording.plainer_words(words):
            pairs = (f"{quoted(said)} ({PLAINER[said.lower()][1]})" for said, _advice in found)
            yield place, _("There are plainer words: %(examples)s.") % {"examples": examples(pairs)}


@check(id="number-without-denominator", level=HINT)
def number_without_denominator(text):
    for place, words in _readable(text):
        if found := wording.numbers_without_denominator(words):
            yield (
                place,
                _("A share without the number of people: %(examples)s. Say of how many, such as 3 of 10, against doing nothing or a placebo.")
                % {"examples": examples(quoted(said) for said, _advice in found)},
            )


@check(id="benefits-without-harms", level=HINT)
def benefits_without_harms(text):
    for promise, advice in wording.benefits_without_harms([(part.aspect, part.words) for part in text.parts]):
        place = next(part.place for part in text.parts if promise in part.words)
        yield place, f"{quoted(promise)} {advice}"


def examples(found):
    """The first examples in a row, and how many there are beyond them."""
    found = list(found)
    more = len(found) - EXAMPLES
    shown = "; ".join(found[:EXAMPLES])
    return shown if more <= 0 else _("%(shown)s; and %(more)s more") % {"shown": shown, "more": more}


def quoted(sentence):
    """The beginning of a sentence in quotation marks."""
    return f"“{Truncator(sentence).words(WORDS_OF_AN_EXAMPLE, truncate='…')}”"


def _readable(text):
    """(place, plain words) of the summary and of each part that has words of its own."""
    return [("summary", without_markers(text.summary)), *((part.place, part.words) for part in text.parts if part.words)]


# --- What other texts say ---------------------------------------------------------------------------------------


def explained_on_site():
    """The words that the live glossary explains."""
    return set(Page.objects.published().filter(kind=PageKind.TERM).values_list("name", flat=True))


def explained_in(library):
    """The words that the glossary of a content folder, or the live one, explains."""
    return explained_on_site() | {str(page.front.get("title")) for page in library.pages if page.model.kind_of_page == PageKind.TERM}


register_lookup("explained words", on_site=explained_on_site, in_library=explained_in)
