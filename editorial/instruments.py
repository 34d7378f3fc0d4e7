"""Checklists that a person fills in about a text, and their scores: plain values, nothing is stored here.

- PEMAT-P: Patient Education Materials Assessment Tool for printable materials (Shoemaker, Wolf and Brach, AHRQ 2013).
- DISCERN: quality of written information on treatment choices (Charnock, Shepperd, Needham and Gann 1999).
- CDC Clear Communication Index (CDC 2014, updated 2019).

The questions are put in our own plain words. The numbers are those of the instruments, so that a reader can look each up.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

AGREE, DISAGREE = "agree", "disagree"
YES, NO = "yes", "no"
NOT_APPLICABLE = "not applicable"
RATINGS = ("1", "2", "3", "4", "5")
ANSWER_LABELS = {
    AGREE: _("Agree"),
    DISAGREE: _("Disagree"),
    YES: _("Yes"),
    NO: _("No"),
    NOT_APPLICABLE: _("Not applicable"),
    "1": _("1 (no)"),
    "2": "2",
    "3": _("3 (partly)"),
    "4": "4",
    "5": _("5 (yes)"),
}
CDC_PASS = 90  # percent


@dataclass(frozen=True)
class Item:
    """One question: `number` is the instrument's own, `answers` are the keys of `ANSWER_LABELS` that it allows."""

    id: str
    number: int
    topic: Any
    text: Any
    answers: tuple[str, ...]


@dataclass(frozen=True)
class Instrument:
    """A checklist. `answers` are all that occur in it; `scored` turns checked answers into its results."""

    id: str
    name: str
    source: str
    items: tuple[Item, ...]
    answers: tuple[str, ...]
    scored: Callable[["Instrument", dict[str, str]], dict[str, Any]]


def score(instrument, answers):
    """The results of one person's answers, {item id: answer}; items may be missing.

    Always: `answered` and `items` (numbers of items). Besides, None where nothing that counts was rated:

    - PEMAT-P: `understandability` and `actionability`, percent of the rated items with which the person agrees (0 to 100).
    - DISCERN: `reliability` (mean of questions 1 to 8) and `treatment_choices` (mean of 9 to 15), 1.0 to 5.0 with one
      decimal, `total` (sum of questions 1 to 15, only when all are answered; question 2 may be "not applicable") and
      `overall` (question 16, 1 to 5). A question that does not fit a text is left unanswered, as its handbook allows.
    - CDC index: `percent` of the rated items with "yes" (0.0 to 100.0) and `passed` (whether that is 90 or more; None until
      every item is answered).

    Raises ValueError for an item or an answer that the instrument does not have.
    """
    allowed = {item.id: item.answers for item in instrument.items}
    for item_id, answer in answers.items():
        if answer not in allowed.get(item_id, ()):
            raise ValueError(f"{instrument.name} has no item {item_id!r} with the answer {answer!r}.")
    return {"answered": len(answers), "items": len(instrument.items), **instrument.scored(instrument, answers)}


def _percent(instrument, answers, numbers, good):
    """Rounded share of the good answers among the rated ones, or None."""
    rated = [answers[item.id] for item in instrument.items if item.number in numbers and answers.get(item.id, NOT_APPLICABLE) != NOT_APPLICABLE]
    return round(100 * rated.count(good) / len(rated)) if rated else None


def _score_pemat(instrument, answers):
    return {
        "understandability": _percent(instrument, answers, range(1, 20), AGREE),
        "actionability": _percent(instrument, answers, range(20, 27), AGREE),
    }


def _score_discern(instrument, answers):
    ratings = {item.number: int(answers[item.id]) for item in instrument.items if answers.get(item.id) in RATINGS}
    answered = {item.number for item in instrument.items if item.id in answers}
    return {
        "reliability": _mean(ratings, range(1, 9)),
        "treatment_choices": _mean(ratings, range(9, 16)),
        "total": sum(ratings.get(number, 0) for number in range(1, 16)) if answered.issuperset(range(1, 16)) else None,
        "overall": ratings.get(16),
    }


def _mean(ratings, numbers):
    chosen = [ratings[number] for number in numbers if number in ratings]
    return round(sum(chosen) / len(chosen), 1) if chosen else None


def _score_cdc(instrument, answers):
    by_number = {item.number: answers[item.id] for item in instrument.items if item.id in answers}
    # The index says so itself: without a main message nothing can be said for it, and without a call to action there is none in the active voice.
    if by_number.get(1) == NO:
        by_number |= dict.fromkeys((2, 3, 4, 6), NO)
    if by_number.get(5) == NO:
        by_number[6] = NO
    if by_number.get(12) == NOT_APPLICABLE:
        by_number |= dict.fromkeys((13, 14), NOT_APPLICABLE)
    rated = [answer for answer in by_number.values() if answer != NOT_APPLICABLE]
    if not rated:
        return {"percent": None, "passed": None}
    percent = round(100 * rated.count(YES) / len(rated), 1)
    return {"percent": percent, "passed": percent >= CDC_PASS if len(by_number) == len(instrument.items) else None}


def _items(prefix, answers, topics, optional=(), otherwise=None):
    """The items of {topic: {number: text}}; those in `optional` may be not applicable as well."""
    return tuple(
        Item(f"{prefix}-{number}", number, topic, text, (otherwise or {}).get(number, (*answers, NOT_APPLICABLE) if number in optional else answers))
        for topic, texts in topics.items()
        for number, text in texts.items()
    )


PEMAT = Instrument(
    id="pemat-p",
    name="PEMAT-P",
    source="Shoemaker SJ, Wolf MS, Brach C. The Patient Education Materials Assessment Tool (PEMAT) and User’s Guide. AHRQ, 2013.",
    answers=(AGREE, DISAGREE, NOT_APPLICABLE),
    scored=_score_pemat,
    items=_items(
        "pemat",
        (AGREE, DISAGREE),
        {
            _("Content"): {
                1: _("It is plain at once what the text is for."),
                2: _("Nothing in it draws the reader away from that purpose."),
            },
            _("Words and style"): {
                3: _("It is written in everyday words."),
                4: _("Medical words are there only so that readers get to know them, and each one is explained."),
                5: _("The sentences are in the active voice."),
            },
            _("Numbers"): {
                6: _("The numbers are clear and easy to grasp. (Not applicable: it has no numbers.)"),
                7: _("Readers need not calculate anything."),
            },
            _("Order"): {
                8: _("The text comes in short parts. (Not applicable: it is very short.)"),
                9: _("The headings tell what each part is about. (Not applicable: it is very short.)"),
                10: _("One thing follows from another in a sensible order."),
                11: _("The main things are summed up. (Not applicable: it is very short.)"),
            },
            _("Layout"): {
                12: _("Signs such as lists, boxes, bold or larger type point to what matters most."),
            },
            _("Pictures and tables"): {
                15: _("Wherever a picture would make something easier to understand, there is one."),
                16: _("The pictures support the text and do not distract from it. (Not applicable: it has none.)"),
                17: _("The pictures have clear titles or captions. (Not applicable: it has none.)"),
                18: _("Drawings and photographs are clear and not crowded. (Not applicable: it has none.)"),
                19: _("Tables are simple, with short and clear headings for rows and columns. (Not applicable: it has none.)"),
            },
            _("What the reader can do"): {
                20: _("It names at least one thing that the reader can do."),
                21: _("It speaks to the reader directly when it says what to do."),
                22: _("It splits what to do into clear steps of a size that one can manage."),
                23: _("It gives something to use, such as a checklist or a planner, wherever that would help the reader to act."),
                24: _("It shows simply how to calculate what has to be calculated. (Not applicable: there is nothing to calculate.)"),
                25: _("It explains how to use its charts, graphs, tables or diagrams to act. (Not applicable: it has none.)"),
                26: _("It uses pictures wherever they would make it easier to follow the advice."),
            },
        },
        optional=(6, 8, 9, 11, 16, 17, 18, 19, 24, 25),
    ),
)

DISCERN = Instrument(
    id="discern",
    name="DISCERN",
    source="Charnock D, Shepperd S, Needham G, Gann R. DISCERN: an instrument for judging the quality of written consumer health information on"
    " treatment choices. J Epidemiol Community Health 1999;53:105–111.",
    answers=(*RATINGS, NOT_APPLICABLE),
    scored=_score_discern,
    items=_items(
        "discern",
        RATINGS,
        {
            _("Can the text be trusted?"): {
                1: _("Does it say clearly what it wants to tell, and whom?"),
                2: _("Does it do what it set out to do? (Not applicable: its aims are not clear.)"),
                3: _("Does it answer what readers are likely to ask?"),
                4: _("Can one see which sources the statements come from?"),
                5: _("Can one see how old the information in it is?"),
                6: _("Is it fair to all sides, without favouring one?"),
                7: _("Does it name further places to get help and information?"),
                8: _("Does it say what is uncertain?"),
            },
            _("What does it tell about the choices of treatment?"): {
                9: _("Does it explain how each treatment works?"),
                10: _("Does it tell the benefits of each treatment?"),
                11: _("Does it tell the risks of each treatment?"),
                12: _("Does it tell what would happen without any treatment?"),
                13: _("Does it tell what each treatment means for daily life as a whole?"),
                14: _("Is it clear that there may be more than one treatment to choose from?"),
                15: _("Does it help the reader to decide together with others, such as the doctor and the family?"),
            },
            _("The text as a whole"): {
                16: _("After all these answers: how good is the text as information about choosing a treatment?"),
            },
        },
        optional=(2,),
    ),
)

CDC = Instrument(
    id="cdc-index",
    name="CDC Clear Communication Index",
    source="Centers for Disease Control and Prevention. CDC Clear Communication Index: a tool for developing and assessing CDC public communication"
    " products. User guide. 2014, updated 2019.",
    answers=(YES, NO, NOT_APPLICABLE),
    scored=_score_cdc,
    items=_items(
        "cdc",
        (YES, NO),
        {
            _("Main message and call to act"): {
                1: _("Is there one main message? (If not, 2, 3, 4 and 6 count as no.)"),
                2: _("Does the main message stand at the very beginning?"),
                3: _("Is the main message made to stand out?"),
                4: _("Does at least one picture carry or support the main message?"),
                5: _("Does the text call on its readers to do something? (If not, 6 counts as no.)"),
            },
            _("Language"): {
                6: _("Are both the main message and the call to act in the active voice?"),
                7: _("Are all words such as the readers use themselves?"),
            },
            _("Order"): {
                8: _("Are there lists with bullets or numbers?"),
                9: _("Is the text parted into pieces with headings?"),
                10: _("Does the first part sum up what the readers need to know most?"),
            },
            _("What is known"): {
                11: _("Does it tell both what experts know about the topic and what they do not know?"),
            },
            _("Advice on what to do"): {
                12: _("Does the text advise its readers to do something for their health? (Not applicable if not; 13 and 14 then do not count.)"),
                13: _("Does it say why this matters to the readers?"),
                14: _("Does it tell exactly how to do it?"),
            },
            _("Numbers (not applicable: the text has none)"): {
                15: _("Are all numbers of a kind that the readers use?"),
                16: _("Is it always explained what the numbers mean?"),
                # The index asks whether readers must calculate and gives the point for "no": here every "yes" is a point.
                17: _("Are readers spared from calculating?"),
            },
            _("Risk (not applicable: the text tells of none)"): {
                18: _("Does it explain what the risk is, and whom it concerns and why?"),
                19: _("Does it tell both the risks and the benefits of what it advises? (Not applicable: it advises nothing.)"),
                20: _("Are chances in numbers also told in words or in a picture? (Not applicable: there are no such numbers.)"),
            },
        },
        optional=range(13, 21),
        otherwise={12: (YES, NOT_APPLICABLE)},
    ),
)

INSTRUMENTS = {instrument.id: instrument for instrument in (PEMAT, DISCERN, CDC)}
