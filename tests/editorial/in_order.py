"""What must hold of every page, text and event at any moment, whatever happened before."""

from collections import Counter

from editorial.copying import fingerprint
from editorial.models import Event, Page, Version
from editorial.models.version import BOUND, Status
from search import index

BEGAN = ("drafted", "restored", "correcting", "imported")
MADE_PUBLIC = ("approved", "published", "corrected", "imported")


def out_of_order(newest=None):
    """Sentences on what is half done, or done without a trace; none if all is in order.

    `newest` is how many texts of a page are looked at, all if it is None.
    """
    wrong = [f"{slug}: the search finds another text" for slug in index.out_of_step()]
    for page in Page.objects.select_related("live").order_by("pk"):
        wrong += [f"{page.kind}/{page.slug}: {sentence}" for sentence in _of_page(page, newest)]
    return wrong


def _of_page(page, newest):
    events = list(Event.objects.filter(page_number=page.pk).order_by("pk"))
    live = page.live
    if live is not None:
        if live.page_id != page.pk:
            yield "readers see the text of another page"
        if live.status not in (Status.APPROVED, Status.CORRECTION, Status.STARTER):
            yield f"readers see a text that is “{live.status}”"
        if page.name != live.title:
            yield "the page has another name than its text"
    last = next((event for event in reversed(events) if event.verb in (*MADE_PUBLIC, "withdrawn")), None)
    told = last.version_number if last and last.verb != "withdrawn" else None
    if told != (live.number if live else None):
        yield f"readers see version {live and live.number}, the trail tells of {told}"
    for version in Version.objects.filter(page=page).order_by("-number")[:newest]:
        own = [event for event in events if event.version_number == version.number]
        yield from (f"version {version.number}: {sentence}" for sentence in _of_version(version, own))


def _of_version(version, events):
    count = Counter(event.verb for event in events)
    stored = fingerprint(version)
    if sum(count[verb] for verb in BEGAN) != 1:
        yield "no event, or two, tell how it began"
    was_public = version.status in (Status.APPROVED, Status.CORRECTION, Status.STARTER)
    if sum(count[verb] for verb in MADE_PUBLIC) != was_public:
        yield f"it is “{version.status}”, and the events say {dict(count)}"
    if version.status in BOUND and version.content_hash != stored:
        yield "it is not what was approved"
    told = [event.content_hash for event in events if event.content_hash]
    if told and told[-1] != stored:
        yield f"it is not what the last event, “{[event.verb for event in events if event.content_hash][-1]}”, says"
