"""Hints for plainer and more honest wording: pure functions on plain text.

Every function gives a list of (words, advice) pairs, in the order of the text: the words as they stand there, and a
sentence that a writer can act on. They are hints: a person decides. Each would rather miss a case than raise a false alarm.
"""

import re

from django.utils.translation import gettext as _

from editorial.plain_words import PLAINER
from editorial.readability import WORD, sentences

FEW_WORDS = 8  # words about harms below which a text says next to nothing of them

LONGEST_ENTRY = max(len(form.split()) for form in PLAINER)
FIRST_WORDS = frozenset(re.match(r"\w+", form)[0] for form in PLAINER)
EXPLAINING = re.compile(r"\b(?:(?:called|named|known as)(?: \w{1,20})?|or|say|term|word)$", re.IGNORECASE)

IRREGULAR_PARTICIPLES = (
    "beaten begun bent bitten blown brought built bought caught chosen cut dealt drawn driven drunk eaten fed felt fought found forbidden forgotten given"
    " ground grown heard held hidden hit hurt kept known laid led left lent lost made meant met overcome paid proven put read run said seen sent set sewn"
    " shown shut sold sought spent spread struck swept taken taught told thought thrown torn understood undertaken withdrawn withheld won worn written"
).split()
# Participles that say how something is, not what somebody does to it, and verbs that only look like participles.
STATES = frozenset(
    "accepted advanced affected aged allowed altered approved armed ashamed associated balanced based blinded blocked bored born bruised called centred closed"
    " combined committed compared complicated concentrated concerned confined confused connected coated crowded curved cut damaged dead dedicated delayed"
    " depressed detailed determined different disabled disappointed dissatisfied divided done drunk embarrassed enlarged entitled excited exhausted"
    " expected experienced exposed finished fixed forbidden frightened frustrated grown hidden hurt impaired inclined indeed infected inflamed informed"
    " inherited injured interested intended involved irritated isolated known left licensed limited linked located lost made married meant mistaken mixed"
    " motivated named needed numbed obliged obsessed occupied overweight paralysed pleased prepared pronounced proven qualified raised red reduced registered"
    " related relaxed relieved required reserved retired rounded satisfied scarred scared scattered settled shaped shared situated skilled sacred spread stressed"
    " stuck supposed surprised surrounded suited suspected swollen thickened tired torn trained trapped troubled united used upset varied"
    " wasted weakened welcomed worn worried wounded".split()
)
NO_PARTICIPLE = re.compile(r"eed$|^un(?!der)", re.IGNORECASE)  # need, untreated
PASSIVE = re.compile(
    r"\b(?:am|is|are|was|were|be|been|being)\s{1,3}(?:(?:not|also|often|always|never|usually|still|only|then|first|now|mostly|best|soon|later|being|\w{2,20}ly)"
    rf"\s{{1,3}}){{0,2}}(\w{{2,20}}ed|{'|'.join(IRREGULAR_PARTICIPLES)})\b(\s{{1,3}}by\s)?",
    re.IGNORECASE,
)

NUMBER_WORD = "one|two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|fifty|half"
SHARE_WORD = "half|third|thirds|quarter|quarters|fifth|tenth"
RELATIVE = re.compile(
    r"(?<![\d.,])\d{1,9}(?:\.\d{1,9})?\s?(?:%|per\s?cent\b)"
    rf"|\b(?:\d{{1,6}}(?:\.\d{{1,6}})?|{NUMBER_WORD}|many|several) times (?:more|less|higher|lower|greater|fewer|better|worse|as|the risk)\b"
    r"|\btwice (?:as|the (?:risk|chance|odds|rate|number))\b|\bhalf (?:as (?:likely|many|often)|the (?:risk|chance|odds|rate|number))\b"
    r"|\b(?:doubl|tripl|quadrupl|halv)(?:es|ed|ing)\b(?! (?:the |your |this |that |its )?(?:dose|amount|time|portion|vision))"
    rf"|\b(?:\d{{1,6}}|{NUMBER_WORD})[ -]?fold\b"
    rf"|\bby (?:about |almost |nearly |around |over |more than |up to )?(?:a |an |one |two )?(?:{SHARE_WORD})\b|\b(?:cut|cuts|cutting) (?:\w{{1,20}} ){{1,4}}in half\b"
    r"|\b(?:relative risk|odds ratio|hazard ratio)\b",
    re.IGNORECASE,
)
# Percentages that are no share of people: how strong a product is, how sure a range, a blood value, a part of one's strength.
NO_SHARE = re.compile(
    r"\b(?:capsaicin|lidocaine|saline|alcohol|cream|gel|patch) (?:of )?\d{1,3}(?:\.\d{1,3})?\s?%|% of (?:function|normal|strength|their strength|full strength)\b|"
    r"(?:%|per\s?cent) (?:\w{1,20} ){0,2}(?:saline|solution|cream|gel|patch|patches|plaster|plasters|ointment|lotion|lidocaine|capsaicin|alcohol|oxygen"
    r"|confidence|CI|credible|sure|off)\b|\b(?:HbA1c|A1c|haemoglobin|humidity|oxygen|strength|body weight|effort|confidence)\b",
    re.IGNORECASE,
)
DENOMINATOR = re.compile(
    rf"\b(?:\d{{1,3}}(?:,\d{{3}}){{0,3}}|\d{{4,9}}|{NUMBER_WORD})(?: (?:people|patients|adults|women|men|children|participants))?"
    rf" (?:of|in|out of|from)(?: (?:the|these|every|all|about|those)){{0,2}} (?!(?:19|20)\d\d\b)(?:\d|(?:{NUMBER_WORD}|hundred)\b)"
    r"|\b(?:out of|in every|for every|per) (?:the |about )?(?:\d|hundred|thousand|people)|\bof (?:(?:the|these|all|about|those) ){0,2}\d"
    r"|\b(?:in|among|with|for|on) (?:about |only |over |more than )?\d[\d,]{0,10} (?:\w{1,20} )?(?:people|patients|adults|women|men|children|participants)\b",
    re.IGNORECASE,
)

EFFECT_VERBS = "lower reduce help improve relieve work prevent restore heal ease increase decrease cure slow repair protect strengthen boost lessen calm halt reverse soothe".split()
# What is good for somebody; the others can go either way.
GOOD_VERBS = "lower reduce help improve relieve work prevent restore heal ease cure protect strengthen lessen calm soothe".split()
FURTHER_EFFECTS = (
    r"(?:is|are) (?:very |more |\w{2,20}ly )?effective|benefits? from|regrows?(?= (?:nerves?|nerve fibres|your|the|feeling)\b)"
    r"|cuts?(?= (?:the |your )?(?:pain|risk|chance|number|odds)\b)"
)
LOWER_WHAT = re.compile(
    r" (?:\w{2,20} )?(?:pain|risks?|the|your|their|it|its|blood|swelling|sugar)\b", re.IGNORECASE
)  # not: lower legs, points lower
EFFECT, GOOD = (re.compile(rf"\b(?:(?:{'|'.join(verbs)})(?:d|ed|s)?|{FURTHER_EFFECTS})(?!\w)", re.IGNORECASE) for verbs in (EFFECT_VERBS, GOOD_VERBS))
# A verb's plain form is a verb after these and after a plural; elsewhere it may be a noun or an adjective: get help, the work, slow growth.
BEFORE_A_VERB = frozenset(
    "will would can may might could must do does did they it which that who also often usually clearly really all both people children we you".split()
)
NO_PLURAL = frozenset("needs gets wants offers gives seeks is was as this its his less thus various always".split())
BEFORE_TO = re.compile(r"\b(?:shown|proven|proved|known|found|able|helps?|enough) to $", re.IGNORECASE)
BEFORE_A_NOUN = frozenset("a an the this that these those no of for your their our more any some his her between in on".split())
NO_CLAIM = re.compile(
    # said not to be so, not known to be so, only asked or meant
    r"\b(?:not|no|never|neither|nor|none|nothing|nobody|without|cannot|whether|if|how|why|what|when|unless|fail|fails|failed|instead of|rather than"
    r"|aims?|aimed|meant|hope|hoped|hopes|designed|intended|used|try|tries|tried|tested|test|given|offered|advised?|advises|supposed|wants?|goal|claims?"
    r"|should|needed|less likely)\b|n['’]t\b",
    re.IGNORECASE,
)
QUESTION = re.compile(r"\W*(?:who|will|would|could|should|can|does|do|is|are|has|have|how|what|which|why|when|where|whether|ask|if)\b", re.IGNORECASE)
# "It helps to know this", "a test helps to tell": no effect on anybody's health.
HELPS_TO_KNOW = re.compile(
    r" (?:\w{2,20} ){0,3}?(?:to )?(?:be sure|check|know|show|tell|think|decide|find|see|rule|understand|plan|read|learn|say|choose)\b| (?:your|the) (?:doctor|team)",
    re.IGNORECASE,
)
NEAR = 90  # letters before a verb in which such a word speaks of it
FOUND_IN_A_STUDY = re.compile(
    r"\d|\b(?:trials?|study|studies|reviews?|tests?|people|patients|participants|groups?|rats?|mice|animals?|sham|placebo)\b", re.IGNORECASE
)

NOT_KNOWN = (
    r"(?:\bnot|n['’]t) (?:yet )?(?:know|known|sure|clear|enough|possible to say)\b|\b(?:unknown|unclear|uncertain|unsure|unproven|untested)\b|\btoo (?:little|few|small)\b"
    r"|\b(?:no|little|poor|not enough|very weak) (?:good |reliable |clear |usable )?(?:evidence|data|trial|trials|studies|results?|research|proof)\b"
    r"|(?:\bnot|\bnever|n['’]t) (?:yet )?(?:been )?(?:tested|shown|studied|proven|confirmed)\b|\b(?:nobody|no one|cannot|can ?not|can['’]t) (?:\w{2,10} )?(?:knows?|says?|tell)\b"
    r"|\bvery low\b"
)
ONLY_MAY = r"|\b(?:may|might|could|perhaps|possibly)\b|\b(?:suggest|seem|appear)s?\b|\b(?:certainty|trust|confidence) (?:\w{2,10} ){0,5}low\b|\blow certainty\b|\b(?:limited|weak) (?:evidence|data)\b"
PROBABLY = r"|\b(?:probably|likely|moderate certainty)\b|\bcertainty (?:\w{2,10} ){0,5}moderate\b"
HEDGES = {
    "moderate": re.compile(NOT_KNOWN + ONLY_MAY + PROBABLY, re.IGNORECASE),
    "low": re.compile(NOT_KNOWN + ONLY_MAY, re.IGNORECASE),
    "very low": re.compile(NOT_KNOWN, re.IGNORECASE),
    "none in people": re.compile(NOT_KNOWN + r"|\b(?:rats?|mice|animals?|laborator(?:y|ies)|cell cultures?|dish(?:es)?)\b", re.IGNORECASE),
}

HARM_ASPECTS = frozenset(["risks", "side-effects", "cautions"])
NO_HARM_ASPECTS = frozenset(["questions-to-ask"])  # a question tells nothing yet
NO_PROMISE_ASPECTS = frozenset(["questions-to-ask", "what-is-not-known", "research", "when-to-get-help"])
HARM = re.compile(
    r"\b(?:side effects?|risks?|harms?|harmful|unsafe|dangers?|dangerous|complications?|interact|allergic|bleeding|infections?|sickness|dizziness|drowsiness"
    r"|unwanted|overdose|burns?|warnings?|careful|make (?:\w{1,12} )?worse)\b",
    re.IGNORECASE,
)


def passive_voice(text):
    """Passive phrases: a form of "be" with a participle that tells what somebody does.

    Participles that tell how something is (tired, damaged, called) count only where "by" follows.
    """
    return [
        (" ".join(match[0].split()), _("Passive: say who does it."))
        for match in PASSIVE.finditer(text)
        if match[2] or not (match[1].lower() in STATES or NO_PARTICIPLE.search(match[1]))
    ]


def plainer_words(text):
    """Words of doctors and offices that have a plainer twin, each entry of the table once.

    Names (a capital letter inside a sentence) and words that the text explains at that place (in brackets, in quotation marks,
    "called", "means") are left alone.
    """
    found, told, place = [], set(), 0
    words = list(WORD.finditer(text))
    while place < len(words):
        match = _longest_entry(text, words, place)
        if not match:
            place += 1
            continue
        start, end, length, (entry, plain) = match
        place += length
        if entry not in told and not _is_name_or_explained(text, start, end):
            told.add(entry)
            found.append((text[start:end], _("Plainer: %(plain)s.") % {"plain": plain}))
    return found


def _longest_entry(text, words, place):
    """(start, end, number of words, entry) of the longest entry of the table that begins at a word, or None."""
    if words[place][0].lower() not in FIRST_WORDS:
        return None
    start = words[place].start()
    for length in range(min(LONGEST_ENTRY, len(words) - place), 0, -1):
        end = words[place + length - 1].end()
        # The words of an entry are one space apart: a longer gap, a comma or a line break parts them.
        if entry := PLAINER.get(text[start:end].lower()):
            return start, end, length, entry
    return None


def _is_name_or_explained(text, start, end):
    before, after = text[max(0, start - 30) : start].rstrip(" "), text[end : end + 7]
    is_name = text[start].isupper() and before and before[-1] not in '.!?:\n"“(-•'
    is_explained = (before and before[-1] in '("“‘') or after.lstrip().startswith(("(", ":", "means")) or EXPLAINING.search(before)
    return is_name or is_explained


def numbers_without_denominator(text):
    """Sentences with a share or a ratio (30 %, twice as likely, doubled) and no "N of M" in them or in the next one.

    Doses, dates, ages and counts are no shares. Nor are the strength of a product (8 % capsaicin), a confidence interval and HbA1c.
    """
    parts = sentences(text)
    return [
        (sentence, _("Of how many? Give a number of people as well, such as 3 of 10, against doing nothing or a placebo."))
        for sentence, following in zip(parts, [*parts[1:], ""], strict=False)
        if RELATIVE.search(sentence) and not NO_SHARE.search(sentence) and not DENOMINATOR.search(sentence) and not DENOMINATOR.search(following)
    ]


def too_strong(statement, certainty):
    """Sentences that promise an effect more surely than the certainty allows.

    `certainty` is "high", "moderate", "low", "very low", "none in people" or "not graded". The house rule: high = plain
    verb, moderate = "probably", low = "may", very low and none in people = "we do not know". Nothing is said about high
    and not graded. What a study saw ("in 16 trials balance improved") is a report, and a sentence that says that there
    was no effect is no promise.
    """
    hedge = HEDGES.get(certainty)
    # "Pain was lower. The certainty is very low": the doubt may stand in a sentence of its own where nothing is known.
    if not hedge or (certainty in ("very low", "none in people") and hedge.search(statement)):
        return []
    advice = {
        "moderate": _("The certainty is moderate: say “probably”."),
        "low": _("The certainty is low: say “may”."),
        "very low": _("The certainty is very low: say that we do not know."),
        "none in people": _("Nobody has tested it in people: say that we do not know."),
    }[certainty]
    return [(sentence, advice) for sentence in sentences(statement) if not hedge.search(sentence) and _promises(sentence)]


def benefits_without_harms(sections):
    """The first promise of a benefit, with advice, if the text says next to nothing about harms: a list of one pair or none.

    `sections` are pairs of an aspect (`Aspect` of the models) and the plain text of that part. Fewer than 8 words in the parts on
    risks, side effects and cautions, and in sentences elsewhere that name a harm, are next to nothing.
    """
    promise, words_on_harm = "", 0
    for aspect, text in sections:
        for sentence in sentences(text):
            is_promise = aspect not in HARM_ASPECTS | NO_PROMISE_ASPECTS and _promises(sentence, GOOD)
            if is_promise:
                promise = promise or sentence
            elif aspect in HARM_ASPECTS or (aspect not in NO_HARM_ASPECTS and HARM.search(sentence)):
                words_on_harm += len(WORD.findall(sentence))
    if not promise or words_on_harm >= FEW_WORDS:
        return []
    return [(promise, _("The text speaks of a benefit and not of harms. Say what can go wrong and how often, or that this is not known."))]


def _promises(sentence, verbs=EFFECT):
    """Whether a sentence says, without "not" or "whether", that something has one of these effects."""
    return not QUESTION.match(sentence) and any(_is_promise(sentence, verb) for verb in verbs.finditer(sentence))


def _is_promise(sentence, verb):
    before, word = sentence[max(0, verb.start() - NEAR) : verb.start()], verb[0].lower()
    if NO_CLAIM.search(before) or (word.startswith("help") and HELPS_TO_KNOW.match(sentence, verb.end())):
        return False
    if word == "lower" and not LOWER_WHAT.match(sentence, verb.end()):
        return False
    if word.endswith("ed"):
        return word != "repaired" and not FOUND_IN_A_STUDY.search(sentence)
    last = before.split()[-1].lower() if before.split() else ""
    if word in EFFECT_VERBS:
        is_plural = last.endswith("s") and last not in NO_PLURAL and not last.endswith(("'s", "’s", "ss"))
        return is_plural or last in BEFORE_A_VERB or bool(BEFORE_TO.search(before))
    return last not in BEFORE_A_NOUN
