"""A process that edits and reviews without a pause, until it is killed. Started by `tests.editorial.test_killed`.

Loading Django takes longer than all else, so this process only loads it. For each line that it reads, a seed and a number, it makes a
copy of itself that works: a line with its process id comes out, and then a sign for each SQL statement that it is about to run, "t" inside
a transaction and "." outside. Before the statement that is the given number of those that write it stops for good, with the sign in
capitals, "T" or "!". When somebody has killed it, a line "killed" comes out.
"""

import os
import random
import signal
import sys
from datetime import timedelta

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402
from django.utils import timezone  # noqa: E402

from editorial import actions  # noqa: E402
from editorial.exceptions import Refused  # noqa: E402
from editorial.models import Page  # noqa: E402
from editorial.models.version import EDITABLE, Status  # noqa: E402
from tests import factories  # noqa: E402

settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"  # the usual one prints


def main():
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            seed, stop = line.split()
            work(random.Random(seed), Report(int(stop)))
        os.waitpid(child, 0)
        say("\nkilled\n")


def say(words):
    os.write(1, words.encode())


class Report:
    """Says that a statement is about to run; stops before the one that is `stop` among those that write."""

    def __init__(self, stop):
        self.stop, self.written = stop, 0

    def __call__(self, execute, sql, params, many, context):
        self.written += sql.startswith(("INSERT", "UPDATE", "DELETE"))
        if self.written == self.stop:
            say("T" if connection.in_atomic_block else "!")
            signal.pause()
        say("t" if connection.in_atomic_block else ".")
        return execute(sql, params, many, context)


def work(chance, report):
    say(f"{os.getpid()}\n")
    with connection.execute_wrapper(report):
        while True:
            page = chance.choice(list(Page.objects.filter(kind="care-card").order_by("pk")))
            open_text = page.versions.filter(status=Status.CORRECTING).first() or page.versions.open().first()
            try:
                next_step(page, open_text, chance)
            except Refused as refusal:
                settle(open_text, refusal)


def next_step(page, version, chance):
    """One of the things that can be done to a page now."""
    author, reviewer, administrator = factories.the_author(), factories.the_reviewer(), factories.the_administrator()
    if version is None:
        choices = [lambda: actions.start_draft(page, by=author)] if page.live_id else [lambda: actions.restore(page.versions.first(), by=author)]
        if page.live_id:
            choices.append(lambda: actions.start_correction(page, by=factories.the_corrector()))
            choices.append(lambda: actions.withdraw(page, by=administrator, reason="Out of date."))
            if page.live.status == Status.CORRECTION:
                choices.append(lambda: factories.confirm(page.live, by=reviewer))
    elif version.status in EDITABLE:
        choices = [lambda: change(version, chance)] * 2
        choices.append(lambda: actions.submit(version, by=author) if version.status != Status.CORRECTING else factories.publish_correction(version))
    elif version.status == Status.SCHEDULED:
        choices = [lambda: list(actions.publish_due(timezone.now() + timedelta(days=2)))]
    else:
        tomorrow = timezone.now() + timedelta(days=1)
        choices = [lambda: factories.approve(version, by=reviewer)] * 3
        choices.append(lambda: factories.approve(version, by=reviewer, publish_at=tomorrow))
        choices.append(lambda: actions.return_to_author(version, by=reviewer, reason="Shorter, please."))
    chance.choice(choices)()


def change(version, chance):
    """Another title and another text of a section, as the form saves them."""
    number = chance.randrange(1000)
    body = f"<p>Walk {number} steps. [@{factories.the_source().key}]</p>"
    factories.edit(version, title=f"Title {number}", sections={version.sections.first().aspect: body})


def settle(version, refusal):
    """A text that is behind takes the newer one over; a correction that changes nothing, or comes too late, is given up."""
    if version is None:
        raise refusal
    if version.status == Status.CORRECTING:
        actions.discard(version, by=version.author)
    elif version.status == Status.IN_REVIEW:
        actions.return_to_author(version, by=factories.the_reviewer(), reason=str(refusal))
    else:
        actions.take_over(version, by=version.author)


if __name__ == "__main__":
    main()
