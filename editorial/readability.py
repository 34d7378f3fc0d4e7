"""How hard a text is to read: pure functions on plain text.

Flesch-Kincaid grades follow Kincaid, Fishburne, Rogers and Chissom (1975), "Derivation of new readability formulas for
Navy enlisted personnel"; SMOG grades follow McLaughlin (1969), "SMOG grading: a new readability formula".
Both are US school grades: 8 means readable at about age 13.

`explained` is in every function the terms that the site explains (glossary terms, of one word or more, in any case, one
or many): a reader can look them up, so each of their words counts as an easy one, of at most two syllables.
"""

import math
import re
from dataclasses import dataclass
from functools import lru_cache

EASY = 2  # syllables that a word of an explained term counts at most
MANY = 3  # syllables from which SMOG counts a word
SHORTEST = 8  # words below which the grade of a single sentence says little

WORD = re.compile(r"[A-Za-zÀ-ÖØ-öø-ÿ]+(?:['’][A-Za-z]+)?")

# The lookbehind and the possessive "++" keep a run of 100,000 dots from being tried again from each of its dots.
SENTENCE_END = re.compile(r"(?<![.!?:;])[.!?:;]++([\"'”’)\]]*+)(?=\s|$)|\n+")
ABBREVIATION = re.compile(r"(?<![\w.])(?:e\.g|i\.e|cf|vs|approx|ca|incl|excl|dr|mr|mrs|ms|prof|figs?)$", re.IGNORECASE)
# These may end a sentence too, and do where no small letter or number follows.
PERHAPS_ABBREVIATION = re.compile(r"(?<![\w.])(?:etc|et al|a\.m|p\.m|u\.s|u\.k|max|min|no)$", re.IGNORECASE)
GOES_ON = re.compile(r"\s+[a-z0-9(]")
LONGEST_ABBREVIATION = 7
LONGEST_KEPT = 40  # letters of a word whose syllables are remembered

VOWEL_RUN = re.compile(r"[aeiouyà-åæè-ïò-öøù-ýÿ]+")
TWO_VOWELS = re.compile(r"[aeiou]{2}")
IRREGULAR = {
    "aches": 1, "acne": 2, "aisle": 1, "apostrophe": 4, "aren't": 1, "brilliant": 2, "business": 2, "businesses": 3, "capsaicin": 4, "cashier": 2, "catastrophe": 4,
    "cereal": 3, "cereals": 3, "conscience": 2, "creature": 2, "creatures": 2, "crooked": 2, "diabetes": 4, "evening": 2, "evenings": 2, "familiar": 3,
    "headaches": 2, "herpes": 2, "isle": 1, "lawyer": 2, "lion": 2, "naive": 2, "naked": 2, "parliament": 3, "peculiar": 3, "people": 2, "peoples": 2,
    "ragged": 2, "recipe": 3, "recipes": 3, "rugged": 2, "soldier": 2, "soldiers": 2, "syncope": 3, "tiredness": 2, "toothaches": 2, "triage": 2, "vehement": 3,
    "wednesday": 2, "weren't": 1, "wicked": 2,
}  # fmt: skip
SAID_AS_LETTERS = frozenset("ALS CIDP CIPN DNA EEG EMG EU FDA GI HIV ISSCR IV IVIG MRI NHS OT RNA UK US USA".split())

# What is not said, or said otherwise than it is written: (pattern, replacement), in this order.
SPOKEN = [
    (re.compile(pattern), replacement)
    for pattern, replacement in [
        (r"([^aeiour])n['’]t$", r"\1ent"),  # didn't; not don't
        (r"['’].*$", ""),
        (r"^every", "evry"),
        (r"qu", "kw"),
        (r"(?<!ar)(?<!bi)gu(?=[aeiy])", "gw"),  # guess, language, tongue; not argue, ambiguity
        (r"(?<=[aeiou])y(?=[aeiou])", "j"),  # player, employed
        (r"(?<=[^aeiouyj])y(?=[aeiou])(?!e[sd]?$)", "y-"),  # myelin, dying; not dye
        (r"([aeiouy][^aeiouy]+e)(?=as?$)", r"\1-"),  # area, ideas; not tea, disease
        # A silent e inside a word: after the first part of a compound, and before an ending.
        (
            r"^(som|mor|car|for|hom|lif|tim|bas|sid|saf|pac|hous|fir|whol|guid|bar|grap|us)e(?=one|body|how|what|day|over|giv|tak|arm|head|finger"
            r"|cast|made|line|ball|way|step|keep|hold|work|place|fight|sale|meal|grain|foot|book|fruit|bound|maker)",
            r"\1",
        ),
        (
            r"([aeiouy][^aeiouy]{0,2}[^aeiouyl])e(?=(?:ment|ful|fully|fulness|less|lessness|ness|ly|ty|some|wise|line|times?|work|where|thing|style|long|spread|maker"
            r"|guard|fore)s?$)",
            r"\1",
        ),
        # A silent e at the end: make, makes, called; but table, fibre, handled, nurses, wanted.
        (r"([aeiouy][^aeiouy]+)(?<![bcdfghkpstvxz]l)(?<![bcdt]r)e$", r"\1"),
        (r"([aeiouy][^aeiouy]*[^aeioudty])(?<![bcdfghkpstvxz]l)(?<![bcdt]r)ed$", r"\1d"),
        (r"([aeiouy][^aeiouy]*[^aeioucgsxyz])(?<![cs]h)(?<![bcdfghkpstvxz]l)(?<![bcdt]r)es$", r"\1s"),
        # A vowel that is said and not written: spasm, rhythm.
        (r"([aeiouy])s(ms?)$", r"\1se\2"),
        (r"th(ms?)$", r"the\1"),
        (r"([aeiouy][^aeiouy]*i)(?=(?:er|ers|est)$)", r"\1-"),  # easier; not pier
        (r"^(auto|bio|cardio|electro|gastro|immuno|intra|macro|micro|multi|neuro|osteo|photo|psycho|radio|semi)(?=[aeiou])", r"\1-"),
    ]
]
# Where two vowels that stand together are said apart: places between two letters.
APART = re.compile(
    "|".join(
        [
            r"(?<=i)(?<![tcsg]i)(?=a)(?!age)|(?<=[tc]i)(?=a(?!l|n|s?$))|(?<=[sg]i)(?=a(?![nl]?s?$))",  # dial, associate, giant; not special, neuralgia
            r"(?<=i)(?<![tcsgx]i)(?<!shi)(?=o)(?!ou?r$|our(?:s|al)$)(?!(?<=[ln]i)on)|(?<=[tcsgx]i)(?=o(?!n|us))|(?<=er)(?=ior)|(?<=ri)(?=or$)",
            r"(?<=i)(?=et|u|i)|(?<![tcgf]i)(?<!fri)(?<=i)(?=en)|(?<=^sci)(?=en)",  # diet, radius, client, science; not patient
            r"(?<=u)(?<!rsu)(?=a)|(?<=u)(?=e(?:l|nt|nc|nz|t)|o|u)",  # usual, fluent, continuous
            r"(?<=u)(?=id|in|icid|it(?:ion|y$|ou))",  # fluid, genuine, suicide; not fruit
            r"(?<=e)(?<!ge)(?=o)|(?<=ge)(?=o(?![nu]))",  # video, geography; not surgeon
            r"(?<=^re)(?=a(?:ct|ss|pp|dj|lis|liz|lit|rr)|u|e[mnsvx]|in[fst])|(?<=^pre)(?=e[cmx])",  # react, reinforce
            r"(?<=cre)(?=at|as$)|(?<=^the)(?=at)|(?<=ide)(?=al)|(?<=[ng]e)(?=al$)|(?<=oe)(?=as?$)",  # create, theatre, diarrhoea
            r"(?<=e)(?=u[ms]$|ity)|(?<=a)(?=o|ic$)|(?<=o)(?=ic(?:al)?$)|(?<=po)(?=e[mt])|(?<=^o)(?=as)|(?<=^co)(?=ag|al[ei]|ex|inc|o[pr])",
            r"(?<=[aeiou])(?=ings?$)",  # being, going
        ]
    )
)


@dataclass(frozen=True)
class Grades:
    """School grades of one text, as it stands and with the explained terms counted as easy."""

    flesch_kincaid: float
    smog: float
    flesch_kincaid_explained: float
    smog_explained: float


def syllables(word):
    """Number of syllables of one English word, by rule: an integer of at least 1.

    A word in capitals without a vowel (CT) and a few others (MRI) are said letter by letter.
    """
    if word in SAID_AS_LETTERS or (word.isupper() and not VOWEL_RUN.search(word.lower())):
        return len(word) + 2 * word.count("W")
    count = _syllables if len(word) <= LONGEST_KEPT else _syllables.__wrapped__
    return count(word.lower().replace("’", "'"))


@lru_cache(maxsize=8192)
def _syllables(word):
    if word in IRREGULAR:
        return IRREGULAR[word]
    for pattern, replacement in SPOKEN:
        word = pattern.sub(replacement, word)
    if TWO_VOWELS.search(word):
        word = APART.sub("-", word)
    return max(len(VOWEL_RUN.findall(word)), 1)


def sentences(text):
    """The sentences of a plain text, in order, without their final stop.

    List items and headings end with a line break. A colon and a semicolon end a sentence as well: what stands after them
    is read as a thought of its own. Abbreviations (e.g., Dr., a.m.) and decimals do not end one.
    """
    found, start = [], 0
    for end in SENTENCE_END.finditer(text):
        if not _is_abbreviation(text, end):
            found.append(text[start : end.start()] + (end[1] or ""))
            start = end.end()
    return [part.strip() for part in [*found, text[start:]] if WORD.search(part)]


def first_sentence(text):
    """The first sentence of a plain text, with its stop. Here a colon or a semicolon ends none."""
    ends = (end.end() for end in SENTENCE_END.finditer(text) if end[0][0] not in ":;" and not _is_abbreviation(text, end))
    return text[: next(ends, None)].strip()


def _is_abbreviation(text, end):
    if not end[0].startswith(".") or end[0].startswith(".."):
        return False
    before = text[max(0, end.start() - LONGEST_ABBREVIATION) : end.start()]
    return bool(ABBREVIATION.search(before) or (PERHAPS_ABBREVIATION.search(before) and GOES_ON.match(text, end.end())))


def grades(text, explained=()):
    """The `Grades` of a plain text, with and without the words that the site explains."""
    counted = list(_counted(text, explained))
    raw, eased = [counts for _sentence, counts, _eased in counted], [eased for _sentence, _counts, eased in counted]
    return Grades(_flesch_kincaid(raw), _smog(raw), _flesch_kincaid(eased), _smog(eased))


def flesch_kincaid_grade(text, explained=()):
    """Flesch-Kincaid grade (Kincaid et al. 1975) of a plain text: 0.0 for an empty text and never below it."""
    return _flesch_kincaid([eased for _sentence, _counts, eased in _counted(text, explained)])


def smog_grade(text, explained=()):
    """SMOG grade (McLaughlin 1969) of a plain text: 0.0 for an empty text, otherwise 3.1 or more.

    1.0430 * sqrt(30 * words of three or more syllables / sentences) + 3.1291. The formula was made on samples of
    30 sentences; the grade of a shorter text is less sure, that of a few sentences a hint at best.
    """
    return _smog([eased for _sentence, _counts, eased in _counted(text, explained)])


def hardest_sentences(text, number=3, explained=()):
    """The sentences with the highest Flesch-Kincaid grade: at most `number` pairs (sentence, grade), hardest first.

    Only sentences of at least 8 words; of two with the same grade the one that comes first.
    """
    graded = [(sentence, _flesch_kincaid([counts])) for sentence, _raw, counts in _counted(text, explained) if len(counts) >= SHORTEST]
    return sorted(graded, key=lambda pair: -pair[1])[:number]


def long_sentences(text, limit=25):
    """The sentences of more than `limit` words, in order: pairs (sentence, number of words)."""
    counted = ((sentence, len(WORD.findall(sentence))) for sentence in sentences(text))
    return [(sentence, words) for sentence, words in counted if words > limit]


def _flesch_kincaid(measured):
    words = sum(map(len, measured))
    if not words:
        return 0.0
    return max(0.0, round(0.39 * words / len(measured) + 11.8 * sum(map(sum, measured)) / words - 15.59, 1))


def _smog(measured):
    if not measured:
        return 0.0
    hard = sum(count >= MANY for counts in measured for count in counts)
    return round(1.0430 * math.sqrt(hard * 30 / len(measured)) + 3.1291, 1)


def _counted(text, explained):
    """(sentence, syllables of each of its words, the same with explained words eased) for each sentence."""
    terms = _by_first_word(explained)
    for sentence in sentences(text):
        words = WORD.findall(sentence)
        counts = [syllables(word) for word in words]
        eased = list(counts)
        for place in _explained_places(words, terms) if terms else ():
            eased[place] = min(counts[place], EASY)
        yield sentence, counts, eased


def _by_first_word(terms):
    """The terms as lists of folded words, under their first word."""
    by_first = {}
    for term in terms:
        if folded := [_one(word) for word in WORD.findall(term)]:
            by_first.setdefault(folded[0], []).append(folded)
    return by_first


def _explained_places(words, terms):
    """The places of the words that belong to a term."""
    folded = [_one(word) for word in words]
    for start, word in enumerate(folded):
        for term in terms.get(word, ()):
            if folded[start : start + len(term)] == term:
                yield from range(start, start + len(term))


def _one(word):
    """The word in small letters and without a plural ending, which is all that it is compared by."""
    word = word.lower().replace("’", "'").removesuffix("'s")
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "sses", "xes")):
        return word[:-2]
    return word if word.endswith("ss") else word.removesuffix("s")
