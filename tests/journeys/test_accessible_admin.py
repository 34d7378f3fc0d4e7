"""The editors' pages for eyes, fingers and screen readers: axe finds nothing, in light and dark, and nothing scrolls sideways at 320 px."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from articles.models import SymptomName
from editorial import actions
from editorial.instruments import INSTRUMENTS
from editorial.previews import new_link
from search.models import SearchCount
from tests import factories
from tests.journeys.conftest import admin_url, give_session
from tools import axe

pytestmark = pytest.mark.django_db(transaction=True)

CHECKLIST = next(iter(INSTRUMENTS.values()))


@pytest.fixture
def made(live_server):
    """A site on which everything waits, and somebody who may do everything."""
    keeper = factories.make_editor("keeper", first_name="Sue", last_name="Power", is_superuser=True)
    author = factories.the_author()
    burning = factories.make_symptom("burning-pain")
    condition = factories.make_condition("damage-by-diabetes", symptoms=[burning], causes=[factories.make_cause("diabetes")])
    for symptom in (burning, factories.make_symptom("sore-feet")):
        SymptomName.objects.create(symptom=symptom, text="feet on fire", source="editorial")
    factories.make_care_card("fast-change", level="now", phrases=["feet on fire since today"])
    treatment = factories.make_treatment("balance-classes", tags=[factories.make_tag("exercise")], also_called=["Balance training"])
    correction = factories.make_correction(factories.make_treatment("foot-baths"))
    actions.plan_withdrawal(correction.page, by=keeper, reason="The guideline ends.", at=timezone.now() + timedelta(days=3))
    draft = factories.edit(actions.start_draft(treatment, by=author), summary="Other words. [@no-such-source]", title="Balance classes, new edition")
    actions.comment(draft, by=keeper, text="Since when?")
    actions.comment(draft, guest="Prof. Outside", text="Well said.")
    item = CHECKLIST.items[0]
    actions.rate(draft, by=keeper, instrument=CHECKLIST, answers={item.id: item.answers[0]})
    waiting = factories.edit(actions.start_draft(condition, by=author), sections={"symptoms": "<p>Quite other words than before. [@a-source]</p>"})
    actions.submit(waiting, by=author)
    returned = factories.make_article_draft("feet", by=author)
    actions.submit(returned, by=author)
    actions.return_to_author(returned, by=factories.the_reviewer(), reason="Say since when.")
    factories.make_scheduled(factories.make_article_draft("hands", by=author))
    correcting = factories.make_correction_in_work(factories.make_article("sleep"), by=keeper)
    condition.codes.create(system="icd-10-cm", code="E11.42", source="a list", checked="2026-11-21", is_active=True)
    factories.make_trial(conditions=[condition])
    for kind, concept in (("symptom", "burning-pain"), ("condition", "damage-by-diabetes"), ("area", "feet"), ("no-answer", "")):
        SearchCount.objects.create(day=timezone.localdate(), kind=kind, concept=concept, count=12)
    return SimpleNamespace(**locals(), site=live_server.url)


@pytest.fixture
def page(context, page, made):
    """A tab in which somebody who may do everything is signed in."""
    give_session(context, made.site, made.keeper)
    return page


PAGES = {
    "first page": lambda made: reverse("admin:index"),
    "work list": lambda made: reverse("admin:work", args=["review"]),
    "list of pages": lambda made: reverse("admin:treatments_treatment_changelist"),
    "page": lambda made: admin_url("", made.treatment),
    "page with words of its own": lambda made: admin_url("", factories.make_symptom("numbness")),
    "page to be withdrawn": lambda made: admin_url("", factories.page_of(made.correction)),
    "draft": lambda made: admin_url("", made.draft),
    "draft of a condition": lambda made: admin_url("", actions.start_draft(factories.make_condition(), by=made.author)),
    "text that was sent back": lambda made: admin_url("", made.returned),
    "text that is only read": lambda made: admin_url("", made.treatment.live.own()),
    "review": lambda made: reverse("admin:review", args=[made.waiting.pk]),
    "review in one column": lambda made: reverse("admin:review", args=[made.waiting.pk], query={"view": "inline"}),
    "review of a correction": lambda made: reverse("admin:review", args=[made.correcting.pk]),
    "checklist": lambda made: reverse("admin:checklist", args=[made.draft.pk, CHECKLIST.id]),
    "withdraw": lambda made: reverse("admin:treatments_treatment_withdraw", args=[made.treatment.pk]),
    "preview": lambda made: reverse("admin:preview", args=[made.draft.pk], query={"width": "320"}),
    "guest's preview": lambda made: new_link(made.draft)[0].removeprefix("http://127.0.0.1:8000"),
    "closed link": lambda made: reverse("preview", args=["nonsense"]),
    "profile": lambda made: reverse("admin:profile"),
    "trail": lambda made: reverse("admin:editorial_event_changelist"),
    "source": lambda made: admin_url("", factories.the_source()),
    "person": lambda made: admin_url("", made.author),
    "kept texts": lambda made: reverse("admin:kept"),
    "condition with names of its own": lambda made: admin_url("", made.condition),
    "try a question": lambda made: reverse("admin:try-question"),
    "try a code": lambda made: reverse("admin:try-code"),
    "codes": lambda made: reverse("admin:articles_code_changelist"),
    "trial records": lambda made: reverse("admin:trials_trial_changelist"),
    "what readers look for": lambda made: reverse("admin:search_searchcount_changelist"),
    "words that may mislead": lambda made: reverse("admin:misleading-words", query={"part": "others"}),
}


def test_the_editors_pages_are_accessible(page, made):
    found = {}

    for name, address in PAGES.items():
        page.goto(made.site + address(made))
        found[name] = axe.findings(page)

    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def test_what_answers_a_form_is_accessible(page, made):
    # A mistake in a new row.
    page.goto(admin_url(made.site, made.returned))
    page.get_by_role("button", name="Add another Section").click()
    page.get_by_role("textbox", name="Text of section 3", exact=True).fill("Words without a place.")
    page.get_by_role("button", name="Save the draft").click()
    expect(page.get_by_text("Please correct the error below.")).to_be_visible()
    assert axe.findings(page) == []

    # Somebody else saved meanwhile.
    page.goto(admin_url(made.site, made.draft))
    factories.edit(made.draft, summary="Words of the author.")
    page.get_by_label("Summary:").fill("Words of somebody else.")
    page.get_by_role("button", name="Save the draft").click()
    expect(page.get_by_text("Ann Writer saved this draft on")).to_be_visible()
    assert axe.findings(page) == []

    # Somebody else sent it for review meanwhile.
    page.goto(admin_url(made.site, made.returned))
    actions.submit(made.returned, by=made.author)
    page.get_by_role("button", name="Save the draft").click()
    expect(page.get_by_role("heading", name="This was not saved")).to_be_visible()
    assert axe.findings(page) == []

    # A question that was tried.
    page.goto(made.site + reverse("admin:try-question"))
    page.get_by_label("A reader's words:").fill("My feet are on firre since today, but no pain. Burning at night after chemo")
    page.get_by_role("button", name="Try it").click()
    expect(page.get_by_role("heading", name="What was understood")).to_be_visible()
    assert axe.findings(page) == []

    # A code that was tried.
    page.goto(made.site + reverse("admin:try-code"))
    page.get_by_label("Code:", exact=True).fill("E11.42")
    page.get_by_role("button", name="Try it").click()
    expect(page.get_by_role("link", name="Damage by diabetes")).to_be_visible()
    assert axe.findings(page) == []

    # A name that another symptom has too.
    page.goto(admin_url(made.site, made.burning))
    row = page.locator("tr.form-row:not(.empty-form)").last
    row.get_by_label("Words", exact=True).fill("the feet on fire")
    row.get_by_label("Source", exact=True).fill("editorial")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("“the feet on fire”")).to_be_visible()
    assert axe.findings(page) == []

    # A new preview link.
    page.goto(made.site + reverse("admin:preview", args=[made.draft.pk]))
    page.get_by_role("button", name="Make a preview link").click()
    expect(page.get_by_label("Link:")).to_be_visible()
    assert axe.findings(page) == []
