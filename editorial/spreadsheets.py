"""Cells of CSV files that people open in a spreadsheet."""

HARMFUL = ("=", "+", "-", "@", "\t", "\r")


def harmless(cell):
    """A cell as a text that no spreadsheet takes for a formula."""
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.startswith(HARMFUL) else text
