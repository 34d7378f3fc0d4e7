"""Scripts of a few lines that stand in the page itself, so that no request is spent on them, in the folder `inline`.

Browsers run them because the Content-Security-Policy names the SHA-256 of each (CSP Level 3, section 2.3.1): any other script in a page is
refused as before.
"""

import re
from base64 import b64encode
from hashlib import sha256
from pathlib import Path

SPARED = re.compile(r"^\s*(//.*)?\n|^\s+|\n$", re.MULTILINE)  # lines of comment, and spaces before a line


def _text(path):
    return SPARED.sub("", path.read_text())


SCRIPTS = {path.stem: _text(path) for path in sorted((Path(__file__).parent / "inline").glob("*.js"))}
CSP_HASHES = [f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'" for text in SCRIPTS.values()]
