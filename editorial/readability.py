"""How hard a text is to read: pure functions on plain text.

Grades follow the formula of Kincaid, Fishburne, Rogers and Chissom (1975),
"Derivation of new readability formulas for Navy enlisted personnel".
"""

import re

WORD = re.compile(r"[A-Za-zÀ-ÿ]+(?:['’][A-Za-z]+)?")
SENTENCE_END = re.compile(r"[.!?:;]+(?=\s|$)|\n+")
VOWEL_RUN = re.compile(r"[aeiouyàâäéèêëîïôöùûü]+")
SILENT_ENDING = re.compile(r"(?:[^laeiouy]es|[^dtaeiouy]ed|[^laeiouy]e)$")


def syllables(word):
    """Number of syllables of one English word, by rule: an integer of at least 1."""
    word = word.lower()
    count = len(VOWEL_RUN.findall(word))
    if SILENT_ENDING.search(word) and count > 1 and not re.search(r"(?:[csxz]|sh|ch|g)es$", word):
        count -= 1
    if re.search(r"(?:ia|io|iu|ua|eo)(?!u?s?$|n)", word):
        count += 1
    return max(count, 1)


def sentences(text):
    """The sentences of a plain text, in order; list items and headings end with a line break."""
    return [part.strip() for part in SENTENCE_END.split(text) if WORD.search(part)]


def flesch_kincaid_grade(text):
    """Flesch-Kincaid grade (Kincaid et al. 1975) of a plain text.

    A US school grade, 0.0 for an empty text and never below it; 8 means readable at about age 13.
    """
    words = WORD.findall(text)
    if not words:
        return 0.0
    per_sentence = len(words) / max(len(sentences(text)), 1)
    per_word = sum(map(syllables, words)) / len(words)
    return max(0.0, round(0.39 * per_sentence + 11.8 * per_word - 15.59, 1))
