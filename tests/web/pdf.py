"""What a PDF file says and how it is built, as the programs of Poppler read it."""

import re
import subprocess


def poppler(program, *options, file):
    """What a program of Poppler prints about the bytes of a file."""
    done = subprocess.run([program, *options], input=file, capture_output=True, check=True, timeout=60)
    return done.stdout.decode()


def text_of_pdf(file):
    """Its words on one line."""
    return " ".join(poppler("pdftotext", "-", "-", file=file).split())


def pages_of_pdf(file):
    """The words of each of its pages on one line."""
    return [" ".join(page.split()) for page in poppler("pdftotext", "-", "-", file=file).split("\f")[:-1]]


def facts_of_pdf(file):
    """{name: value} of what `pdfinfo` says, such as Title, Tagged and Pages."""
    lines = poppler("pdfinfo", "-", file=file).splitlines()
    return {name: value.strip() for name, _colon, value in (line.partition(":") for line in lines)}
