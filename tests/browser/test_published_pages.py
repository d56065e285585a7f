"""The published site in a real browser, from a file: it leads somewhere, opens, stays at home, fits and can be used."""

import re
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = pytest.mark.browser
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 375, "height": 720}
MODES = {"wide and light": (WIDE, "light"), "narrow and dark": (NARROW, "dark")}
MORE_MODES = {"wide and dark": (WIDE, "dark"), "narrow and light": (NARROW, "light")}
_MEGABYTE = 1_000_000
_LINKS = (
    "() => [...document.querySelectorAll('a[href]')].map(a => a.getAttribute('href') ?? a.getAttribute('xlink:href'))"
)
_IDS = "() => [...document.querySelectorAll('[id]')].map(e => e.id)"
_UNNAMED = """() => [...document.querySelectorAll('svg, img')].filter(drawing => {
  const figure = drawing.closest('figure');
  return !(figure && (figure.getAttribute('aria-label') ?? '').length > 20) && !(drawing.getAttribute('alt') ?? '');
}).length"""
_TOO_WIDE = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
_INK_AND_PAPER = "() => { const s = getComputedStyle(document.body); return [s.color, s.backgroundColor]; }"
_SHOWN = (
    "e => { const box = e.getBoundingClientRect(); return box.height > 0 && box.width > 0 && e.checkVisibility(); }"
)


@pytest.fixture(scope="session")
def run(site):
    """The folder of the newest run."""
    return (site / "latest").resolve()


@pytest.fixture(scope="session")
def pages(run):
    """Every page of the run."""
    found = sorted(run.glob("*.html"))
    assert len(found) > 15, "index, seven reports and eight dossiers at least"
    return found


@pytest.fixture
def open_page(chromium) -> Iterator:
    """A way to open pages in a mode; whatever they ask of the world or complain of is held against them."""
    contexts, told = {}, []

    def show(path, viewport=WIDE, scheme="light"):
        key = (viewport["width"], scheme)
        if key not in contexts:
            context = chromium.new_context(viewport=viewport, color_scheme=scheme)
            page = context.new_page()
            page.on("console", lambda line: told.append(line.text) if line.type in ("error", "warning") else None)
            page.on("pageerror", lambda error: told.append(str(error)))
            page.on(
                "request", lambda asked: None if asked.url.startswith(("file:", "data:")) else told.append(asked.url)
            )
            contexts[key] = page
        contexts[key].goto(path.as_uri())
        return contexts[key]

    yield show
    for page in contexts.values():
        page.context.close()
    assert not told


def test_every_link_leads_somewhere(open_page, site, pages):
    page = open_page(site / "index.html")
    page.wait_for_url(re.compile("latest/index.html$"))
    hrefs_by_path, ids_by_path = {}, {}
    for path in pages:
        page = open_page(path)
        hrefs_by_path[path], ids_by_path[path] = page.evaluate(_LINKS), page.evaluate(_IDS)
    dead = []
    for path, hrefs in hrefs_by_path.items():
        assert len(ids_by_path[path]) == len(set(ids_by_path[path])), f"{path.name}: two places have one id"
        for href in hrefs:
            parts = urlsplit(href or "")
            if parts.scheme in ("http", "https", "data"):
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            is_dead = not target.exists() or (parts.fragment and parts.fragment not in ids_by_path.get(target, []))
            if not href or is_dead:
                dead.append(f"{path.name} → {href}")
    assert not dead


@pytest.mark.parametrize("mode", MODES)
def test_axe_finds_nothing_serious_and_nothing_is_wider_than_the_page(open_page, pages, mode):
    found = []
    for path in pages:
        page = open_page(path, *MODES[mode])
        found += [f"{path.name}: {page.evaluate(_TOO_WIDE)} px too wide"] if page.evaluate(_TOO_WIDE) > 0 else []
        for violation in Axe().run(page).response["violations"]:
            if violation["impact"] in ("serious", "critical"):
                found.append(f"{path.name}: {violation['id']}: {violation['nodes'][0]['html'][:200]}")
    assert not found, "\n".join(found)


@pytest.mark.parametrize("mode", MORE_MODES)
def test_no_page_is_wider_than_the_screen_and_dark_pages_are_dark(open_page, pages, mode):
    viewport, scheme = MORE_MODES[mode]
    for path in pages:
        page = open_page(path, viewport, scheme)
        assert page.evaluate(_TOO_WIDE) <= 0, path.name
        ink, paper = (sum(map(int, re.findall(r"\d+", colour)[:3])) for colour in page.evaluate(_INK_AND_PAPER))
        assert (paper < 200 < ink) if scheme == "dark" else (ink < 200 < paper), path.name


def test_every_figure_says_in_words_what_it_shows(open_page, pages):
    n_figures = 0
    for path in pages:
        page = open_page(path)
        assert page.evaluate(_UNNAMED) == 0, f"{path.name} has a drawing without a name"
        n_figures += page.locator("svg").count()
    assert n_figures > 10


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
def test_a_number_opens_into_its_passages(open_page, run, viewport):
    page = open_page(run / "03-positions-and-terms.html", viewport)
    numbers = page.locator("table a[href^='#']")
    assert numbers.count() > 5
    for at in range(3):
        target = numbers.nth(at).get_attribute("href")[1:]
        numbers.nth(at).click()
        place = page.locator(f"[id='{target}']")
        assert place.evaluate(_SHOWN), "the passages behind a number stay hidden"
        assert place.locator("mark").first.evaluate(_SHOWN)
        assert place.locator("cite").first.inner_text().strip()


def test_details_open_by_keyboard(open_page, run):
    page = open_page(run / "03-positions-and-terms.html")
    summary = page.locator("details > summary").first
    was_open = page.locator("details").first.get_attribute("open") is not None
    summary.focus()
    page.keyboard.press("Enter")
    assert (page.locator("details").first.get_attribute("open") is not None) != was_open


def test_a_page_has_at_most_5_megabytes_and_the_site_15(run, pages):
    sizes = {path.name: path.stat().st_size for path in pages}
    assert max(sizes.values()) <= 5 * _MEGABYTE, sizes
    assert sum(path.stat().st_size for path in run.rglob("*") if path.is_file()) <= 15 * _MEGABYTE
