"""Requests by which hospitals' systems ask for a page: from their parameters to what they want. Pure functions.

The parameters are those of the HL7 V3 Infobutton URL-based implementation guide, Release 4 (2014), as MedlinePlus Connect takes them.
docs/connect.md says what each rule is for. What is not used here is neither kept nor repeated anywhere: it may be an age, a sex or a password.
"""

import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

from editorial.xml_text import clean

MOST_BYTES = 8192  # of a query or a body
MOST_PARAMETERS = 100
LONGEST_VALUE = 512  # characters
MOST_CRITERIA = 10
CRITERION = re.compile(r"mainsearchcriteria\.([vc])\.(cs|c|dn|ot)([0-9]{0,3})")
LANGUAGE = re.compile(r"(informationrecipient|performer)\.languagecode\.c([0-9]{0,3})")
PRIMARY_LANGUAGE = re.compile("[a-z]{2,8}")
LANGUAGE_NAMES = {"eng": "en", "spa": "es", "sp": "es", "spanish": "es"}
XML_TYPES = ("text/xml", "application/xml", "application/atom+xml")
JSON_TYPES = ("application/json", "text/json")
RESPONSE_TYPES = {**{name: name for name in XML_TYPES}, "xml": "text/xml", "atom": "application/atom+xml"} | dict.fromkeys(
    (*JSON_TYPES, "json"), "application/json"
)


class BadRequest(ValueError):
    """A request that cannot be answered. `missing` names the parameter to mend; `str()` says how, without repeating a value."""


class NotAcceptable(ValueError):
    """A format that is not given here."""


@dataclass(frozen=True)
class Criterion:
    """One thing that is asked for. `number` is that of its parameters: "" of the first, then "1", "2" and so on. Absent is ""."""

    number: str = ""
    code: str = ""
    system: str = ""
    name: str = ""
    original: str = ""

    @property
    def is_valid(self):
        return bool((self.code and self.system) or self.name or self.original)


@dataclass(frozen=True)
class Request:
    """What is asked for: valid criteria, "PAT", "PROV" or "PAYOR", and the wanted languages, the best first."""

    criteria: tuple[Criterion, ...]
    recipient: str
    languages: tuple[str, ...]


def decoded(text):
    """The (name, value) pairs of a query or form, given its bytes. What is not UTF-8 becomes U+FFFD; raises `BadRequest` if it is too much."""
    if len(text) > MOST_BYTES:
        raise BadRequest(f"Send at most {MOST_BYTES} bytes of parameters.")
    pairs = [piece.partition(b"=") for piece in text.split(b"&") if piece]
    if len(pairs) > MOST_PARAMETERS:
        raise BadRequest(f"Send at most {MOST_PARAMETERS} parameters.")
    return [(_plain(name), _plain(value)) for name, _equals, value in pairs]


def _plain(text):
    return clean(unquote_to_bytes(text.replace(b"+", b" ")).decode("utf-8", "replace")).strip()


def first_values(pairs):
    """{name in small letters: its first value that is not blank}. Raises `BadRequest` for a value that is too long."""
    values = {}
    for name, value in pairs:
        if len(value) > LONGEST_VALUE:
            raise BadRequest(f"Send at most {LONGEST_VALUE} characters in each parameter.")
        if value:
            values.setdefault(name.lower(), value)
    return values


def read(values):
    """The `Request` of the values of parameters by their names in small letters. Raises `BadRequest` if it asks for nothing."""
    every = list(_criteria(values))
    valid = tuple(criterion for criterion in every if criterion.is_valid)
    if not valid:
        raise BadRequest(_what_is_missing(every))
    return Request(valid[:MOST_CRITERIA], recipient(values.get("informationrecipient", "")), languages(values))


def _criteria(values):
    """The criteria in the order of their numbers. The older names with “c” count where the newer with “v” say nothing."""
    found = {}
    for name, value in values.items():
        if match := CRITERION.fullmatch(name):
            number = int(match[3] or 0)
            found.setdefault(number, {"v": {}, "c": {}})[match[1]].setdefault(match[2], value)
    for number in sorted(found):
        parts = found[number]["c"] | found[number]["v"]
        yield Criterion(str(number or ""), parts.get("c", ""), parts.get("cs", ""), parts.get("dn", ""), parts.get("ot", ""))


def _what_is_missing(criteria):
    if not criteria:
        return "Send a code in mainSearchCriteria.v.c with its code system in mainSearchCriteria.v.cs, or a name in mainSearchCriteria.v.dn."
    first = criteria[0]
    if first.code:
        return f"Send the code system of the code in mainSearchCriteria.v.cs{first.number}, or a name in mainSearchCriteria.v.dn{first.number}."
    return f"Send a code in mainSearchCriteria.v.c{first.number}, or a name in mainSearchCriteria.v.dn{first.number}."


def recipient(value):
    """ "PAT", "PROV" or "PAYOR": who will read the page."""
    upper = value.upper()
    if upper in {"PAT", "PROV", "PAYOR"}:
        return upper
    return "PROV" if upper.startswith(("PROV", "HEALTH")) else "PAT"


def languages(values):
    """The wanted languages as tags of one part, the best first: English if none is named."""
    named = {"informationrecipient": {}, "performer": {}}
    for name, value in values.items():
        if match := LANGUAGE.fullmatch(name):
            named[match[1]].setdefault(int(match[2] or 0), value)
    wanted = named["informationrecipient"] or named["performer"]
    return tuple(dict.fromkeys(filter(None, (language_of(wanted[number]) for number in sorted(wanted))))) or ("en",)


def language_of(tag):
    """The first part of a language tag, such as "es" for "es-MX", "sp" or "Spanish"; "" for what is no tag (RFC 5646)."""
    first = re.split("[-_]", tag.strip().lower())[0]
    return LANGUAGE_NAMES.get(first, first if PRIMARY_LANGUAGE.fullmatch(first) else "")


# --- The format of the answer -----------------------------------------------------------------------------------


def asked_type(text, accept):
    """The media type of the answer, whatever else is wrong with the request; None if what it asks for is not given here.

    `text` are the bytes of its query or form, `accept` its Accept header.
    """
    pairs = (piece.partition(b"=") for piece in text[:MOST_BYTES].split(b"&"))
    named = (_plain(value) for name, _equals, value in pairs if _plain(name).lower() == "knowledgeresponsetype")
    try:
        return media_type(next(filter(None, named), ""), accept)
    except NotAcceptable:
        return None


def media_type(wanted, accept):
    """The media type of the answer, given `knowledgeResponseType` and the Accept header, each may be "". Raises `NotAcceptable`."""
    name = wanted.partition(";")[0].strip().lower()
    if name:
        if name not in RESPONSE_TYPES:
            raise NotAcceptable
        return RESPONSE_TYPES[name]
    weights = _weights(accept)
    best_json = max((weight for kind, weight in weights.items() if kind in JSON_TYPES or kind.endswith("+json")), default=0)
    best_xml = max((weights.get(kind, 0) for kind in XML_TYPES), default=0)
    if best_json > best_xml and "text/html" not in weights:
        return "application/json"
    alone = [kind for kind in XML_TYPES if kind in weights]
    return alone[0] if len(alone) == 1 and "text/html" not in weights and best_xml else "text/xml"


def _weights(accept):
    """{media type: weight} of an Accept header; a weight that is no number counts as 0."""
    weights = {}
    for part in accept.lower().split(","):
        kind, *parameters = (piece.strip() for piece in part.split(";"))
        weight = next((parameter[2:] for parameter in parameters if parameter.startswith("q=")), "1")
        weights[kind] = float(weight) if re.fullmatch(r"[01](\.[0-9]{0,3})?", weight) else 0.0
    return weights


# --- Names ------------------------------------------------------------------------------------------------------

ENDINGS = re.compile(r"\s*\((disorder|finding)\)\s*$")
APOSTROPHES = re.compile("['’‘`´]")
IGNORED = frozenset("syndrome disease disorder the of unspecified right left bilateral".split())
NON = re.compile(r"\bnon[\W_]+(?=\w)")  # “non-diabetic” is another word than “diabetic”
NO_WORDS = re.compile(r"[\W_]+")
# Of words with one space between them: “r/o” is “r o”.
NO_DIAGNOSIS = re.compile(
    r"\b(no|not|never|without|denie[sd]|negative|excluded|ruled? out|r o|(family )?history|h o|f?hx?|pmhx?|screening|(at )?risk of|at risk|fear of|suspect(ed)?|"
    r"possible|probable|questionable|carrier|need for|vaccin\w*|immuni[sz]ation)\b"
)
# Beside a name of a page these make it another illness: of other nerves, of the spinal cord, of blood vessels.
ANOTHER_ILLNESS = frozenset(
    "optic auditory acoustic vestibular cochlear cranial oculomotor trigeminal hemicrania myelopathy cauda ataxia radiculitis venous arterial".split()
)


def words_of(text):
    """The words of a diagnosis or of a page's name by which the two are compared, in their order, as a tuple."""
    text = ENDINGS.sub("", _unaccented(text))
    words = re.sub(r"[^\w]+|_", " ", NON.sub("non", APOSTROPHES.sub("", text))).split()
    return tuple(word for word in words if word not in IGNORED)


def names_no_diagnosis(text):
    """Whether a text denies, fears or looks for something rather than name what somebody has."""
    return NO_DIAGNOSIS.search(NO_WORDS.sub(" ", _unaccented(text))) is not None


def holds(words, name):
    """Whether the set of words of a text has all words of a name, and none beside them that makes it another illness."""
    return words.issuperset(name) and words.difference(name).isdisjoint(ANOTHER_ILLNESS)


def _unaccented(text):
    marked = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in marked if not unicodedata.combining(letter)).casefold().strip()
