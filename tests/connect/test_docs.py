"""The commands of docs/connect.md do what it says."""

import json
import re
import shlex
from urllib.parse import urlencode

import feedparser
import pytest
from django.test import Client

from tests.conftest import CHECKOUT

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

GUIDE = (CHECKOUT / "docs" / "connect.md").read_text(encoding="utf-8")
COMMANDS = [line for block in re.findall(r"```sh\n(.*?)```", GUIDE, re.DOTALL) for line in block.splitlines()]
TITLES = (
    ["Carpal tunnel syndrome"],
    ["Chronic inflammatory demyelinating polyneuropathy (CIDP) (in English)"],
    ["Carpal tunnel syndrome"],
    ["Diabetic peripheral neuropathy", "Bell's palsy"],
)


def run(command):
    """The response to a curl command of the guide."""
    words = shlex.split(command.replace("$SITE", ""))
    assert words.pop(0) == "curl"
    fields, in_address, address = [], False, ""
    while words:
        word = words.pop(0)
        if word == "-G":
            in_address = True
        elif word in {"-d", "--data-urlencode"}:
            fields.append(tuple(words.pop(0).split("=", 1)))
        else:
            address = word
    path, _mark, query = address.partition("?")
    if fields and not in_address:
        return Client().post(path, urlencode(fields), content_type="application/x-www-form-urlencoded")
    return Client().get(path, QUERY_STRING=query or urlencode(fields))


@pytest.mark.parametrize(("command", "titles"), list(zip(COMMANDS, TITLES, strict=True)))
def test_each_command_is_answered(library, command, titles):
    response = run(command)

    assert response.status_code == 200
    if "json" in command:
        assert [entry["title"]["_value"] for entry in json.loads(response.content)["feed"]["entry"]] == titles
    else:
        assert [entry.title for entry in feedparser.parse(response.content).entries] == titles
