"""Encodings, front matter and HTML: what becomes of the bytes of one file."""

import pytest

from parley.read.encodings import decode, without_surrogates
from parley.read.markup import read_page
from parley.read.plain import read_plain
from parley.read.rows import read_rows

RUSSIAN = "Москва готова к переговорам, заявил представитель министерства. Киев отверг предложение."
ENGLISH = "“We see an offer,” she said — and the café owners of Kyiv agreed. Nobody else did."
BODY = "The delegations met again in the morning.\n"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (ENGLISH, "utf-8"),
        (ENGLISH, "utf-8-sig"),
        (ENGLISH, "utf-16"),
        (ENGLISH, "utf-16-le"),
        (ENGLISH, "utf-16-be"),
        (ENGLISH, "utf-32"),
        (ENGLISH, "cp1252"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8_r"),
        ("Erdoğan, görüşmelerin yeniden başlaması için çağrı yaptı. Şimdi iki taraf da bekliyor.", "cp1254"),
        ("قالت موسكو إنها مستعدة للمفاوضات مع كييف، لكن أوكرانيا رفضت العرض.", "cp1256"),
        ("俄罗斯表示愿意与乌克兰谈判，但乌克兰总统拒绝了这一提议。", "gb18030"),
    ],
)
def test_encodings_are_found(text, encoding):
    assert decode("a.txt", text.encode(encoding)).text == text


def test_odd_characters_and_line_ends_are_kept():
    text = "one\r\ntwo\rthree\u2028four\u00ad five\u200b \x0csix \U0001f54a"
    assert decode("a.txt", text.encode()).text == text


def test_a_few_broken_bytes_in_utf8_are_kept_visible_and_named():
    text, problems = decode("a.txt", "“Talks” — “now”".encode() + b" \xff end")
    assert text == "“Talks” — “now” \ufffd end"
    assert [(row.severity_code, row.place) for row in problems] == [("warning", "byte 26")]


def test_halves_of_characters_do_not_move_offsets():
    assert without_surrogates("a\ud83db") == "a\ufffdb"


# Front matter and header lines


def read(text):
    reading = read_plain("a.txt", text.encode())
    return reading.articles[0], reading.problems


@pytest.mark.parametrize(
    "front",
    [
        "---\ntitle: Talks\ndate: 2022-11-09\n---\n",
        '---\ntitle: "Talks"\ndate: 2022-11-09T14:00:00Z\ntags:\n  - one\n---\n',
        "\n--- \r\ntitle: Talks\r\ndate: 9 November 2022\r\n...\r\n",
        "Title: Talks\nDate: 9 November 2022\nAuthor: A. Petersen\n\n",
    ],
)
def test_front_matter_and_header_lines_are_read_and_removed(front):
    article, problems = read(front + BODY)
    fields = article.given[0][1]
    assert fields["title"] == "Talks" and "2022" in fields["published_on"]
    assert article.text[article.body :].strip() == BODY.strip()
    assert [removal.text for removal in article.removed] == [front.strip()]
    assert not problems


def test_a_title_with_a_colon_is_no_broken_front_matter():
    article, problems = read("---\ntitle: Kremlin: no talks\noutlet: 'Harbour Press'\n---\n" + BODY)
    assert article.given[0][1] == {"title": "Kremlin: no talks", "outlet_id": "Harbour Press"}
    assert not problems


def test_broken_front_matter_is_read_as_far_as_it_goes():
    article, problems = read("---\ntitle: [Talks\nwhat is this\ndate: 2022-11-09\n---\n" + BODY)
    assert article.given[0][1]["published_on"] == "2022-11-09"
    assert [(row.severity_code, row.place) for row in problems] == [("warning", "line 3")]


def test_front_matter_without_an_end_is_closed_at_the_first_other_line():
    article, problems = read("---\ntitle: Talks\ndate: 2022-11-09\n\n" + BODY)
    assert article.text[article.body :].strip() == BODY.strip()
    assert problems[0].found == "front matter without an end"


@pytest.mark.parametrize(
    "text", ["---\n" + BODY + "---\nMore.", "Kyiv: the morning after\n\n" + BODY, "Note: it rained.\n\n"]
)
def test_rules_and_colons_in_the_text_are_no_front_matter(text):
    article, problems = read(text)
    assert (article.body, article.removed, problems) == (0, (), [])


# Tables


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_delimiter_of_a_csv_is_seen_in_its_first_line(delimiter):
    rows, problems = read_rows("a.csv", f'id{delimiter}text\n1{delimiter}"One; two, three."\n'.encode())
    assert rows[0].cells == {"id": "1", "text": "One; two, three."} and not problems


def test_column_names_are_folded():
    rows, _ = read_rows("a.csv", b"\xef\xbb\xbfDate Published,TEXT\n2022-11-09,One.\n")
    assert rows[0].cells == {"date_published": "2022-11-09", "text": "One."}


# HTML

PARAGRAPH = "<p>The delegations met again in the morning and said that they would go on with the talks.</p>"
PAGE = f"""<html lang="en-GB"><head><title>Ferries | Harbour Press</title>
<meta property="og:site_name" content="Harbour Press"><meta name="date" content="2022-11-09">
<script>var menu = "not text";</script></head><body>
<header><a href="/">Home</a> <a href="/w">World</a></header>
<article><h1>Ferries stand still</h1>{PARAGRAPH * 4}
<figure><img src="x.jpg"><figcaption>The harbour at dawn. Photo: A. Petersen</figcaption></figure></article>
<div class="comments-section"><p>I was there and saw nothing.</p></div>
<footer>© 2022 Harbour Press</footer></body></html>"""


def test_what_is_dropped_from_a_page_is_listed_by_kind():
    ((article,), problems) = read_page("a.html", PAGE.encode())
    assert not problems
    assert {removal.removal_kind_code for removal in article.removed} >= {"menu", "comments", "caption"}
    dropped = " ".join(removal.text for removal in article.removed)
    assert "I was there" in dropped and "© 2022" in dropped and "not text" not in dropped
    assert all(removal.start is None for removal in article.removed)
    assert "delegations" not in dropped and "I was there" not in article.text


def test_metadata_of_a_page():
    ((article,), _) = read_page("a.html", PAGE.encode())
    fields = article.given[0][1]
    assert (fields["outlet_id"], fields["published_on"], fields["language"]) == ("Harbour Press", "2022-11-09", "en-GB")


def test_a_page_is_decoded_as_it_declares():
    page = "<html><head><meta charset='windows-1251'></head><body><article><h1>Переговоры</h1>"
    page += f"<p>{RUSSIAN}</p>" * 5 + "</article></body></html>"
    ((article,), _) = read_page("a.html", page.encode("cp1251"))
    assert RUSSIAN in article.text
