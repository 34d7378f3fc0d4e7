"""Words of a search: folding and stemming. Pure functions on plain values."""

import re
import unicodedata

MAX_CHARACTERS = 300
MAX_TERMS = 12
MAX_WORD = 40

WORD = re.compile(r"[^\W_]+")
APOSTROPHE = re.compile(r"(?<=\w)['’‘`](?=\w)")

STOP_WORDS = frozenset(
    "a about after again all also am an and any are as at be been before being both but by can could did do does doing done down during each ever every"
    " few for from get gets getting go goes got had has have having he her here hers him his how i if im in into is it its ive just keep keeps kind"
    " like lot made make makes may me might more most much my need now of often on once one only or other our over own really same says she"
    " should since so some someone something still such than that the their them then there these they thing things this those though through to too"
    " up us very was we well went were what when where which while who why will with would yet you your yours".split()
)
# Said in many ways, and decisive in "can't feel": each way becomes one word. Forms that no rule of stemming leads to, too.
SAME_WORD = {
    **dict.fromkeys(["cant", "couldnt", "unable"], "cannot"),
    **dict.fromkeys("dont doesnt didnt isnt arent wasnt werent wont hasnt havent no without never nothing none".split(), "not"),
    **dict(
        pair.split(":")
        for pair in (
            "felt:feel fell:fall fallen:fall lost:lose woke:wake woken:wake shook:shake shaken:shake froze:freeze frozen:freeze swollen:swell swelled:swell"
            " burnt:burn slept:sleep stood:stand stuck:stick broke:break broken:break drank:drink drunk:drunk ate:eat eaten:eat bit:bite bitten:bite wrote:write"
            " written:write held:hold kept:keep left:leave spoke:speak spoken:speak ran:run hung:hang bent:bend tore:tear torn:tear wore:wear worn:wear"
            " feet:foot feets:foot teeth:tooth calves:calf knives:knife lives:life wives:wife men:man women:woman children:child weaker:weak weakest:weak thinner:thin"
            " colder:cold hotter:hot dizzier:dizzy paraesthesiae:paraesthesia paresthesiae:paresthesia neuropathies:neuropathy"
        ).split()
    ),
}
# British and American ways to write the same sound, inside longer words.
SAME_SPELLING = [
    tuple(pair.split(":"))
    for pair in (
        "aesth:esth haem:hem anaem:anem uraem:urem oedem:edem faec:fec rrhoea:rrhea paed:ped oesoph:esoph foet:fet caec:cec"
        " colour:color tumour:tumor odour:odor humour:humor neighbour:neighbor behaviour:behavior fibre:fiber centre:center metre:meter litre:liter"
        " alys:alyz grey:gray tyre:tire mould:mold ageing:aging"
    ).split()
]
NO_ENDING = frozenset(
    "evening morning nothing something anything everything clothing ceiling wedding during always perhaps diabetes herpes rabies".split()
)
VOWEL = re.compile("[aeiouy]")


def fold(text):
    """Small letters without accents or apostrophes; full-width and other look-alike forms become plain ones."""
    decomposed = unicodedata.normalize("NFKD", APOSTROPHE.sub("", text[: MAX_CHARACTERS * 400]))
    return "".join(char for char in decomposed if not unicodedata.combining(char)).lower()


def words(text):
    """The folded words of a text, in order: letters and digits only, each at most 40 characters."""
    return [word[:MAX_WORD] for word in WORD.findall(fold(text))]


def stem(word):
    """The word without its commonest English endings: light on purpose, so that it never meets another word's meaning."""
    if len(word) <= 3 or not word.isascii() or any(char.isdigit() for char in word) or word in NO_ENDING:
        return word
    for british, american in SAME_SPELLING:
        if british in word:
            word = word.replace(british, american)
    for ending, replacement, shortest in (
        ("iness", "i", 6),
        ("ness", "", 7),
        ("ingly", "", 8),
        ("ing", "", 6),
        ("ies", "i", 5),
        ("ied", "i", 5),
        ("edly", "", 7),
        ("ed", "", 5),
        ("ly", "", 6),
        ("es", "", 5),
        ("s", "", 4),
    ):
        if (
            word.endswith(ending)
            and len(word) >= shortest
            and VOWEL.search(word[: -len(ending)])
            and not (ending == "s" and word.endswith(("ss", "us", "is")))
        ):
            word = word[: -len(ending)] + replacement
            break
    if len(word) > 4 and word[-1] == word[-2] and word[-1] not in "aeiouls":
        word = word[:-1]
    if len(word) > 4 and word.endswith("e"):
        word = word[:-1]
    if len(word) > 3 and word.endswith("y"):
        word = word[:-1] + "i"
    return word


def term(word):
    """The stem of one folded word, or of the word that says the same: "foot" of "feet"."""
    return stem(SAME_WORD.get(word, word))


def terms(text):
    """The folded, stemmed words of a text that can tell pages apart, in order, with repeats."""
    return [term(word) for word in words(text) if word not in STOP_WORDS]


def all_query_terms(text):
    """The terms of the first 300 characters of a question, each once, in order."""
    return list(dict.fromkeys(terms(text[:MAX_CHARACTERS])))
