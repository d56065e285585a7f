"""Pages: an executed notebook, or the front page of a run, as one HTML file with nothing from elsewhere."""

import re
from functools import lru_cache
from html import escape, unescape
from pathlib import Path
from typing import Any

import jinja2

_FOLDER = Path(__file__).parent
_TEMPLATES = _FOLDER / "templates"
_HEADING = re.compile(r"<h2>(.*?)</h2>", re.DOTALL)
_WHO = re.compile(r'<p class="who">(.*?)</p>')
_FINDING = re.compile(r'parley-findings">\s*<li><a [^>]*>(.*?)</a>', re.DOTALL)
_TITLE = re.compile(r"<h1>.*?</h1>", re.DOTALL)
_CONTENTS = "<!-- contents -->"
_OWN_STYLE = re.compile(r'<style class="parley-style">.*?</style>\n?', re.DOTALL)
_ABOUT = "parley: who says what, on whose account, how surely"
_FOOT = "Every number leads to the sentences behind it. How far to trust them: see the page of that name."


@lru_cache(maxsize=1)
def style() -> str:
    """Return the style sheet of the pages: the frame of the site and what `tell` shows in it."""
    sheets = [_TEMPLATES / "site.css", _FOLDER / "style.css"]
    return "\n".join(sheet.read_text(encoding="utf-8") for sheet in sheets if sheet.exists())


def title_of(notebook: Any) -> str:
    """Return the first heading of an executed notebook, after the name of whom it is about if it is about one."""
    lines = [line for cell in notebook.cells if cell.cell_type == "markdown" for line in cell.source.splitlines()]
    title = next((line[2:].strip() for line in lines if line.startswith("# ")), "Report")
    who = _first(_WHO, notebook)
    return f"{who}: {title[0].lower()}{title[1:]}" if who else title


def finding_of(notebook: Any) -> str:
    """Return the first finding that an executed notebook lists, empty where it lists none."""
    return _first(_FINDING, notebook)


def _first(pattern: re.Pattern[str], notebook: Any) -> str:
    shown = [
        output.get("data", {}).get("text/html", "") for cell in notebook.cells for output in cell.get("outputs", [])
    ]
    return next((unescape(match[1]) for html in shown if (match := pattern.search("".join(html)))), "")


def render_notebook(notebook: Any) -> str:
    """Return an executed notebook as a page: its text and results, without code, script or remote parts."""
    parts = {"title": title_of(notebook), "css": style(), "about": _ABOUT, "foot": _FOOT}
    from nbconvert import TemplateExporter

    # The base class's way: the HTML exporter would parse the page again to describe pictures that are none here.
    page = str(TemplateExporter.from_notebook_node(_exporter(), notebook, resources={"parley": parts})[0])
    page = _OWN_STYLE.sub("", page)  # blocks bring their style for JupyterLab; the page has it already
    page = _TITLE.sub(lambda _: f"<h1>{escape(parts['title'])}</h1>", page, count=1)
    links: list[str] = []

    def anchored(match: re.Match[str]) -> str:
        heading = re.sub(r"<[^>]+>", "", match[1]).strip()
        anchor = f"part-{len(links) + 1}"
        links.append(f'<li><a href="#{anchor}">{heading}</a></li>')
        return f'<h2 id="{anchor}">{match[1]}</h2>'

    page = _HEADING.sub(anchored, page)
    contents = f'<nav class="contents" aria-label="Contents"><ol>{"".join(links)}</ol></nav>' if links else ""
    return page.replace(_CONTENTS, contents, 1)


@lru_cache(maxsize=1)
def _exporter() -> Any:
    from nbconvert import HTMLExporter

    return HTMLExporter(
        template_name="page",
        extra_template_basedirs=[str(_TEMPLATES)],
        exclude_input=True,
        exclude_input_prompt=True,
        exclude_output_prompt=True,
        exclude_anchor_links=True,
    )


def render_page(template: str, **values: Any) -> str:
    """Return a page made from one of our own templates (`front.html`, `rows.html`); every value is escaped."""
    values |= {"css": jinja2.utils.markupsafe.Markup(style()), "about": _ABOUT, "foot": _FOOT}
    return _frames().get_template(template).render(**values)


@lru_cache(maxsize=1)
def _frames() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(_TEMPLATES), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
