"""Whether a record speaks of patients who pay to take part. What is found is for an editor to decide, never a finding of its own."""

import re
from dataclasses import dataclass

PEOPLE = r"(?:participants?|patients?|subjects?|volunteers?)"
PAYMENT = re.compile(
    r"\b(?:(?:patient|participant|self)s?[\s-]fund(?:ed|ing)"
    r"|self[\s-]pay(?:ing|ment)?"
    rf"|{PEOPLE}\s+(?:\w+\s+){{0,3}}?pay(?:s|ing)?"
    rf"|costs?\s+(?:to|for)\s+(?:the\s+)?{PEOPLE}"
    r"|fees?"
    r"|out[\s-]of[\s-]pocket"
    r"|at\s+(?:their|his|her|one's|the\s+(?:patient|participant|subject)'?s?'?)\s+own\s+(?:expense|cost))\b",
    re.IGNORECASE,
)
SENTENCE_END = re.compile(r"(?<=[.!?;])\s+|\s*\n\s*\n\s*")


@dataclass(frozen=True)
class Hit:
    """Words that may mean payment, and the sentence that they stand in."""

    words: str
    sentence: str


def payment_hits(*texts):
    """What speaks of payment in these texts: a list of `Hit`, each sentence once."""
    found = {}
    for text in texts:
        for sentence in SENTENCE_END.split(text):
            # A line may break within the words that count.
            sentence = " ".join(sentence.replace("’", "'").split())
            match = PAYMENT.search(sentence)
            if match:
                found.setdefault(sentence, Hit(match[0], sentence))
    return list(found.values())
