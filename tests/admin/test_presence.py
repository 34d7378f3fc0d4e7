"""What the form of a draft hears from the server while it is open."""

import pytest
from django.urls import reverse

from editorial import actions
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


@pytest.fixture
def draft():
    return factories.make_article_draft("nerves", by=factories.the_author())


def tell(client, editor, draft):
    client.force_login(editor)
    return client.post(reverse("admin:presence", args=[draft.pk]))


def test_the_author_hears_who_else_has_the_draft_open(client, draft):
    keeper = factories.make_editor("keeper", "Administrator", first_name="Ada", last_name="Keeper")

    assert tell(client, keeper, draft).json() == {"others": []}
    [sentence] = tell(client, factories.the_author(), draft).json()["others"]

    assert sentence.startswith("Ada Keeper has this draft open since ")


def test_the_author_hears_that_the_text_was_sent_meanwhile(client, draft):
    actions.submit(draft, by=factories.the_author())

    response = tell(client, factories.the_author(), draft)

    assert response.status_code == 200
    [sentence] = response.json()["others"]
    assert sentence.startswith("This text is not a draft any more")


def test_whose_draft_it_is_not_hears_nothing(client, draft):
    assert tell(client, factories.make_editor("other", "Author"), draft).status_code == 403
