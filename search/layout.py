"""What one page of an answer shows: sections or a list, and the way to the other pages. Asks nothing but the snippets of what it shows.

The first page without a filter shows the best few of each kind in sections; the pages after it hold all the rest, so that nothing is
left out and nothing comes twice. With a filter there is one list. Unproven treatments stand apart and last, always.
"""

from collections import Counter
from dataclasses import dataclass, replace

from django.core.paginator import Paginator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from editorial.models import PageKind
from search.narrowing import Narrowed
from treatments.stages import Stage

PER_PAGE = 20
FEW = 5

ALL_OF_KIND = {
    PageKind.SYMPTOM: gettext_lazy("All %(count)s symptoms"),
    PageKind.CONDITION: gettext_lazy("All %(count)s conditions"),
    PageKind.CAUSE: gettext_lazy("All %(count)s causes"),
    PageKind.TREATMENT: gettext_lazy("All %(count)s treatments"),
    PageKind.ARTICLE: gettext_lazy("All %(count)s articles"),
    PageKind.TERM: gettext_lazy("All %(count)s words explained"),
    PageKind.CARE_CARD: gettext_lazy("All %(count)s care cards"),
}


@dataclass(frozen=True)
class Block:
    """Results under one heading; without a label they need none of their own."""

    label: str
    results: tuple


@dataclass(frozen=True)
class Section:
    """The best few results of some kinds. `more` are (label, address) of the kinds that have more than is shown."""

    name: str
    label: str
    kinds: tuple
    blocks: tuple
    more: tuple

    @property
    def is_of_one_kind(self):
        return len(self.kinds) == 1


class AnswerPage:
    """One page of an `Answer`: `sections`, or else `listed`, and apart from them `unproven` treatments.

    `chips` and `meant` come with the addresses that they lead to. `page_obj`, `page_range` and `query` are for the pager.
    """

    def __init__(self, answer, narrowing):
        # Each symptom that was chosen and is known has a chip.
        self.keys = {chip.key for chip in answer.chips}
        self.question = answer.question.with_symptoms_of(self.keys)
        self.exact_address = replace(self.question, exact=True).address()
        self.undone_address = replace(self.question, dropped=()).address() if self.question.dropped else ""
        self.meant = [(text, replace(self.question, text=text).address()) for text in answer.meant]
        self.chips = [(chip, self.question.without(chip.key).address()) for chip in answer.chips]
        self.narrowed = Narrowed(self.question, answer.results, narrowing, is_capped=answer.is_capped, tag_names=answer.tag_names)
        self.total = self.narrowed.shown(len(self.narrowed.results))
        self.query = self.narrowed.address().partition("?")[2]
        is_filtered = self.narrowed.narrowing.is_filtered
        self.sections, self.unproven = ([], []) if is_filtered else self._best()
        self.listed: list = []
        self._turn_to(self.narrowed.narrowing.page)
        self._with_snippets(answer)

    def _with_snippets(self, answer):
        blocks = [block for section in self.sections for block in section.blocks]
        shown = [*self.listed, *self.unproven, *(result for block in blocks for result in block.results)]
        filled = {id(result): whole for result, whole in zip(shown, answer.with_snippets(shown), strict=True)}
        self.listed, self.unproven = ([filled[id(result)] for result in results] for results in (self.listed, self.unproven))
        self.sections = [
            replace(section, blocks=tuple(replace(block, results=tuple(filled[id(result)] for result in block.results)) for block in section.blocks))
            for section in self.sections
        ]

    def _turn_to(self, number):
        """Makes the pager. Where the page is not the first of sections, takes what it lists."""
        in_sections = [result for section in self.sections for block in section.blocks for result in block.results]
        first = {id(result) for result in [*in_sections, *self.unproven]}
        rest = sorted((result for result in self.narrowed.results if id(result) not in first), key=lambda result: result.is_unproven)
        pages = [[]] if first else []
        pages += [rest[start : start + PER_PAGE] for start in range(0, len(rest), PER_PAGE)]
        paginator = Paginator(pages or [[]], 1)
        self.page_obj = paginator.get_page(number)
        self.page_range = paginator.get_elided_page_range(self.page_obj.number, on_each_side=1, on_ends=1)
        self.listed = []
        if not first or self.page_obj.number > 1:
            (shown,) = self.page_obj.object_list
            self.sections = []
            self.listed = [result for result in shown if not result.is_unproven]
            self.unproven = [result for result in shown if result.is_unproven]

    def _best(self):
        """(sections, unproven treatments) of the first page."""
        causing, texts = (PageKind.CONDITION, PageKind.CAUSE), (PageKind.ARTICLE, PageKind.TERM, PageKind.CARE_CARD)
        offered, unproven = [], []
        for result in self._of([PageKind.TREATMENT]):
            (unproven if result.is_unproven else offered).append(result)
        sections = [
            self._section("symptoms", _("Symptoms"), [Block("", self._of([PageKind.SYMPTOM]))], [PageKind.SYMPTOM]),
            self._section("conditions", _("Conditions and causes"), _by_share(self._of(causing)), causing),
            self._section("treatments", _("Treatments in use"), _by_stage(offered), [PageKind.TREATMENT], apart=unproven[:FEW]),
            self._section("texts", _("More to read"), [Block("", self._of(texts))], texts),
        ]
        return [section for section in sections if section.blocks], unproven[:FEW]

    def _of(self, kinds):
        return [result for result in self.narrowed.results if result.kind in kinds]

    def _section(self, name, label, blocks, kinds, apart=()):
        """The first few results of the blocks; those `apart` are shown too, but elsewhere."""
        room, kept = FEW, []
        for block in blocks:
            results = tuple(block.results[:room])
            room -= len(results)
            kept += [Block(block.label, results)] if results else []
        shown = Counter(result.kind for results in (apart, *(block.results for block in kept)) for result in results)
        found = Counter(result.kind for result in self.narrowed.results)
        more = tuple(
            (ALL_OF_KIND[kind] % {"count": self.narrowed.shown(found[kind])}, self.narrowed.address(kind=kind.value))
            for kind in kinds
            if found[kind] > shown[kind]
        )
        return Section(name, label, tuple(kinds), tuple(kept), more)


def _by_share(results):
    """Conditions and causes that have all symptoms that were asked for, then some of them, then those that only the words point to."""
    if max((len(result.has) + len(result.lacks) for result in results), default=0) < 2:
        return [Block("", results)]
    return [
        Block(_("That can cause all of these symptoms"), [result for result in results if result.has and not result.lacks]),
        Block(_("That can cause some of them"), [result for result in results if result.has and result.lacks]),
        Block(_("Found by other words of your question"), [result for result in results if not result.has]),
    ]


def _by_stage(treatments):
    """Treatments in use: standard care first."""
    return [
        Block(str(Stage.STANDARD.label), [result for result in treatments if result.stage == Stage.STANDARD]),
        Block(str(Stage.SOME.label), [result for result in treatments if result.stage != Stage.STANDARD]),
    ]
