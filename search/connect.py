"""Which pages answer a hospital's system: by code, else by the name of a diagnosis. A wrong leaflet is worse than none.

For each criterion the first step counts that gives a page: the code itself, the nearest category above it whose row stands for all below, a
text that is a page's name, a text that holds one. Nothing is corrected or guessed.
"""

from dataclasses import dataclass

from django.db.models import F, FilteredRelation, OuterRef, Q, Subquery

from articles.code_rules import GENERAL_PAGE
from articles.codes import CodeSystem, canonical, parents, system_named
from articles.models import CareCardVersion, Code, Condition
from editorial.caching import content_version, kept
from editorial.markup import without_markers
from editorial.models import PageAddress, Section
from search.infobutton import holds, names_no_diagnosis, words_of

MOST_OF_A_CRITERION = 3  # as of MedlinePlus Connect
MOST_IN_ALL = 10
MOST_KEPT = 1000  # answers of a content version, in the memory of a process
EXACT, PARENT, TEXT_EQUAL, TEXT_CONTAINED = "1", "0.7", "0.6", "0.4"
FEWEST_WORDS = 2  # of a name that is only a part of the text
FALLBACK_LANGUAGE = "en"


@dataclass(frozen=True)
class Wanted:
    """A criterion as far as it can be answered: `system` and a canonical `code`, or None and ""; texts may be ""."""

    number: str
    system: CodeSystem | None
    code: str
    name: str
    original: str


@dataclass(frozen=True)
class Match:
    """A page that answers a criterion. `code` is that of the row that led to it, "" if a text did; `used_text` names the parameter, "dn" or "ot"."""

    wanted: Wanted
    page: Condition
    relevance: str
    code: str = ""
    used_text: str = ""
    is_fallback: bool = False


@dataclass(frozen=True)
class Found:
    """The matches in the order of the answer, without a page twice, {number of a live text: [(name, what to do) of each card for now]}, and
    {`Wanted` that a row answered: slug of its first page}, which may stand in the answer to another."""

    matches: tuple
    cards: dict
    by_code: dict


def wanted_of(criterion):
    """What is asked for by a criterion of `search.infobutton`."""
    system = system_named(criterion.system) if criterion.system and criterion.code else None
    code = canonical(system.key, criterion.code) if system else None
    return Wanted(criterion.number, system, code or "", criterion.name, criterion.original)


def find(wanted, languages):
    """`Found` for a tuple of `Wanted` and a tuple of languages, the best first. At most four queries; one if the same was asked before."""
    version = content_version()
    answers = kept(_no_answers, "", version)
    if (wanted, languages) not in answers:
        if len(answers) >= MOST_KEPT:
            answers.clear()
        answers[wanted, languages] = _find(version, wanted, languages)
    return answers[wanted, languages]


def _no_answers(_language):
    return {}


def _find(version, wanted, languages):
    rows = _rows_of(wanted)
    matches: list[Match] = []
    by_code = {}
    for each in wanted:
        found = _by_code(each, rows, languages) or _by_text(each, languages, version)
        if found and found[0].code:
            by_code[each] = found[0].page.slug
        known = {match.page.pk for match in matches}
        matches += [match for match in found[:MOST_OF_A_CRITERION] if match.page.pk not in known]
    matches = matches[:MOST_IN_ALL]
    return Found(tuple(matches), _cards_for({match.page.live_id for match in matches}), by_code)


def _pages():
    """Published conditions with their live text and the first slug they had, which never changes."""
    first = PageAddress.objects.filter(page=OuterRef("pk")).order_by("pk").values("slug")[:1]
    return Condition.objects.published().with_live().annotate(first_slug=Subquery(first))


# --- By code ----------------------------------------------------------------------------------------------------


def _rows_of(wanted):
    """{(system of the rows, code): [(page, whether the row stands for all below)]} of published pages, the best rank first. One query, or none."""
    asked = Q()
    for each in wanted:
        if each.code and each.system.rows:
            codes = [each.code, *parents(each.system.key, each.code)]
            asked |= Q(codes__system=each.system.rows, codes__code__in=codes)
    if not asked:
        return {}
    pages = _pages().filter(asked, codes__is_active=True)
    pages = pages.annotate(system=F("codes__system"), code=F("codes__code"), scope=F("codes__scope"), rank=F("codes__rank"))
    rows: dict[tuple[str, str], list] = {}
    for page in pages.order_by("rank", "name", "pk"):
        rows.setdefault((page.system, page.code), []).append((page, page.scope == Code.Scope.SUBTREE))
    return rows


def _by_code(wanted, rows, languages):
    if not wanted.code:
        return []
    system = wanted.system
    exact = [page for page, _is_subtree in rows.get((system.rows, wanted.code), [])]
    if exact:
        return _in_best_language(wanted, exact, languages, relevance=EXACT, code=wanted.code)
    for code in parents(system.key, wanted.code):
        above = [page for page, is_subtree in rows.get((system.rows, code), []) if is_subtree]
        if above:
            return _in_best_language(wanted, above, languages, relevance=PARENT, code=code)
    return []


# --- By text ----------------------------------------------------------------------------------------------------


def _by_text(wanted, languages, version):
    """Where the name denies something, what somebody typed beside it does not count either."""
    for parameter, text in (("dn", wanted.name), ("ot", wanted.original)):
        if not text:
            continue
        words, names = words_of(text), kept(_pages_by_name, "", version)
        if pages := names.get(words):
            return _in_best_language(wanted, pages, languages, relevance=TEXT_EQUAL, used_text=parameter)
        if names_no_diagnosis(text):
            return []
        if pages := _pages_within(words, names):
            return _in_best_language(wanted, pages, languages, relevance=TEXT_CONTAINED, used_text=parameter)
    return []


def _pages_within(words, names):
    """The pages of the longest name that a text holds, or None. Of two that are as long, the general page's says less."""
    told = frozenset(words)
    held = [name for name in names if len(name) >= FEWEST_WORDS and holds(told, name)]
    longest = max(held, key=lambda name: (len(name), names[name][0].slug != GENERAL_PAGE, sum(map(len, name))), default=None)
    return names.get(longest)


def _pages_by_name(_language):
    """{words of a title, or of a name that names just this condition: [published pages, in all languages]}. One query."""
    named = FilteredRelation("condition_names", condition=Q(condition_names__names_it=True))
    pages = _pages().annotate(named=named).annotate(other_name=F("named__text"))
    names: dict[tuple[str, ...], list] = {}
    for page in pages.order_by("name", "pk"):
        for text in filter(None, (page.name, page.other_name)):
            same = names.setdefault(words_of(text), [])
            if page.pk not in {other.pk for other in same}:
                same.append(page)
    names.pop((), None)
    return names


# --- What is shown of a page ------------------------------------------------------------------------------------


def _in_best_language(wanted, pages, languages, **how):
    """Matches in the first wanted language that has any of the pages; else those in English, which then say so."""
    pages = list({page.pk: page for page in pages}.values())
    for language in languages:
        if spoken := [page for page in pages if page.language == language]:
            return [Match(wanted, page, **how) for page in spoken]
    return [Match(wanted, page, **how, is_fallback=True) for page in pages if page.language == FALLBACK_LANGUAGE]


def _cards_for(versions):
    """{number of a live text: [(name, what to do) of each of its care cards for signs that need help now]}. One query, or none."""
    if not versions:
        return {}
    now = CareCardVersion.objects.filter(level=CareCardVersion.Level.NOW, live_on__isnull=False).values("live_on")
    rows = Section.objects.filter(version__in=versions, card__in=now).order_by("position", "pk")
    cards: dict[int, list] = {}
    for version, name, what in rows.values_list("version", "card__name", "card__live__summary"):
        cards.setdefault(version, []).append((name, without_markers(what)))
    return cards
