"""docs/api.md: every command in it is run on the starter library, and what it says of the tables is true."""

import re
import shlex
import subprocess
from argparse import ArgumentParser
from urllib.parse import urlsplit

import pytest

from opendata.parameters import PARAMETERS
from opendata.tables import API_TABLES, TABLES
from tests.opendata.conftest import GUIDE
from tests.rows import shipped_library
from treatments.stages import Certainty, Stage

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

HOST = "nerves.example.org"
BLOCKS = re.findall(r"```sh\n(.*?)```", GUIDE, re.DOTALL)


@pytest.fixture(scope="module")
def library(django_db_setup, django_db_blocker, run_folder):
    with shipped_library(django_db_blocker, run_folder):
        yield


def options_of(command):
    """What a line asks curl for: only what the guide uses."""
    parser = ArgumentParser(exit_on_error=False)
    parser.add_argument("address")
    parser.add_argument("-O", action="store_true", dest="keep")
    parser.add_argument("-o", dest="file")
    parser.add_argument("-I", action="store_const", const="HEAD", default="GET", dest="method")
    parser.add_argument("-X", dest="method")
    parser.add_argument("--etag-save")
    parser.add_argument("--etag-compare")
    return parser.parse_args(command)


def run_curl(site, command, folder):
    """The status of an answer; files are written as curl would."""
    options = options_of(command)
    parts = urlsplit(options.address)
    assert (parts.scheme, parts.netloc) == ("https", HOST)
    known = {"HTTP_IF_NONE_MATCH": (folder / options.etag_compare).read_text()} if options.etag_compare else {}
    answer = site(parts.path + (f"?{parts.query}" if parts.query else ""), method=options.method, **known)
    if options.etag_save:
        (folder / options.etag_save).write_text(answer.headers["ETag"])
    name = parts.path.rpartition("/")[2] if options.keep else options.file
    if name and answer.status == 200:
        (folder / name).write_bytes(answer.text.encode())
    return answer.status


@pytest.mark.parametrize("block", BLOCKS, ids=range(len(BLOCKS)))
def test_every_command_does_what_the_guide_says(library, site, tmp_path, block):
    for line in block.strip().splitlines():
        program, *words = shlex.split(line, comments=True)
        if program == "curl":
            expected = int(re.search(r"# (\d{3})\Z", line)[1])
            assert run_curl(site, words, tmp_path) == expected, line
        else:
            subprocess.run([program, *words], cwd=tmp_path, check=True, capture_output=True)


def test_there_are_commands_of_every_sort():
    lines = [line for block in BLOCKS for line in block.strip().splitlines()]

    assert len(lines) > 15
    assert {line[-3:] for line in lines if line.startswith("curl")} == {"200", "303", "304", "400", "404", "405"}


def test_the_guide_names_every_table_parameter_and_choice():
    words = set(re.findall(r"`([^`\n]+)`", GUIDE))

    assert {*TABLES, *API_TABLES, *PARAMETERS, *Stage.values, *Certainty.values} - words <= {"conditions"}
