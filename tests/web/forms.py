"""How a browser sends a form."""

from urllib.parse import urlencode

from tests.web.html import soup

PLAIN_FORM = "application/x-www-form-urlencoded"


def send(client, address, said=(), **headers):
    """The answer to a form; `said` is a dict whose values may be lists."""
    return client.post(address, urlencode(dict(said), doseq=True), content_type=PLAIN_FORM, headers=headers)


def sent_page(client, address, **said):
    """The page that a form gets."""
    return soup(send(client, address, said))
