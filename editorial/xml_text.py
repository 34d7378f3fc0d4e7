"""What a text may hold in XML: a single character that is forbidden makes the whole document unreadable."""

import re

FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # in XML 1.0, section 2.2


def clean(text):
    """A text without the characters that XML 1.0 forbids, such as the vertical tab that text processors leave for a line break."""
    return FORBIDDEN.sub("", text)
