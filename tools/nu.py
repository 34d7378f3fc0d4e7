"""The Nu checker: whether HTML is valid. One Java process reads any number of files."""

import json
import shutil
import subprocess
from pathlib import Path

CHECKER = Path(__file__).resolve().parent / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
# Compiling well takes longer than so short a life is worth; the schema of HTML needs a deep stack.
JAVA = ("java", "-Xss4m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-jar")


class NotInstalled(Exception):
    """It cannot run. `str()` is the sentence for the person at the keyboard."""


def mistakes(pages, folder):
    """Every error and warning in {address: HTML}, each as one sentence. `folder` is an empty one that the pages are written to."""
    addresses = {}
    for number, (address, html) in enumerate(pages.items()):
        file = Path(folder) / f"{number}.html"
        file.write_text(html, encoding="utf-8")
        addresses[file.as_uri()] = address
    # Java writes an address with one slash, Python with three.
    return [_sentence(addresses[message["url"].replace("file:/", "file:///", 1)], message) for message in _messages(folder)]


def _messages(folder):
    if not (shutil.which("java") and CHECKER.exists()):
        raise NotInstalled("The Nu checker is not installed. It needs Java and npm; `make test` installs them as root, or says how.")
    command = [*JAVA, CHECKER, "--format", "json", "--stdout", "--exit-zero-always", folder]
    answer = subprocess.run(command, capture_output=True, text=True, check=False)
    try:
        return json.loads(answer.stdout)["messages"]
    except ValueError:
        raise RuntimeError(f"The Nu checker did not answer: {answer.stdout}{answer.stderr}") from None


def _sentence(address, message):
    kind = message.get("subType") or message["type"]
    return f"{address}: {kind}, line {message.get('lastLine', '?')}: {message['message']} {message.get('extract', '').strip()!r}"
