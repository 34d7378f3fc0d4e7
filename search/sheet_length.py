"""How much paper a sheet for a visit takes: about, because only the printer knows.

Everything is in lines of text. Measured on Letter paper, which is the shorter, with the print style of the sheet: 10 point, 18 pixels a line.
"""

from math import ceil

ROOM = 52  # of one page
ALWAYS = 8  # its name, the blanks, the room for notes, and the foot
HEADING = 1.6
URGENT = 5  # the card above the sheet
QUESTION = 1.1
# Characters on a line.
WIDE, IN_COLUMN, IN_LIST, WITH_PAGE, IN_FOOT = 105, 50, 95, 110, 140


def lines_of(text, width=WIDE):
    """How many lines a text takes, a line break being one too; an empty one is a line to write on."""
    return sum(max(1, ceil(len(line) / width)) for line in text.split("\n"))


def lines_of_own(said, symptoms, own_questions, *, is_urgent):
    """Lines of a sheet without our questions and the foot's names: what the reader says, and what is always there."""
    told = sum(HEADING + lines_of(said[name]) for name in ("matters", "since", "stops", "words"))
    chosen = lines_of(" · ".join(symptoms)) if symptoms else 0
    medicines = HEADING + ceil(lines_of(said["medicines"], IN_COLUMN) / 2)
    asked = HEADING + QUESTION * sum(lines_of(question, IN_LIST) for question in own_questions)
    return ALWAYS + (URGENT if is_urgent else 0) + told + chosen + medicines + asked


def lines_of_ours(questions, pages):
    """Lines of our questions and, small, of the pages that were read."""
    asked = sum(lines_of(f"{question.text} (page: {question.page.name})", WITH_PAGE) for question in questions)
    return QUESTION * asked + lines_of("; ".join(page.name for page in pages), IN_FOOT) - 1


def pages_of(lines):
    """The number of pages that so many lines take."""
    return ceil(lines / ROOM)
