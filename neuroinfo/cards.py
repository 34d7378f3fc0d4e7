"""The pictures that stand beside a link to a page where people share it: one a kind, in words that hold for every page of it.

`make cards` draws them from these words. They name no site: its name is a setting.
"""

from dataclasses import dataclass

from django.templatetags.static import static
from django.utils.translation import gettext_lazy as _

from editorial.structured_data import absolute

PLAIN = _("Nerve damage in plain words")


@dataclass(frozen=True)
class Card:
    """A picture: its file's name, its words, and whether it warns."""

    name: str
    heading: str
    line: str = PLAIN
    is_warning: bool = False

    @property
    def words(self):
        return f"{self.heading}. {self.line}."

    @property
    def file(self):
        return f"cards/{self.name}.png"

    @property
    def address(self):
        return absolute(static(self.file))


CARDS = {
    card.name: card
    for card in (
        Card("site", PLAIN, _("Symptoms, causes and treatments")),
        Card("condition", _("Condition")),
        Card("cause", _("Cause")),
        Card("symptom", _("Symptom")),
        Card("treatment", _("Treatment")),
        Card("article", _("Article")),
        Card("experimental", _("Experimental treatment"), _("Not proven to help"), is_warning=True),
        Card("not-recommended", _("Not recommended"), _("Trials or guidelines speak against it"), is_warning=True),
    )
}
