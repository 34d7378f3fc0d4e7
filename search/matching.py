"""From the senses of a question to what it points to: symptoms, conditions and red flags. Pure functions on plain values.

A phrase counts by the share of its weight that a clause holds, and by the share of the clause that the phrase explains. Rare senses
weigh more (inverse document frequency over the targets), parts of the body less.
"""

import heapq
import math
from array import array
from collections import Counter
from dataclasses import dataclass
from functools import cache

from search.senses import AFTER, NEUTRAL, THINGS, TIMES
from search.spelling import word_list
from search.understanding import area_of, is_of_body, nearness
from search.words import stem

LIGHTEST_PHRASE = 0.2
AREA_WEIGHT = 0.7
TIME_WEIGHT = 0.9
FAINT = {"lack": 0.15, "feel": 0.12} | {stem(word): 0.15 for word in NEUTRAL}
HELD_AT_LEAST = 0.35
UNKNOWN_PLAIN, UNKNOWN_WEAK, UNKNOWN_SURE = 0.3, 0.5, 1.0
NO_AREA = 0.55  # what a part of the body in a phrase is worth where the question names none
HEARD_AREA = 0.6
EXPLAINED_SHARE, TELLING_SHARE, MUCH = 0.55, 0.2, 1.5
OF_PHRASES, OF_LEANING = (0.55, 0.15, 0.1), 0.2  # of a score: its best phrases, and where all the words lean
FLATNESS, LEANING_AT_LEAST = 0.3, 0.03
MOST_POINTING, MOST_WEIGHED = 40, 200
ALL_SAID, NAMED = 0.999, 0.8
MERE_THINGS = 0.65
OF_NOBODY = 0.85  # how far a question is believed that speaks of no person
OF_PLAIN = 0.6  # a word of daily life that is left unexplained says less than a complaint that is
MERE_SETTING = 0.7  # “kidney” alone, of “kidney disease and numb feet”
IMPERSONAL = 0.5  # of what nobody says of a body, as much must be explained
ELSEWHERE = 0.6  # a phrase that speaks of another part of the body
KIND_WEIGHT = {"condition": 0.985}  # of equals, the symptom that was said comes before what may have it
STRANGE = {True: 1.7, False: 1.0}


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that point to a target: a name of a symptom or condition, or a red flag. `senses` are those of its words.

    A tuple of them, since a set takes three times the room and there are thousands.
    """

    target: tuple
    text: str
    senses: tuple


@dataclass(frozen=True, slots=True)
class Match:
    """A target that a question points to: how surely (0 to 1), by which phrase and which words of the reader, and the shares behind it."""

    target: tuple
    score: float
    phrase: str
    words: str
    held: float
    explained: float
    leaning: float


class PhraseBook:
    """Phrases and how telling each of their senses is. A phrase is known by its number here: many are weighed for one question."""

    def __init__(self, phrases):
        self.phrases = list(dict.fromkeys(phrase for phrase in phrases if phrase.senses))
        counts = {}
        for phrase in self.phrases:
            for sense in phrase.senses:
                of_sense = counts.setdefault(sense, {})
                of_sense[phrase.target] = of_sense.get(phrase.target, 0) + 1
        self.numbers = Counter(phrase.target for phrase in self.phrases)
        total = len(self.numbers) or 1
        self.heaviest = math.log(1 + total)
        self.weights = {sense: math.log(1 + total / len(targets)) * _factor(sense) for sense, targets in counts.items()}
        # How far a sense points to a target: its share of the phrases with that sense, flattened.
        self.shares = {sense: {target: (count / sum(of.values())) ** FLATNESS for target, count in of.items()} for sense, of in counts.items()}
        self.totals, self.of_places, self.places = array("d"), array("d"), []
        self.by_sense = {}
        for number, phrase in enumerate(self.phrases):
            self.totals.append(sum(self.weights[sense] for sense in phrase.senses))
            self.places.append(tuple(sense for sense in phrase.senses if area_of(sense)))
            self.of_places.append(sum(self.weights[sense] for sense in self.places[-1]))
            # “feeling bad” without what says nothing is empty: such a phrase would match everything.
            if self.totals[-1] >= self.heaviest * LIGHTEST_PHRASE:
                for sense in phrase.senses:
                    if area_of(sense) is None:
                        self.by_sense.setdefault(sense, array("I")).append(number)

    def weight(self, sense):
        """What a sense of a question weighs: one that no phrase has, by how much it says that the question is about something else."""
        known = self.weights.get(sense)
        return known if known is not None else self.heaviest * _strangeness(sense)

    def match(self, reading, at_least=0.0):
        """The best `Match` of each target, best first: of each clause by itself, and of the question as a whole."""
        best = {}  # target: {number of a phrase: (score, held, explained, clause)}
        worst = {}  # target: what a further phrase must pass
        strange = _strangeness_of(reading.whole.senses)
        for clause in reading.clauses if len(reading.clauses) == 1 else (*dict.fromkeys(reading.clauses), reading.whole):
            self._weigh(clause, reading, strange, best, worst)
        leaning = self._leaning(reading.whole)
        for target, share in leaning.items():
            if share >= LEANING_AT_LEAST:
                best.setdefault(target, {})
        matches = []
        trust = 1.0 if reading.is_personal else OF_NOBODY
        for target, phrases in best.items():
            ranked = sorted(phrases.items(), key=lambda row: (-row[1][0], self.phrases[row[0]].text))[: len(OF_PHRASES)]
            counted = OF_PHRASES[: self.numbers.get(target, 1)]  # fewer names than count: these count for all
            of_names = sum(share * row[1][0] for share, row in zip(counted, ranked, strict=False)) * sum(OF_PHRASES) / sum(counted)
            score = trust * (of_names + OF_LEANING * leaning.get(target, 0.0))
            if ranked and min(ranked[0][1][1:3]) > ALL_SAID:
                # A clause that is the name, in whatever words.
                score = max(score, (NAMED + (1 - NAMED) * leaning.get(target, 0.0)) * KIND_WEIGHT.get(target[0], 1.0) / strange)
            if score >= at_least:
                number, (_score, held, explained, clause) = ranked[0] if ranked else (None, (0.0, 0.0, 0.0, reading.whole))
                text = "" if number is None else self.phrases[number].text
                words = self._words(clause, number, target)
                matches.append(Match(target, round(score, 4), text, words, round(held, 4), round(explained, 4), round(leaning.get(target, 0.0), 4)))
        return sorted(matches, key=lambda match: (-match.score, match.target))

    def _weigh(self, clause, reading, strange, best, worst):
        """Betters `best` by the phrases that a clause holds in part. A phrase that cannot better it is left as soon as that is clear."""
        said = clause.senses
        near = nearness()
        worth = _worth(clause)
        names_place = any(area_of(sense) for sense in said)
        nobody = not reading.is_personal and not names_place and not clause.heard
        no_body = not reading.is_personal and not any(is_of_body(sense) for sense in said)
        weighed = {sense: self.weight(sense) * (OF_PLAIN if sense in _everyday_stems() else 1.0) for sense in said}
        of_clause = sum(weighed.values()) or 1.0
        # What each sense of a phrase explains: (sense of the clause, its share of the clause).
        explains = {sense: [(sense, weight / of_clause)] for sense, weight in weighed.items()}
        for sense, weight in weighed.items():
            for other, share in near.get(sense, {}).items():
                explains.setdefault(other, []).append((sense, share * weight / of_clause))
        for less_than, number, common in self._candidates(worth):
            held_at_most = -less_than
            phrase = self.phrases[number]
            kind = KIND_WEIGHT.get(phrase.target[0], 1.0) / strange
            if held_at_most * kind <= worst.get(phrase.target, 0.0):
                continue
            places = self.places[number]
            elsewhere = False
            for sense in places:
                common += worth.get(sense, 0.0 if names_place or clause.heard else NO_AREA) * self.weights[sense]
            if names_place and places:
                elsewhere = not any(sense in worth for sense in places)
            held = common / self.totals[number]
            if held < HELD_AT_LEAST:
                continue
            shares = {}
            for sense in phrase.senses:
                for of_question, share in explains.get(sense, ()):
                    if share > shares.get(of_question, 0.0):
                        shares[of_question] = share
            explained = sum(shares.values())
            telling = min(1.0, common / (MUCH * self.heaviest))
            score = held * kind * (1 - EXPLAINED_SHARE - TELLING_SHARE + EXPLAINED_SHARE * explained + TELLING_SHARE * telling)
            if elsewhere:
                score *= ELSEWHERE
            if held < 1 and all(sense in AFTER for sense in phrase.senses if sense in worth):
                score *= MERE_SETTING
            if nobody:
                score *= 1 - IMPERSONAL + IMPERSONAL * explained
            if no_body and self._is_everyday(phrase, said):
                score *= MERE_THINGS
            phrases = best.setdefault(phrase.target, {})
            if number not in phrases or score > phrases[number][0]:
                phrases[number] = (score, held, explained, clause)
                if len(phrases) >= len(OF_PHRASES):
                    # The score of the last of those that count.
                    worst[phrase.target] = sorted((row[0] for row in phrases.values()), reverse=True)[len(OF_PHRASES) - 1]

    def _candidates(self, worth):
        """(minus the most that can be held of it, number, weight held without places) of phrases that are held in part, the most promising first."""
        common = {}
        weighed = sorted(((share * self.weights[sense], sense) for sense, share in worth.items() if sense in self.by_sense), reverse=True)
        for place, (weight, sense) in enumerate(weighed):
            # What says little, or what somebody does not have, points to nothing by itself; and a question has only so many words that do.
            if place < MOST_POINTING and sense not in FAINT and not sense.startswith("not:"):
                for number in self.by_sense[sense]:
                    common[number] = common.get(number, 0.0) + weight
            else:
                for number in self.by_sense[sense]:
                    if number in common:
                        common[number] += weight
        promising = []
        for number, weight in common.items():
            at_most = (weight + self.of_places[number]) / self.totals[number]
            if at_most >= HELD_AT_LEAST:
                promising.append((-at_most, number, weight))
        return heapq.nsmallest(MOST_WEIGHED, promising)

    def _leaning(self, clause):
        """{target: how far all the words of a question lean to it, whatever phrase they stand in} (0 to 1)."""
        weighed = {sense: self.weight(sense) for sense in clause.senses}
        total = sum(weighed.values()) or 1.0
        leaning = {}
        for sense, weight in weighed.items():
            for target, part in self._pointing(sense).items():
                leaning[target] = leaning.get(target, 0.0) + weight * part / total
        return leaning

    def _pointing(self, sense):
        pointing = self.shares.get(sense, {})
        near = nearness().get(sense)
        if near:
            pointing = dict(pointing)
            for other, share in near.items():
                for target, part in self.shares.get(other, {}).items():
                    if share * part > pointing.get(target, 0.0):
                        pointing[target] = share * part
        return pointing

    def _words(self, clause, number, target):
        """The reader's words that point to a target: by a phrase, or by leaning to it."""
        if number is None:
            return " ".join(token.words for token in clause.tokens if target in self.shares.get(token.sense, ()))
        senses, near = frozenset(self.phrases[number].senses), nearness()
        return " ".join(token.words for token in clause.tokens if token.sense in senses or not senses.isdisjoint(near.get(token.sense, ())))

    @staticmethod
    def _is_everyday(phrase, said):
        """Whether the words that a clause shares with a phrase are all of daily life, none a clinician's."""
        return all(sense in _everyday_stems() for sense in phrase.senses if sense in said)


def _worth(clause):
    """{sense of a phrase: how much of it a clause says}: its own senses, those near them, and the parts of the body that it hears."""
    near = nearness()
    worth = dict.fromkeys(clause.senses, 1.0)
    heard = [(sense, HEARD_AREA) for sense in clause.heard]
    for sense, share in [*((sense, 1.0) for sense in clause.senses), *heard]:
        for other, part in {sense: 1.0, **near.get(sense, {})}.items():
            worth[other] = max(worth.get(other, 0.0), share * part)
    return worth


def _factor(sense):
    if sense in FAINT:
        return FAINT[sense]
    if area_of(sense):
        return AREA_WEIGHT
    return TIME_WEIGHT if sense in TIMES else 1.0


@cache
def _everyday_stems():
    return frozenset(stem(word) for word in word_list("everyday_words.txt")) | THINGS


def _strangeness_of(said):
    """How much less a clause is believed that speaks of other things: 1 for one that does not."""
    strangers = _strangers()
    kinds = {strangers[sense] for sense in said if sense in strangers}
    return max((STRANGE[kind] for kind in kinds), default=1.0)


@cache
def _strangers():
    return {stem(word): heading.startswith("sure") for word, heading in word_list("other_topics.txt").items()}


def _strangeness(sense):
    if sense in FAINT:
        return FAINT[sense] * UNKNOWN_PLAIN
    sure = _strangers().get(sense)
    if sure is None:
        return UNKNOWN_PLAIN
    return UNKNOWN_SURE if sure else UNKNOWN_WEAK
