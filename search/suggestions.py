"""What the search box offers while somebody types: names that lead to a page, or to an answer.

`Suggestions` is pure: sorted places in one long text, found by halving. `suggestions` fills it from the database.
"""

import json
from array import array
from bisect import bisect_left, bisect_right
from sys import intern
from typing import NamedTuple

from django.db.models import Case, TextField, Value, When
from django.db.models.functions import Cast, Coalesce

from articles.models import CareCardVersion, ConditionName, SymptomConcept, SymptomName
from editorial.caching import kept
from editorial.models import Page, PageKind
from search.spelling import word_list
from search.words import MAX_CHARACTERS, MAX_TERMS, words
from treatments.models import Approach
from treatments.stages import Stage

MOST_SHOWN = 8
SHORTEST = 2  # letters
LONGEST = 100  # folded characters: what is longer is a whole question, and no beginning of a name
ENOUGH = 3  # with fewer suggestions, one slip is forgiven
SHORTEST_WITH_SLIP = 4
SHORTEST_MISSPELT = 3
MOST_MISSPELT = 3  # words of which a slip is looked for, where all of them are known
MOST_LOOKED_AT = 20_000  # names that begin alike, or hold words that do

# A name of more weight comes first where both fit equally well.
WEIGHTS = {
    PageKind.SYMPTOM: 9,
    PageKind.CONDITION: 9,
    PageKind.CARE_CARD: 8,
    PageKind.CAUSE: 7,
    PageKind.TREATMENT: 7,
    PageKind.ARTICLE: 6,
    PageKind.TERM: 5,
}
OF_UNPROVEN = 4
OF_OTHER_NAMES = 3
OF_SIGNS = 2
STANDINGS = {**dict(Stage.choices), **dict(CareCardVersion.Level.choices)}
NOTHING = Value("", TextField())


class Row(NamedTuple):
    """A name that may be suggested. `label` is shown beside it; without a page (`has_page`) the name itself is searched for."""

    text: str
    label: str
    kind: str
    slug: str
    has_page: bool
    weight: int

    @property
    def url(self):
        return Page(kind=self.kind, slug=self.slug).get_absolute_url() if self.has_page else None


class _Places:
    """Places in a text, sorted by what the text says from there on, each with the number of its row."""

    def __init__(self, text, starts, numbers):
        def said(place):
            return text[starts[place] : min(text.index("\n", starts[place]), starts[place] + LONGEST)]

        # Letter by letter: what is said at every place, all at once, would take more memory than all the rest.
        by_letter: dict = {}
        for place, start in enumerate(starts):
            by_letter.setdefault(text[start], array("I")).append(place)
        order = array("I")
        for letter in sorted(by_letter):
            order.extend(sorted(by_letter[letter], key=said))
        self.text = text
        self.starts = array("I", (starts[place] for place in order))
        self.numbers = array("I", (numbers[place] for place in order))

    def saying(self, typed):
        """Numbers of the rows that say `typed` at one of the places: an array, with repeats."""

        def beginning(start):
            return self.text[start : start + len(typed)]

        first = bisect_left(self.starts, typed, key=beginning)
        return self.numbers[first : bisect_right(self.starts, typed, lo=first, key=beginning)][:MOST_LOOKED_AT]


class Suggestions:
    """Names, and the best of them for what was typed. Two names are never offered for one target.

    `never_changed` are words that are not taken for a slip of another word: names of medicines.
    """

    def __init__(self, rows, never_changed=frozenset()):
        texts, keys, target_of, weights, targets = [], [], array("I"), array("b"), {}
        for row in rows:
            if key := " ".join(words(row.text)):
                texts.append(row.text)
                keys.append(key)
                # Only its text is a row's own: thousands of names have a few hundred targets.
                target_of.append(targets.setdefault(row[1:], len(targets)))
                weights.append(-row.weight)
        self.targets = list(targets)
        # One after the other, so that no row needs a key of its own. The number of a row is its rank.
        order = sorted(range(len(texts)), key=lambda number: (texts[number], target_of[number]))
        order.sort(key=keys.__getitem__)
        order.sort(key=weights.__getitem__)
        self.texts = [texts[number] for number in order]
        self.target_of = array("I", (target_of[number] for number in order))
        self.text = text = "".join(f" {keys[number]}\n" for number in order)
        names, beginnings, numbers, start = array("I"), array("I"), array("I"), 0
        for number, key in enumerate(keys[place] for place in order):
            names.append(start + 1)
            for place, character in enumerate(f" {key}"):
                if character == " ":
                    beginnings.append(start + place + 1)
                    numbers.append(number)
            start += len(key) + 2
        self.starts = names
        self.never_changed = never_changed
        self.names, self.beginnings = _Places(text, names, range(len(names))), _Places(text, beginnings, numbers)
        known = set(text.split())
        self.known = sorted(word for word in known if len(word) >= SHORTEST_MISSPELT and not any(character.isdigit() for character in word))

    def find(self, typed, limit=MOST_SHOWN):
        """At most `limit` rows for what was typed, best first.

        Names that begin with it, then names with a word that does, then names that hold all its words in any order; of four letters
        on, where these are fewer than three, names that it fits but for one slip. Equal fits go by weight, then by the alphabet.
        """
        asked = words(typed[:MAX_CHARACTERS])
        key = " ".join(asked)
        letters = sum(map(len, asked))
        if letters < SHORTEST or len(key) > LONGEST or len(asked) > MAX_TERMS:
            return []
        found: dict = {}
        self._add(found, self.names.saying(key), limit)
        self._add(found, self.beginnings.saying(key), limit)
        having = [set(self.beginnings.saying(word)) for word in asked]
        self._add(found, set.intersection(*having), limit)
        if len(found) < ENOUGH and letters >= SHORTEST_WITH_SLIP:
            self._add(found, self._with_a_slip(asked, having), limit)
        return list(found.values())

    def _add(self, found, numbers, limit):
        """Adds the rows of these numbers, best first, until there are `limit`. `found` is {number: row}."""
        if len(found) == limit:
            return
        targets = {(row.kind, row.slug) for row in found.values()}
        # The same words for two targets look like one suggestion that is there twice.
        keys = {self._key(number) for number in found}
        for number in sorted(set(numbers)):
            row, key = Row(self.texts[number], *self.targets[self.target_of[number]]), self._key(number)
            if (row.kind, row.slug) not in targets and key not in keys:
                targets.add((row.kind, row.slug))
                keys.add(key)
                found[number] = row
                if len(found) == limit:
                    return

    def _key(self, number):
        """The folded words of a row."""
        start = self.starts[number]
        return self.text[start : self.text.index("\n", start)]

    def _with_a_slip(self, asked, having):
        """Numbers of the rows that would fit if one letter, or space, more or less or in the wrong place were forgiven.

        `having` are, for each word that was typed, the numbers of the rows in which it begins a word.
        """
        unknown = [place for place, numbers in enumerate(having) if not numbers]
        if len(unknown) > 1:
            return set()
        found: set = set()
        for place in unknown or range(len(asked))[:MOST_MISSPELT]:
            others = having[:place] + having[place + 1 :]
            allowed = set.intersection(*others) if others else None
            if allowed is None or allowed:
                for variant in self._variants(asked[place]):
                    numbers = self.beginnings.saying(variant)
                    found.update(numbers if allowed is None else allowed.intersection(numbers))
        return found

    def _variants(self, word):
        """What may have been meant by a word with one slip: beginnings of known words, and its halves where a space was left out."""
        if len(word) < SHORTEST_MISSPELT or word in self.never_changed:
            return []
        tried = {f"{word[:cut]} {word[cut:]}" for cut in range(SHORTEST, len(word) - SHORTEST + 1)}
        halves = [half for half in sorted(tried) if self.beginnings.saying(half)]
        tried = set()
        for place in range(len(word)):
            right, rest = word[:place], word[place:]
            if not self._begins_a_word(right):
                break
            tried |= {right + rest[1:], right + rest[1:2] + rest[:1] + rest[2:]}
            for letter in self._letters_after(right):
                tried |= {right + letter + rest, right + letter + rest[1:]}
        return halves + sorted(variant for variant in tried - {word} if self._begins_a_word(variant))

    def _begins_a_word(self, head):
        place = bisect_left(self.known, head)
        return place < len(self.known) and self.known[place].startswith(head)

    def _letters_after(self, head):
        """Each letter that follows `head` in a known word."""
        place = bisect_right(self.known, head)
        while place < len(self.known) and self.known[place].startswith(head):
            letter = self.known[place][len(head)]
            yield letter
            place = bisect_left(self.known, f"{head}{chr(ord(letter) + 1)}", lo=place)


def suggestions(language):
    """The `Suggestions` of the present content. One query while nothing changed, and one more after a change."""
    return kept(_read, language)


def _read(language):
    medicines = frozenset(word_list("medicines.txt"))
    return Suggestions(_rows(language, medicines), never_changed=medicines)


def _rows(language, medicines):
    """A `Row` for each name of each target, its title once; another name that stands in two lists comes twice."""
    titled = set()
    for kind, slug, title, live, standing, listed, text in _targets(language).iterator():
        kind, slug, title = map(intern, (kind, slug, title))  # a target has many names, and its own words are kept once
        suffix = f" · {STANDINGS[standing]}" if standing else ""
        weight = OF_UNPROVEN if standing in Stage.unproven() else WEIGHTS[kind]
        if (kind, slug) not in titled:
            titled.add((kind, slug))
            yield Row(title, f"{PageKind(kind).label}{suffix}", kind, slug, live is not None, weight)
        names = json.loads(listed) if listed else [part.strip() for part in text.split(";")]
        label = intern(f"{title}{suffix}")
        # What patients say of one condition fits others as well: it is searched for, and the answer shows them all.
        is_sign = kind == PageKind.CONDITION and not listed
        for name in names:
            # Who types the name of a medicine is offered pages about medicines, by their titles, and nothing that only mentions one.
            if name != title and medicines.isdisjoint(words(name)):
                weight = OF_SIGNS if is_sign else OF_OTHER_NAMES
                yield Row(name, label, kind, slug, live is not None and not is_sign, weight)


def _targets(language):
    """What may be suggested, in one query: rows of kind, slug, title, live version, stage or level, other names as JSON, words.

    Symptoms and conditions of the lexicon are known to the search before they have a page. What was withdrawn is not offered.
    """
    first, *rest = _published(language), *_lexicon(language)
    return first.union(*rest, all=True)


def _published(language):
    treatment, card = "live__treatmentversion__", "live__carecardversion__"
    standing = Coalesce(f"{treatment}stage", f"{card}level", NOTHING, output_field=TextField())
    # Other names of a medicine are names of medicines.
    listed = Case(
        When(**{f"{treatment}approach": Approach.MEDICINES}, then=Value("[]")),
        default=Cast("live__also_called", TextField()),
        output_field=TextField(),
    )
    pages = Page.objects.published().in_language(language)
    return pages.values_list("kind", "slug", "live__title", "live", standing, listed, NOTHING)


def _lexicon(language):
    """The words of patients and clinicians for symptoms and conditions, as rows of the same columns."""
    for target, model, words_for_it in (
        ("symptom", SymptomName.objects.filter(used_in_search=True), "text"),
        ("condition", ConditionName.objects.filter(used_in_search=True), "text"),
        ("symptom", SymptomConcept.objects.all(), "clinical_name"),
    ):
        rows = model.filter(**{f"{target}__language": language, f"{target}__withdrawn_at": None})
        fields = [f"{target}__{field}" for field in ("kind", "slug", "name", "live")]
        yield rows.values_list(*fields, NOTHING, NOTHING, words_for_it)
