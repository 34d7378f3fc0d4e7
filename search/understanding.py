"""What a question says: its senses, clause by clause, what it denies, and where, when and after what. Pure functions.

A sense is the name of a group of words that say the same (`search.senses`), or the stem of a word of no group. A function of the
body that is lost is a sense of its own, "no:sleep". A clause holds each sense once.
"""

import re
from dataclasses import dataclass, field
from functools import cache

from search.senses import AFTER, AREAS, COMPLAINTS, DENYING, FUNCTIONS, GROUPS, LACKING, LOST, NEAR, PERSONAL, THINGS, TIMES
from search.words import MAX_CHARACTERS, MAX_WORD, STOP_WORDS, fold, term

MOST_WORDS = 60
MOST_CLAUSES = 8
BOUNDARY = r"[,.;:!?/+()\n]"
WORDS_AND_BOUNDARIES = re.compile(rf"[^\W_]+|{BOUNDARY}")
TYPED = re.compile(rf"[^\W_]+(?:['’‘`][^\W_]+)*|{BOUNDARY}")
LETTER_AND_NUMBER = re.compile(r"\b([A-Za-z])[ -]?([0-9]{1,2})\b")
JOINING = {"and", "but", "plus", "also", "then", "or", "nor", "with", "when", "while", "since", "because", "though", "although", "yet"}
# Said beside any word without a change of its meaning: an idiom is found around them.
FILLERS = set(
    "a an the my your his her our their its this that these those so very really quite just always keep keeps kept still bit bad badly all both always now again".split()
)
NEAR_AHEAD, NEAR_BEHIND = 4, 2


@dataclass(frozen=True)
class Token:
    """One sense and the reader's words that it came from. `place` is the number of its first word in the question."""

    sense: str
    words: str
    place: int


@dataclass(frozen=True)
class Clause:
    tokens: tuple
    heard: tuple = ()  # areas that a neighbour names, in a clause that names none

    @property
    def senses(self):
        return frozenset(token.sense for token in self.tokens)


@dataclass(frozen=True)
class Reading:
    """A question as it was understood. `areas`, `times` and `afters` map a key to the reader's words for it."""

    clauses: tuple = ()
    whole: Clause = field(default_factory=lambda: Clause(()))
    denied: tuple = ()
    areas: dict = field(default_factory=dict)
    times: dict = field(default_factory=dict)
    afters: dict = field(default_factory=dict)
    is_personal: bool = False  # somebody is spoken of: "my", "she"
    said: tuple = ()  # the tokens of each piece of a sentence, however many, in order
    words: tuple = ()  # folded, and the boundaries between them
    stems: tuple = ()  # of the same


def area_of(sense):
    """ "feet" of "area:feet"; None for any other sense."""
    return sense[5:] if sense.startswith("area:") else None


def part_of_body(stem):
    """The sense of a word that names a part of the body, given its stem: "area:feet"; None for any other word."""
    sense = _forms()[0].get(stem, "")
    return sense if area_of(sense) else None


def is_part_of_body(word):
    """Whether a folded word names a part of the body."""
    return part_of_body(term(word)) is not None


@cache
def nearness():
    """{sense: {near sense: how near}} both ways, parts of the body included."""
    table: dict[str, dict] = {}
    pairs = dict(NEAR)
    for one in AREAS:
        for other in AREAS:
            if one != other and (worth := _worth_of_area(one, other)):
                pairs[f"area:{one}", f"area:{other}"] = worth
    for (one, other), worth in pairs.items():
        table.setdefault(one, {})[other] = worth
        table.setdefault(other, {}).setdefault(one, worth)
    return table


def _line(area):
    chain = [area]
    while parent := AREAS[chain[-1]][0]:
        chain.append(parent)
    return chain


def _worth_of_area(asked, other):
    """How much one part of the body is worth where another stands: a toe is part of a foot, a hand is another limb."""
    first, second = _line(asked), _line(other)
    if asked in second or other in first:
        return {1: 0.8, 2: 0.5}.get(abs(len(first) - len(second)), 0.3)
    if first[1:2] == second[1:2] != [] and first[1] in ("feet", "hands"):
        return 0.6
    return 0.35 if first[-1] == second[-1] == "limbs" else 0.0


@cache
def _forms():
    """({stem: sense} of single words, {first stem: [(stems, sense)]} of idioms, the longest first)."""
    single, idioms = {}, {}

    def add(text, sense):
        words, *phrases = text.split(";")
        for word in words.split():
            single.setdefault(term(fold(word)), sense)
        for phrase in phrases:
            said = _plain_words(phrase)
            telling = [word for word in said if word not in FILLERS]
            # “keep still” and “the runs” are nothing without their small words.
            stems = tuple(term(word) for word in (telling if len(telling) > 1 else said))
            idioms.setdefault(stems[0], []).append((stems, sense))

    for line in GROUPS.strip().splitlines():
        name, _colon, text = line.partition(":")
        add(text, name)
    for name, (_parent, text) in AREAS.items():
        add(text, f"area:{name}")
    for name, (_label, text) in AFTER.items():
        add(text, name)
    for forms in idioms.values():
        forms.sort(key=lambda form: -len(form[0]))
    return single, idioms


@cache
def known_words():
    """Every word of the groups, as it is written: a speller must know them."""
    texts = [line.partition(":")[2] for line in GROUPS.strip().splitlines()]
    texts += [text for _other, text in [*AREAS.values(), *AFTER.values()]]
    return tuple(word for text in texts for word in _plain_words(text))


def _plain_words(text):
    return re.findall(r"[^\W_]+", LETTER_AND_NUMBER.sub(r"\1\2", fold(text)))


@cache
def _lacking():
    return frozenset(term(word) for word in LACKING)


@cache
def _denying():
    return frozenset(term(word) for word in DENYING)


@cache
def _senses_of(names):
    single, _idioms = _forms()
    return frozenset(single.get(term(name), term(name)) for name in names)


@cache
def _of_bodies():
    single, idioms = _forms()
    groups = set(single.values()) | {sense for forms in idioms.values() for _form, sense in forms}
    return frozenset(sense for sense in groups if sense not in THINGS)


def is_of_body(sense):
    """Whether a sense is a part of the body, a feeling, or a function: no mere thing, and no word of no group."""
    return sense.startswith(("no:", "area:")) or sense in _of_bodies()


def _functions():
    return _senses_of(tuple(FUNCTIONS))


def _complaints():
    return _senses_of(tuple(COMPLAINTS))


def read(text, *, longest=MAX_CHARACTERS, most_words=MOST_WORDS):
    """The `Reading` of the first 300 characters and 60 words of a question, or of more where somebody tells a whole story."""
    words, raws = _words(text[:longest], most_words)
    stems = [term(word) for word in words]
    pieces = _pieces(words, raws, stems)
    clauses, denied = [], []
    lack = None
    for joint, items in pieces:
        tokens, lack = _with_losses(items, denied, lack if joint in ("or", "nor") else None)
        if tokens:
            clauses.append((joint, tokens))
    joined = _joined(clauses)
    whole = _once([token for tokens in joined for token in tokens])
    is_personal = not PERSONAL.isdisjoint(_plain_words(text[:longest]))
    said = tuple(tuple(tokens) for _joint, tokens in clauses)
    reading = Reading(
        _with_heard(joined),
        Clause(tuple(whole)),
        tuple(dict.fromkeys(denied)),
        is_personal=is_personal,
        said=said,
        words=tuple(words),
        stems=tuple(stems),
    )
    for token in whole:
        area = area_of(token.sense)
        if area:
            reading.areas.setdefault(area, token.words)
        elif token.sense in AFTER:
            reading.afters.setdefault(token.sense, token.words)
        elif token.sense in TIMES:
            reading.times.setdefault(token.sense, token.words)
    return reading


def senses(text):
    """The senses of a phrase of the vocabulary: all its clauses as one, denied complaints too ("not:pain")."""
    return read(text).whole.senses


def _words(text, most):
    """(folded words, the same as they were typed) of a question: boundaries count as words."""
    typed = TYPED.findall(LETTER_AND_NUMBER.sub(r"\1\2", text.replace("&", " and ")))[:most]
    pairs = [(word[:MAX_WORD], raw[:MAX_WORD]) for raw in typed for word in WORDS_AND_BOUNDARIES.findall(fold(raw))]
    return [word for word, _raw in pairs[:most]], [raw for _word, raw in pairs[:most]]


def _pieces(words, raws, stems):
    """[(the word that joins it to what came before, its tokens and lacking words)] of a question; idioms are one token."""
    single, idioms = _forms()
    pieces, items, joint, place = [], [], "", 0
    while place < len(words):
        word = words[place]
        idiom = _idiom_at(words, stems, place, idioms)
        if idiom:
            sense, end = idiom
            items.append(Token(sense, " ".join(raws[place:end]), place))
            place = end
            continue
        if not word[0].isalnum() or word in JOINING:
            if items:
                pieces.append((joint, items))
                items = []
            joint = word
        elif stems[place] in _lacking():
            items.append(Token(f"lack:{stems[place]}", raws[place], place))
        elif stems[place] in single:
            items.append(Token(single[stems[place]], raws[place], place))
        elif word not in STOP_WORDS and word not in FILLERS:
            items.append(Token(stems[place], raws[place], place))
        place += 1
    if items:
        pieces.append((joint, items))
    return pieces


def _idiom_at(words, stems, place, idioms):
    """(sense, end) of the longest idiom that begins at a word, around fillers; None if none does."""
    for form, sense in idioms.get(stems[place], ()):
        at, end = place, None
        for wanted in form:
            while at < len(words) and at > place and words[at] in FILLERS and stems[at] != wanted:
                at += 1
            if at >= len(words) or stems[at] != wanted:
                break
            at += 1
        else:
            end = at
        if end:
            return sense, end
    return None


def _with_losses(items, denied, lack):
    """(tokens of a clause in which lost functions and denied complaints are senses of their own, its last lacking word or None).

    `lack` is the lacking word of the clause before, where an "or" carries it on.
    """
    tokens = list(items)
    carried = lack
    if lack is not None:
        tokens.insert(0, Token(lack.sense, "", lack.place))
    functions, complaints = _functions(), _complaints()
    place = 0
    while place < len(tokens):
        token = tokens[place]
        if not token.sense.startswith("lack:"):
            place += 1
            continue
        carried = token
        ahead = tokens[place + 1 : place + 1 + NEAR_AHEAD]
        if ahead and ahead[0].sense == "lack:stop":
            # “won't stop shaking”: it goes on.
            del tokens[place : place + 2]
            continue
        target = next((found for found in ahead if found.sense in functions), None)
        denying = token.sense[5:] in _denying()
        if denying and ahead and ahead[0].sense.startswith("lack:"):
            # “no trouble swallowing”: nothing is lost.
            if target is not None:
                words = f"{ahead[0].words} {target.words}"
                denied.append(words)
                tokens[tokens.index(target)] = Token(f"not:{_lost(target.sense)}", words, target.place)
            carried = None
            del tokens[place : place + 2]
            continue
        refused = next((found for found in ahead[:2] if found.sense in complaints), None) if denying else None
        if refused is not None and (target is None or tokens.index(refused) < tokens.index(target)):
            denied.append(refused.words)
            tokens[tokens.index(refused)] = Token(f"not:{refused.sense}", refused.words, refused.place)
            del tokens[place]
            continue
        if target is None:
            behind = tokens[max(0, place - NEAR_BEHIND) : place]
            target = next((found for found in reversed(behind) if found.sense in functions), None)
        if target is not None:
            words = " ".join(found.words for found in sorted((token, target), key=lambda found: found.place) if found.words)
            at = tokens.index(target)
            tokens[at] = Token(_lost(target.sense), words, min(token.place, target.place))
            del tokens[place]
            continue
        place += 1
    # What is left lacks nothing that we know: “can't do my shirt”, “bad feet”.
    return [replace_lack(token) for token in tokens if token.words], carried


def _lost(sense):
    return LOST.get(sense, f"no:{sense}")


def replace_lack(token):
    return Token("lack", token.words, token.place) if token.sense.startswith("lack:") else token


def _is_core(token):
    return area_of(token.sense) is None and token.sense not in TIMES and token.sense not in ("lack", "feel")


def _joined(clauses):
    """Clauses of which each says something by itself: a part of the body or a time alone goes with its neighbour."""
    joined = []
    pending = []
    for joint, tokens in clauses:
        alone = not any(_is_core(token) for token in tokens)
        follows = joint in ("when", "while", "with", "since", "because")
        if joined and (alone or follows):
            joined[-1] = joined[-1] + tokens
        elif alone:
            pending += tokens
        else:
            joined.append(pending + tokens)
            pending = []
    if pending:
        joined.append(pending)
    return joined[:MOST_CLAUSES]


def _with_heard(joined):
    """Clauses; one that names no part of the body hears the nearest that another names."""
    areas = [[token.sense for token in tokens if area_of(token.sense)] for tokens in joined]
    clauses = []
    for number, tokens in enumerate(joined):
        heard = ()
        if not areas[number]:
            near = sorted((other for other in range(len(joined)) if areas[other]), key=lambda other: (abs(other - number), other))
            heard = tuple(areas[near[0]]) if near else ()
        clauses.append(Clause(tuple(_once(tokens)), heard))
    return tuple(clauses)


def _once(tokens):
    found = {}
    for token in tokens:
        found.setdefault(token.sense, token)
    return list(found.values())
