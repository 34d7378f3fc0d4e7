"""How each word of an offer is meant: plainly, denied, or not claimed at all. Pure functions on plain values.

“No risk” denies a risk. “They refused to promise a cure”, “is it a cure?” and “it is not without risk” claim nothing either way. A “not”
reaches a few words, up to where something else begins: a comma, a dash, “but”, or who does what (“without surgery we regrow nerves”).
"""

import re
from typing import NamedTuple

from search.words import MAX_WORD, STOP_WORDS, fold, term

PLAIN, DENIED, UNCLAIMED = range(3)
MOST_BETWEEN = 3.75  # words between two words of a form
LITTLE = 0.25  # what one such as “and” or a number counts of these
OF_SENTENCE = MOST_BETWEEN + LITTLE  # how far away the next sentence begins: just too far
TO_A_STOP = 2.5  # of that, what lies before the full stop
DENIED_AFTER = 5  # words that a “not” reaches
OF_SMALL_WORD = 0.5  # what one such as “of” counts of these

# A line of a pasted text is no sentence; a new item, a paragraph and a line with a capital letter begin something.
BLANKS = re.compile(r"[^\S\n]+")
NEW_LINE = re.compile(r"\n(?= ?(?:\n|[-*•·–—>+] |[0-9]{1,2}[.)] ))")
NEW_START = re.compile(r"\n(?= ?[^\W\d_a-z])")
COMPOUNDS = [
    (re.compile(r"\bside[\s-]+effect"), "sideeffect"),
    (re.compile(r"\b(risk|sideeffect|pain|drug|symptom|neuropathy)s?[ -]?free\b"), r"\1free"),
    # What is kept from somebody is claimed all the same.
    (re.compile(r"\b(doctors?|gps?) (?:wont|dont|will not|do not|never) (?:tell|want) you\b"), r"\1 hide"),
    (re.compile(r"\bnon[ -](?=[a-z])"), "non"),
    # What costs nothing is not paid for.
    (re.compile(r"\b(pay|pays|cost|costs|charge|charged|price|paid)((?: \w+){0,3}?) (?:nothing|zero|0)\b"), r"not \1\2"),
    (re.compile(r"\b(?:nothing|none) to pay\b"), "not pay"),
]
PIECE = re.compile(r"[0-9]+(?:[.,][0-9]+)+|[^\W_]+|(?<=\s)-+(?=\s)|[–—.;:!?,()%+|•·✓✔✅★→\n]")
SENTENCE_ENDS = frozenset(".;!?\n|•·✓✔✅★→")
DENIAL_ENDS = SENTENCE_ENDS | frozenset(",:()+–—") | {"but", "however", "only", "merely", "simply", "else", "other", "whereas", "while"}
MONEY = frozenset("euro euros eur usd dollars dollar pounds pound gbp lira tl chf percent part".split())
SLIGHT = frozenset("known serious real major significant adverse harmful bad severe medical approved".split())

NOUNS_DENIED = frozenset("no without zero".split())
DENYING = NOUNS_DENIED | frozenset(map(term, "not cannot nobody nor neither zero neednt shouldnt mustnt wouldnt aint".split()))
# After “not”, these turn the meaning round: nothing is denied by “don't miss this” or “no doubt”.
TURNING = frozenset("miss wait worry delay hesitate suffer forget ignore settle regret doubt question wonder mask masks masking".split())
# Whoever does not say it claims nothing; what stands after them is not denied either.
SAYING = frozenset(
    "say says said saying claim claims claimed promise promises promised promising tell tells told telling think thinks believe believes prove proves"
    " name names list proven proof evidence show shows shown mention mentions mentioned know knows sure certain clear guarantee guarantees guaranteed guaranteeing expect".split()
)
UNCLAIMING = frozenset("refuse refuses refused refusing decline declines declined declining unlikely hardly doubtful whether beware".split())
OF_THE_READER = frozenset("ask asked doubt hope hoped wish wished want wanted wonder wondered".split())
READERS = frozenset("i we".split())
SUBJECTS = frozenset("i we they he she theyll youll youre theyre".split())
PERHAPS_SUBJECTS = frozenset("it you this that there".split())
BEFORE_THINGS = frozenset("a an the your".split())
OWN = frozenset("your our my".split())
ACTING = frozenset("must is was were will can has does are have get feel may would also really actually just".split())
HAVING = frozenset("has have had is are was were be comes come".split())
TAKING_BACK = frozenset("unlikely impossible rare unproven doubtful".split())
TAKEN_BACK = frozenset("possible promised known proven guaranteed likely available certain realistic".split())
TOLD = frozenset("said told promised answered claimed".split())
ENDS_OF_NEED = frozenset("needed required necessary".split())
CONDITIONS = frozenset("if when before until after".split())
OTHERWISE_STOPPED = frozenset("suddenly abruptly smoking drinking alcohol by".split())  # nobody advises it so, or another thing is stopped
STOPPING = frozenset("stop stopping stopped quit quitting come coming wean weaning".split())
QUESTION_OPENERS = frozenset("is are was were do does did can could will would should has have how what who which when where whether why".split())
ASKED_BY_SELLERS = frozenset("want like ready tired suffer suffering wish dream imagine looking know fed sick".split())
ASKED_BY_NOBODY = {("what", "if"), ("why", "not")}
NEVER_PROMISED = frozenset("sideeffect sideeffects risk risks danger dangers complications harm".split())
YES = frozenset("yes absolutely definitely certainly indeed sure".split())
BARE_QUESTION = frozenset("is does can will are".split())
ASKED_ABOUT = frozenset("it this that there they these".split())


class Mark(NamedTuple):
    """One word of a text: its stem, and how it is meant. Those of other sentences are further away than any form reaches."""

    place: float
    term: str
    meant: int


def marks_of(text):
    """The `Mark`s of a text in order, without the words that deny; the end of a sentence is the mark “.”."""
    found, place = [], 0.0
    sentences = list(_sentences(text))
    for number, sentence in enumerate(sentences):
        if sentence[0] in SENTENCE_ENDS:
            found.append(Mark(place + TO_A_STOP, ".", PLAIN))
            place += OF_SENTENCE
            continue
        answer = sentences[number + 2][0] if number + 2 < len(sentences) else ""
        words = _Scope(sentence, answer).read()
        for word, meant in _without_what_is_taken_back(sentence, list(words)):
            place += LITTLE if meant is None or word in STOP_WORDS or word in MONEY or word[0].isdigit() else 1
            if meant is not None:
                found.append(Mark(place, term(word[:MAX_WORD]), meant))
    return found


def _sentences(text):
    """The words and stops of each sentence, and between them each end as a list of its own."""
    said = NEW_START.sub(" , ", NEW_LINE.sub(" . ", BLANKS.sub(" ", text)))
    said = fold(said.replace("\n", " "))
    for pattern, plain in COMPOUNDS:
        said = pattern.sub(plain, said)
    sentence = []
    for piece in PIECE.findall(said):
        word = "percent" if piece == "%" else piece
        if word in SENTENCE_ENDS:
            if sentence:
                if word == "?":
                    sentence.append("?")
                yield sentence
            yield [word]
            sentence = []
        else:
            sentence.append("–" if word[0] == "-" else word)
    if sentence:
        yield sentence


def _is_question(words):
    """Whether a reader asks, who claims nothing; “do you want a cure?” is a seller's."""
    if words[-1] == "?":
        return words[0] in QUESTION_OPENERS and tuple(words[:2]) not in ASKED_BY_NOBODY and ASKED_BY_SELLERS.isdisjoint(words)
    return len(words) > 2 and words[0] in BARE_QUESTION and words[1] in ASKED_ABOUT


def _without_what_is_taken_back(sentence, words):
    """The words as `_Scope` reads them, but “a cure” of “a cure is not possible” is not claimed."""
    said = [word for word in sentence if word[0].isalnum()]
    for number in range(2, len(words)):
        after = said[number + 1] if number + 1 < len(said) else ""
        doubted = said[number] in TAKING_BACK or (term(said[number]) in DENYING and after in TAKEN_BACK)
        if doubted and said[number - 1] in HAVING and words[number - 2][1] == PLAIN:
            words[number - 2] = (said[number - 2], UNCLAIMED)
    return words


class _Scope:
    """Walks through a sentence and knows how far a “not” reaches."""

    def __init__(self, words, answer=""):
        """`answer` is the first word of the next sentence: “are there risks? No”."""
        self.words, self.of_all = words, None
        if _is_question(words) and answer not in YES:
            self.of_all = DENIED if term(answer) in DENYING else UNCLAIMED
        self.end()

    def end(self):
        self.meant, self.left, self.since, self.of_noun = PLAIN, 0.0, 0, False

    def begin(self, meant, *, of_noun=False):
        self.meant, self.left, self.since, self.of_noun = meant, DENIED_AFTER, 0, of_noun

    def read(self):
        """(word, how it is meant, or None for one that denies) of each word."""
        for number, word in enumerate(self.words):
            before = self.words[number - 1] if number else ""
            after = self.words[number + 1] if number + 1 < len(self.words) else ""
            if word in DENIAL_ENDS and not (word == "," and self._goes_on(number)):
                self.end()
            if not word[0].isalnum():
                continue
            if term(word) in DENYING or word in DENYING:
                self._deny(word, before, after)
                yield word, None
                continue
            if word == "free" and after in ("of", "from"):
                self._deny(word, before, after)
                yield word, None
                continue
            self._pass(word, before, after)
            yield word, self._of(number) if self.of_all is None else self.of_all
            self._after(word, before, after)

    def _of(self, number):
        if self.words[number] in STOPPING:
            before, after = self.words[max(0, number - 3) : number], self.words[number + 1 : number + 6]
            if not CONDITIONS.isdisjoint(before) or not OTHERWISE_STOPPED.isdisjoint(after):
                return UNCLAIMED
        return self.meant

    def _goes_on(self, number):
        """Whether “no drugs, surgery or side effects” is still one list."""
        if self.meant != DENIED or not self.of_noun:
            return False
        ahead = self.words[number + 1 : number + 6]
        return ("or" in ahead or "nor" in ahead) and SUBJECTS.isdisjoint(ahead)

    def _deny(self, word, before, after):
        if self.meant == UNCLAIMED:
            return
        twice = self.meant == DENIED and (not self.since or word == "without" or before in HAVING)
        if before == "why":
            return
        self.begin(UNCLAIMED if twice else DENIED, of_noun=word in NOUNS_DENIED and after != "longer")

    def _pass(self, word, before, after):
        """Ends the reach where something else begins."""
        if self.meant == PLAIN:
            return
        starts = self._starts(word, before, after)
        if self.meant == UNCLAIMED:
            if word in SUBJECTS and (after in TOLD or before in ("and", "so", "then")):
                self.end()
        elif (
            (starts and self.since)
            or (
                word == "and"
                and self.since
                and after not in NEVER_PROMISED
                and (self.of_noun or after.endswith(("s", "ed")) or after in SUBJECTS or after in ACTING)
            )
            or (word in TURNING and self.since <= 1)
            or self.left <= 0
        ):
            self.end()

    def _starts(self, word, before, after):
        """Whether a word is who or what does something: “it” of “it repairs”, not of “stop it”."""
        if word in SUBJECTS or (word in PERHAPS_SUBJECTS and after in ACTING):
            return True
        if word == "it":
            return after.endswith("s") and after not in STOP_WORDS
        return (word == "its" and after in BEFORE_THINGS) or (self.of_noun and word in OWN and before not in STOP_WORDS)

    def _after(self, word, before, after):
        """What a word does to those behind it."""
        wishes = word in OF_THE_READER and (before in READERS or not before)
        warns = word == "before" and (after in SUBJECTS or after == "you" or after.endswith("ing"))
        if word in UNCLAIMING or wishes or warns or (self.meant == DENIED and word in SAYING):
            self.begin(UNCLAIMED)
        elif self.meant == DENIED:
            if word in ENDS_OF_NEED:
                self.end()
            elif word in STOP_WORDS or word in SLIGHT:
                self.left -= OF_SMALL_WORD
            else:
                self.left -= 1
                self.since += 1
