"""Reads a page of HTML from standard input and writes it to standard output as a tagged PDF file. `editorial.pdf` runs it.

    python -P editorial/pdf_program.py https://example.org/leaflet/symptom/tingling.pdf

The address is the one that links start from. Nothing is loaded: neither over the network nor from the disk, but what stands in the page itself
as a data: address. Exit code 3, with the reason on standard error, where WeasyPrint or a library that it needs is missing.
"""

import os
import sys

NOT_SET_UP = 3
POLITE = 5  # steps of priority behind what serves the readers of pages


def skip_decoration(_document, file):
    """Pictures without a name stand beside words that say the same: screen readers would announce each as an image that nobody described."""
    for part in file.objects:
        if isinstance(part, dict) and part.get("S") == "/Figure" and "Alt" not in part:
            part["S"] = "/NonStruct"
            part.pop("A", None)


def main(address):
    os.nice(POLITE)
    try:
        from weasyprint import HTML
        from weasyprint.urls import URLFetcher
    except (ImportError, OSError) as error:  # a package, or a library of the system
        print(error, file=sys.stderr)
        return NOT_SET_UP
    page = HTML(string=sys.stdin.buffer.read().decode(), base_url=address, url_fetcher=URLFetcher(allowed_protocols=("data",)))
    sys.stdout.buffer.write(page.write_pdf(pdf_tags=True, finisher=skip_decoration))
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
