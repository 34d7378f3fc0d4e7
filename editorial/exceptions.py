"""Refusals, each with a sentence that the person who is refused can act on."""


class Refused(Exception):
    """Base of all refusals of the editorial actions. `str()` is the sentence to show."""

    def __init__(self, sentence):
        super().__init__(str(sentence))


class NotAllowed(Refused):
    """This person may not do that."""


class NotReviewable(Refused):
    """This text cannot be reviewed by this person, or not now."""


class NotPublishable(Refused):
    """Something that safety needs is missing. `problems` is the list of sentences."""

    def __init__(self, problems):
        self.problems = [str(problem) for problem in problems]
        super().__init__(" ".join(self.problems))


class WrongState(Refused):
    """The text is not in a state from which that can be done."""
