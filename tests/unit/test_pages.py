"""Pages: title and first finding are taken from the executed notebook, and text can never become markup."""

import nbformat

from parley.tell.pages import finding_of, render_notebook, render_page, title_of

FINDINGS = '<ul class="parley-findings">\n<li><a href="#x">Two &amp; three</a></li>\n</ul>'


def notebook(*html):
    new = nbformat.v4
    shown = [new.new_output("display_data", {"text/html": one}) for one in html]
    cells = [new.new_markdown_cell("# Where does it stand?\n\nSo."), new.new_code_cell("1", outputs=shown)]
    return new.new_notebook(cells=cells)


def test_a_page_about_somebody_has_the_name_in_its_title():
    made = notebook('<p class="who">Trinidad &amp; Tobago</p>', FINDINGS)
    assert title_of(made) == "Trinidad & Tobago: where does it stand?"
    page = render_notebook(made)
    assert "<title>Trinidad &amp; Tobago: where does it stand?</title>" in page
    assert "<h1>Trinidad &amp; Tobago: where does it stand?</h1>" in page
    assert title_of(notebook(FINDINGS)) == "Where does it stand?"


def test_the_first_finding_stands_for_a_page():
    assert finding_of(notebook("<p>no</p>", FINDINGS)) == "Two & three"
    assert finding_of(notebook("<p>no</p>")) == ""


def test_text_never_becomes_markup():
    hurt = "<script>alert(1)</script>"
    page = render_page("rows.html", title=hurt, lead=hurt, sections=[(hurt, hurt)], names=[], here="")
    assert hurt not in page and "&lt;script&gt;" in page and "default-src 'none'" in page
