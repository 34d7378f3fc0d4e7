"""Draws the pictures of link previews, neuroinfo/static/cards/*.png, from the words in neuroinfo/cards.py.

They are stored with a palette, which makes them half as large as what a browser writes.
"""

import base64
import os
import shutil
import struct
import sys
import tempfile
import zlib
from pathlib import Path

BASE = Path(__file__).resolve().parent.parent
STATIC = BASE / "neuroinfo" / "static"
WIDTH, HEIGHT = 1200, 630
PICTURE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Card</title><style>
* {{ box-sizing: border-box }}
body {{ margin: 0; width: {width}px; height: {height}px; padding: 80px 90px; background: {paper}; color: #fdf8ee; font-family: "DejaVu Sans", sans-serif;
  display: flex; flex-direction: column; justify-content: space-between; border-block-end: 26px {edge} #f5b95f }}
svg {{ flex: none; width: 180px; height: 180px }}
p {{ margin: 0; font-size: 44px }} .heading {{ font-size: 92px; font-weight: bold; line-height: 1.1; margin-block-end: 26px }}
</style>{mark}<div><p class="heading">{heading}</p><p>{line}</p></div></html>"""
# The colours of a picture, with five bits for each of red, green and blue, and for each pixel the number of its colour.
PIXELS = """async (picture) => {
  const image = new Image();
  image.src = "data:image/png;base64," + picture;
  await image.decode();
  const canvas = Object.assign(document.createElement("canvas"), { width: image.width, height: image.height });
  const context = canvas.getContext("2d");
  context.drawImage(image, 0, 0);
  const exact = new Uint32Array(context.getImageData(0, 0, image.width, image.height).data.buffer);
  const pixels = exact.map((colour) => colour & 0xf8f8f8);
  const colours = [...new Set(pixels)], places = new Map(colours.map((colour, place) => [colour, place]));
  let numbers = "";
  for (const colour of pixels) numbers += String.fromCharCode(places.get(colour));
  return [colours, btoa(numbers)];
}"""


def main():
    browser_path = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    if browser_path is None:
        sys.exit("The pictures need Chromium. On Debian or Ubuntu: apt-get install chromium-headless-shell")
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"DJANGO_SETTINGS_MODULE": "neuroinfo.settings", "DATA_DIR": folder}
        sys.path.insert(0, str(BASE))
        import django

        django.setup()
        from neuroinfo.cards import CARDS

        draw(CARDS.values(), browser_path)


def draw(cards, browser_path):
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        for card in cards:
            page.set_content(html_of(card))
            file = STATIC / card.file
            file.parent.mkdir(exist_ok=True)
            file.write_bytes(png(*page.evaluate(PIXELS, base64.b64encode(page.screenshot()).decode())))
            print(f"{file.relative_to(BASE)}: {file.stat().st_size / 1000:.1f} kB")
        browser.close()


def html_of(card):
    from django.utils.html import escape

    paper, edge = ("#5b2b82", "dashed") if card.is_warning else ("#0e4643", "solid")
    words = {"heading": escape(card.heading), "line": escape(card.line)}
    return PICTURE.format(width=WIDTH, height=HEIGHT, paper=paper, edge=edge, mark=(STATIC / "favicon.svg").read_text(), **words)


def png(colours, pixels):
    """A PNG file with a palette, given up to 256 colours (red in the lowest byte) and the number of the colour of each pixel, a byte each in
    Base64."""
    numbers = base64.b64decode(pixels)
    lines = b"".join(b"\0" + numbers[start : start + WIDTH] for start in range(0, WIDTH * HEIGHT, WIDTH))
    palette = b"".join(struct.pack("<I", colour)[:3] for colour in colours)
    parts = {b"IHDR": struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 3, 0, 0, 0), b"PLTE": palette, b"IDAT": zlib.compress(lines, 9), b"IEND": b""}
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content)) for name, content in parts.items()
    )


if __name__ == "__main__":
    main()
