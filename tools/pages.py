"""Looks at every public page of the shipped site as a visitor gets it: is its HTML valid, is it accessible, does it leave the visitor alone?

    make pages

Each page is found by following links (`crawl`), read by the Nu checker, and loaded once in a browser that shows it at 320 and 1280 px, in
light and dark (`axe`), and with text of twice the size. Exit code 1, with every finding, if anything is wrong.
"""

import sys
import tempfile
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from urllib.parse import urlsplit

import axe
import crawl
import nu
from browser import browser_path
from fresh_site import WITHDRAWN, fresh_site
from playwright.sync_api import ConsoleMessage, Error, Request, sync_playwright
from storage import STORED
from tqdm import tqdm

BROWSERS = 2
EXPECTED = {WITHDRAWN: 410, "/no-such-page/": 404, "/conditions/no-such-page/": 404}
LARGE_TEXT = ((320, 2), (1280, 2))  # width in pixels, and how much larger than usual the text is


def main():
    browser_path()
    with fresh_site() as site:
        pages = list(tqdm(crawl.pages(site, [WITHDRAWN, *crawl.fixed_addresses()]), desc="Finding pages", unit=" pages"))
        found = [*wrong_answers(pages), *invalid(pages), *seen_in_browsers(site, pages)]
    for sentence in found:
        print(sentence)
    print(f"{len(pages)} pages: {counts(pages)}. {len(found) or 'No'} findings.")
    return 1 if found else 0


def counts(pages):
    """How many there are of each kind, by the first part of their address."""
    kinds = Counter(page.address.partition("?")[0].split("/")[1] or "home" for page in pages)
    return ", ".join(f"{count} {kind}" for kind, count in kinds.most_common())


def wrong_answers(pages):
    for page in pages:
        if page.status != EXPECTED.get(page.address, 200):
            yield f"{page.address}: answers {page.status}{f', and {page.linked_from} links to it' if page.linked_from else ''}"


def invalid(pages):
    print("Reading their HTML with the Nu checker ...", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        return nu.mistakes({page.address: page.html for page in pages}, folder)


# --- In browsers ------------------------------------------------------------------------------------------------


def seen_in_browsers(site, pages):
    """What is wrong with each page in a browser; the longest pages first, so that none is left over at the end."""
    addresses = [page.address for page in sorted(pages, key=lambda page: -len(page.html))]
    # A new process each, not a copy of this one, which has threads.
    with ProcessPoolExecutor(BROWSERS, mp_context=get_context("spawn"), initializer=open_window, initargs=(site,)) as browsers:
        looks = tqdm(browsers.map(look, addresses), desc="In a browser", total=len(addresses), unit=" pages")
        return [sentence for found in looks for sentence in found]


windows: list["Window"] = []  # of a process of the pool: one


def open_window(site):
    """Gives this process a browser with one window for all its pages."""
    windows.append(Window(site))


def look(address):
    return windows[0].look(address)


class Window:
    def __init__(self, site):
        chromium = sync_playwright().start().chromium
        self.site, self.requests, self.complaints = site, [], []
        self.context = chromium.launch(executable_path=browser_path(), args=["--no-sandbox", "--disable-gpu"]).new_context()
        self.page = self.context.new_page()
        self.page.on("request", self._hear_request)
        self.page.on("console", self._hear_console)
        self.page.on("pageerror", self._hear_error)

    def _hear_request(self, request: Request) -> None:
        self.requests.append(request.url)

    def _hear_console(self, message: ConsoleMessage) -> None:
        self.complaints.append(message.text)

    def _hear_error(self, error: Error) -> None:
        self.complaints.append(str(error))

    def look(self, address):
        """A sentence for each thing that is wrong with a page."""
        self.requests.clear()
        self.complaints.clear()
        self.page.goto(self.site + address)
        intrusions = list(self._intrusions(address))
        seen = [finding for width, times in LARGE_TEXT for finding in axe.sideways(self.page, width, times)] + axe.findings(self.page, axe.VIEWS)
        return [f"{address}: {sentence}" for sentence in (*intrusions, *(f"{where}: {rule} {nodes}" for where, rule, nodes in seen))]

    def _intrusions(self, address):
        """What the page does that it should not: requests to others, complaints of the browser, things stored."""
        yield from (f"asks another site: {url}" for url in self.requests if urlsplit(url).netloc != urlsplit(self.site).netloc)
        yield from (f"the browser says: {text}" for text in self.complaints if not (address in EXPECTED and "Failed to load resource" in text))
        yield from (f"sets the cookie {cookie['name']}" for cookie in self.context.cookies())
        yield from (f"stores {count} {what}" for what, count in self.page.evaluate(STORED).items() if count)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except nu.NotInstalled as refusal:
        sys.exit(str(refusal))
