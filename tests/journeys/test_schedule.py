"""What a reviewer or an administrator plans for a later time, and what readers see before and after it."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from editorial import actions
from editorial.models import Page, Version
from tests import factories
from tests.journeys.conftest import admin_url

pytestmark = pytest.mark.django_db(transaction=True)


def tomorrow():
    """A time as the browser's field takes it."""
    return (timezone.localtime() + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")


def test_an_approved_text_waits_for_its_time(sign_in, reader, live_server, capsys):
    article = factories.make_article("nerves", name="Nerves")
    draft = actions.start_draft(article, by=factories.the_author())
    factories.edit(draft, title="Nerves, new edition")
    actions.submit(draft, by=factories.the_author())
    reviewer = sign_in(factories.the_reviewer())

    reviewer.goto(live_server.url + reverse("admin:review", args=[draft.pk]))
    reviewer.get_by_label("Publish at").fill(tomorrow())
    reviewer.get_by_role("button", name="Approve and publish").click()
    expect(reviewer.get_by_text("Readers see it at the time that you chose.")).to_be_visible()
    reviewer.goto(live_server.url + reverse("admin:index"))
    expect(reviewer.get_by_role("region", name="To be published").get_by_role("link", name="Nerves, new edition")).to_be_visible()
    call_command("publish_due")
    reader.goto(live_server.url + article.get_absolute_url())
    expect(reader.get_by_role("heading", level=1)).to_have_text("Nerves")

    Version.objects.filter(pk=draft.pk).update(publish_at=timezone.now() - timedelta(minutes=1))
    call_command("publish_due")

    reader.reload()
    expect(reader.get_by_role("heading", level=1)).to_have_text("Nerves, new edition")
    assert "nerves" in capsys.readouterr().out


def test_a_page_is_withdrawn_at_the_planned_time(sign_in, reader, live_server, capsys):
    article = factories.make_article("nerves", name="Nerves")
    administrator = sign_in(factories.make_editor("keeper", "Administrator", first_name="Ada", last_name="Keeper"))

    administrator.goto(admin_url(live_server.url, article))
    administrator.get_by_text("Change the address, or withdraw the page").click()
    administrator.get_by_role("link", name="See where it is used, and withdraw it").click()
    administrator.get_by_label("Why").fill("The guideline that it rests on ends.")
    administrator.get_by_label("When").fill(tomorrow())
    administrator.get_by_role("button", name="Withdraw the page").click()
    expect(administrator.get_by_text("The page will be withdrawn at that time.")).to_be_visible()
    expect(administrator.get_by_text("as Ada Keeper planned: The guideline that it rests on ends.")).to_be_visible()
    call_command("publish_due")
    reader.goto(live_server.url + article.get_absolute_url())
    expect(reader.get_by_role("heading", level=1)).to_have_text("Nerves")

    Page.objects.filter(pk=article.pk).update(withdraw_at=timezone.now() - timedelta(minutes=1))
    call_command("publish_due")

    assert reader.reload().status == 410
    expect(reader.get_by_text("The guideline that it rests on ends.")).to_be_visible()
    assert "nerves" in capsys.readouterr().out
