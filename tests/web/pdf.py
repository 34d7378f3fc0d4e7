"""What a PDF file says and how it is built, as the programs of Poppler read it."""

import re
import subprocess
import zlib
from html import unescape
from tempfile import NamedTemporaryFile

HEADING = re.compile(r"^( *)H([1-6]) \(block\)\n((?:\1 .*\n)*)", re.MULTILINE)


def poppler(program, *options, file=None):
    """What a program of Poppler prints about the bytes of a file, as bytes."""
    return subprocess.run([program, *options], input=file, capture_output=True, check=True, timeout=60).stdout


def pages_of_pdf(file):
    """The words of each page on one line."""
    return [" ".join(page.split()) for page in poppler("pdftotext", "-", "-", file=file).decode().split("\f")[:-1]]


def text_of_pdf(file):
    """All words on one line."""
    return " ".join(pages_of_pdf(file))


def facts_of_pdf(file):
    """{name: value} of what `pdfinfo` says, such as Title, Tagged and Pages."""
    lines = poppler("pdfinfo", "-", file=file).decode().splitlines()
    return {name: value.strip() for name, _colon, value in (line.partition(":") for line in lines)}


def headings_of_pdf(file):
    """(level, words) of each heading, in the order in which a screen reader comes to them."""
    tree = poppler("pdfinfo", "-struct-text", "-", file=file).decode()
    return [(int(level), _said(part)) for _indent, level, part in HEADING.findall(tree)]


def _said(part):
    return " ".join("".join(f"{line} " for line in re.findall(r'^ *"(.*)"$', part, re.MULTILINE)).split())


def pictures_of_pdf(file):
    """The number of pictures that a screen reader announces."""
    return len(re.findall(r"^ *Figure", poppler("pdfinfo", "-struct", "-", file=file).decode(), re.MULTILINE))


def outline_of_pdf(file):
    """The words of the bookmarks in their order."""
    with NamedTemporaryFile(suffix=".pdf") as named:  # pdftohtml reads no standard input
        named.write(file)
        named.flush()
        shown = poppler("pdftohtml", "-xml", "-stdout", "-i", named.name).decode()
    return [unescape(words) for words in re.findall(r'<item page="\d+">(.*)</item>', shown)]


def links_of_pdf(file):
    """The addresses of links that lead out of the file."""
    return set(re.findall(r"Annotation +(\S+)", poppler("pdfinfo", "-url", "-", file=file).decode()))


def parts_of_pdf(file):
    """Everything in it that is compressed, as one piece of bytes: Poppler tells no language and no names of pictures."""
    return b"".join(zlib.decompressobj().decompress(stream) for stream in re.findall(rb"/FlateDecode.*?stream\n(.*?)\nendstream", file, re.DOTALL))


def ink_of_pdf(file):
    """The share of each page that is black, from 0 to 1."""
    pictures, shares = poppler("pdftoppm", "-gray", "-r", "150", "-", file=file), []
    while pictures:
        _kind, width, height, _white, pictures = pictures.split(maxsplit=4)  # https://netpbm.sourceforge.net/doc/pgm.html
        size = int(width) * int(height)
        shares.append(1 - sum(pictures[:size]) / 255 / size)
        pictures = pictures[size:]
    return shares
