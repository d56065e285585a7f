"""Rows by the coding model: they stand beside the rows of the rules, and keep to every promise that those keep."""

from itertools import pairwise

import pytest
from coded_passages import TEXTS, book, by_model, by_rules, swapped

from parley.code import drafted
from parley.code.coding_model import RULE_ID, Draft
from parley.code.drafted import code_by_model
from parley.code.items import CODES_BY_KIND
from parley.codebook import read_codebook
from parley.errors import InputError
from parley.frames import check_table, rows_of
from parley.tables import CODED, KEYS, KINDS

RULED = """Norland is ready to negotiate with Sorland, but Marek ruled out a ceasefire.

Under the plan, Norland would withdraw its troops within 30 days. Ilsen and Marek met in Norburg on Monday.
The cunning regime in Sorburg wants to win time, Ilsen said. An agreement is unlikely, Marek said."""
# columns that follow from which other rows stand in the article
PLACED = {*KEYS.values(), "same_as", "happening_id", "date_from", "date_to", "date_basis_code"}
# columns that the model may fill in where a rule could not tell
OPEN = ("obligor_id", "beneficiary_id", "quantity", "unit", "horizon")
CODES = {
    "position": ("talks", "opposes", "refuse"),
    "term": ("withdrawal", "offer"),
    "motive": ("economy", "imputed"),
    "framing": ("epithet", "negative", "none", "none"),
    "event": ("attack",),
    "outlook": ("agreement", "likely"),
}
ALLEGED = [
    ("According to rumours, Norland would hand over the valley to Sorland.", "hand over the valley"),
    ("Rumours say that Marek will resign and Norland leaves the valley.", "leaves the valley"),
    ("Rumours say that Ilsen told Marek that Norland leaves the valley.", "leaves the valley"),
    ("It is rumoured that Norland, a fox in a wig, leaves the valley.", "leaves the valley"),
]
ODD = {
    "no actors": "Rain fell on the mill. The ferry stood still, and nobody would say why.",
    "headings only": "A hall of mirrors\n\nWhy now?\n\nThe fox in the wig",
    "quotations only": "“We keep the kettle warm.”\n\n“No.”\n\n“Come in, all of you. Sit down.”",
    "empty": "",
    "blank": " \n\n \t\n",
    "marks only": "… — ! ?\n\n* * *",
    "long sentence": "Norland waits and " * 1000 + "Sorland waits.",
    "emoji": "🕊️ Norland 🇳🇴 would eat its hat 🎩😂. Ilsen: 👍🏽 “Ok 🤝”",
    "capitals": "NORLAND WOULD SOONER EAT ITS HAT THAN SHARE A ROOM WITH SORLAND. ILSEN KEEPS THE KETTLE WARM.",
    "one word": "Norland",
    "line ends": "Norland\r\nwould\u2028eat\u00a0its hat\x0b. Sorland\r\r\nwaits\u0085.",
    "other scripts": "Норландия ждёт. שלום Norland مرحبا Sorland 和平 waits.",
    "brackets": "((([[[ Norland ]]] would)) — “‘ eat' its \" hat",
}


def rows_by_table(coded):
    return {table: rows_of(coded[table]) for table in CODED}


def plain(row):
    return {key: value for key, value in row._asdict().items() if key not in PLACED}


def assert_kept(given, ruled):
    """Check that a row is the rule's, but for what the rule left open."""
    open_here = {column for column in OPEN if ruled.get(column, "") is None}
    assert {key: value for key, value in given.items() if key not in open_here} == {
        key: value for key, value in ruled.items() if key not in open_here
    }


def plant(monkeypatch, *planted):
    """Have the model draft passages (kind, words, and evidence if not asserted) wherever the words stand."""

    def drafts(scan, model):
        found = []
        for kind, words, *evidence in planted:
            start = scan.article.text.find(words)
            if start >= 0:
                codes = dict(zip(CODES_BY_KIND[kind], (*CODES[kind], *(evidence or ["asserted"])), strict=True))
                end = start + len(words)
                place = {"items": tuple(scan.items(start, end)), "start": start, "end": end, "until": end}
                chances = {column: (code, 0.8) for column, code in codes.items()}
                sure = {"chance": 0.9, "peak": 0.95, "share": 0.3, "size": 100}
                found.append(Draft(kind=kind, codes=chances, **sure, **place))
        return found

    monkeypatch.setattr(drafted, "draft_rows", drafts)


def added(coded, kind):
    return [row for row in rows_of(coded[KINDS[kind]]) if row.rule_id == RULE_ID]


def test_where_rules_are_silent_the_model_adds_the_rows_it_learnt(coder):
    texts = [text for text, _ in TEXTS.values()]
    rules, coded = by_rules(*texts), by_model(coder, *texts)
    assert all(rules[table].empty for table in CODED), "rules are silent"
    for n, (text, told) in enumerate(TEXTS.values()):
        for kind, words, lead, _ in told:
            rows = [row for row in added(coded, kind) if row.doc_id == f"a{n}"]
            [row] = [row for row in rows if row.start == text.index(words)]
            behind = text[text.index(words) + len(words) : row.end]
            assert row.end >= text.index(words) + len(words), "all that was learnt is in the passage"
            assert not set(behind) & set(",;.?!“”"), "it goes on to the end of its clause, no further"
            assert 0 <= row.confidence <= 1
            if kind != "event":
                assert (row.actor_id if kind in ("motive", "framing") else row.holder_id) == lead


def test_rows_of_the_rules_stand_as_they_are(any_coder):
    rules, coded = by_rules(RULED), by_model(any_coder, RULED)
    for table in CODED:
        assert len(rules[table]), f"no {table}: nothing was tested"
        kept = [plain(row) for row in rows_of(coded[table]) if row.rule_id != RULE_ID]
        for given, ruled in zip(kept, map(plain, rows_of(rules[table])), strict=True):
            assert_kept(given, ruled)


def test_a_report_of_the_rules_stands_though_the_model_drafts_another_before_it(coder, monkeypatch):
    text = "They sat at the mill. Ilsen and Marek met in Norburg."
    [ruled] = rows_of(by_rules(text)["events"])
    monkeypatch.setitem(CODES, "event", (ruled.event_code,))
    monkeypatch.setattr(drafted, "several", lambda _chances: list(ruled.actor_ids))
    plant(monkeypatch, ("event", "sat at the mill"))
    rows = rows_of(by_model(coder, text)["events"])
    assert (ruled.rule_id, ruled.start, ruled.end) in [(row.rule_id, row.start, row.end) for row in rows]


def test_drafts_that_a_rule_coded_already_add_nothing(coder, monkeypatch):
    rules = by_rules(RULED)
    again = [(kind, RULED[row.start : row.end]) for kind in CODES_BY_KIND for row in rows_of(rules[KINDS[kind]])]
    plant(monkeypatch, *again)
    coded = by_model(coder, RULED)
    for table in CODED:
        for given, ruled in zip(rows_of(coded[table]), rows_of(rules[table]), strict=True):
            assert_kept(given._asdict(), ruled._asdict())


def test_what_a_rule_leaves_open_is_filled_in_and_nothing_else(coder, monkeypatch):
    text = "Marek demands a withdrawal."
    [ruled] = rows_of(by_rules(text)["terms"])
    assert ruled.obligor_id is None and ruled.holder_id == "marek"
    plant(monkeypatch, ("term", text[ruled.start : ruled.end]))
    meant = {"holder_id": "author", "obligor_id": "sorland", "beneficiary_id": "norland"}
    monkeypatch.setattr(drafted, "point", lambda _spot, _signs, role, _weights: {meant[role]: 1.0})
    [row] = rows_of(by_model(coder, text)["terms"])
    assert (row.holder_id, row.obligor_id, row.beneficiary_id) == ("marek", "sorland", "norland")
    assert row.rule_id == ruled.rule_id and row.confidence == ruled.confidence


def test_an_amount_and_its_unit_are_filled_in_together_or_not_at_all():
    term = by_rules("Marek demands a withdrawal.")["terms"]
    [ruled] = rows_of(term)
    rows = [ruled._asdict() | {"quantity": "100", "unit": None}]
    drafted._fill(rows, ruled, {"quantity": "30", "unit": "km"}, "term_id")
    assert (rows[0]["quantity"], rows[0]["unit"]) == ("100", None), "30 are km, not 100"


def test_a_draft_of_another_kind_in_the_same_words_is_a_row_more(coder, monkeypatch):
    text = "Norland is ready to negotiate with Sorland."
    [row] = rows_of(by_rules(text)["positions"])
    plant(monkeypatch, ("motive", text[row.start : row.end]))
    coded = by_model(coder, text)
    assert len(coded["positions"]) == 1 and len(added(coded, "motive")) == 1


def test_ids_are_unique_and_in_the_order_of_the_text(any_coder):
    texts = [RULED, *(text for text, _ in TEXTS.values())]
    coded = by_model(any_coder, *texts)
    for table, rows in rows_by_table(coded).items():
        ids = [getattr(row, KEYS[table]) for row in rows]
        assert len(ids) == len(set(ids)) and ids == sorted(ids), table
        for one, other in pairwise(rows):
            assert one.doc_id < other.doc_id or (one.start, one.end) <= (other.start, other.end), table


def test_a_row_that_repeats_another_points_to_an_earlier_one_that_says_the_same(bold_coder):
    coded = by_model(bold_coder, RULED, TEXTS["t1"][0])
    for table in ("positions", "terms"):
        rows = {getattr(row, KEYS[table]): row for row in rows_of(coded[table])}
        for row in rows.values():
            if row.same_as is not None:
                first = rows[row.same_as]
                assert (first.start, first.end) <= (row.start, row.end) and first.same_as is None
                assert (first.doc_id, first.holder_id) == (row.doc_id, row.holder_id)


@pytest.mark.parametrize("text", [RULED, *(text for text, _ in TEXTS.values()), *(text for text, _ in ALLEGED)])
def test_every_column_keeps_to_its_codes_and_every_span_to_its_sentence(bold_coder, text):
    codes = {column: set(known) for column, known in read_codebook("core").codes.items()}
    tables = by_rules(text)
    coded = code_by_model({name: tables[name] for name in CODED}, tables, book(), bold_coder)
    statements = set(tables["statements"]["statement_id"])
    sentences = {row.sent_id: row for row in rows_of(tables["sentences"])}
    people = {*book().actors, "author", None}
    for table in CODED:
        check_table(table, coded[table], codes)
        for row in rows_of(coded[table]):
            assert sentences[row.sent_id].start <= row.start < row.end <= sentences[row.sent_id].end
            assert 0 <= row.confidence <= 1
            assert row.statement_id is None or row.statement_id in statements
            for column in ("holder_id", "target_id", "obligor_id", "beneficiary_id", "speaker_id", "attributed_by"):
                if table != "framings":  # there `target_id` is a thing
                    assert getattr(row, column, None) in people, column


def test_a_row_holds_a_word(bold_coder):
    coded = by_model(bold_coder, TEXTS["t1"][0])
    text = TEXTS["t1"][0]
    for table, rows in rows_by_table(coded).items():
        bare = [row for row in rows if not any(char.isalnum() for char in text[row.start : row.end])]
        assert bare == [], f"{table}: a mark alone is no passage"


@pytest.mark.parametrize(("text", "words"), ALLEGED)
@pytest.mark.parametrize("evidence", ["asserted", "said", "predicted", "unnamed"])
def test_under_a_rumour_everything_is_alleged(coder, monkeypatch, text, words, evidence):
    plant(monkeypatch, *((kind, words, evidence) for kind in CODES))
    coded = by_model(coder, text)
    for kind in CODES:
        [row] = added(coded, kind)
        assert row.evidence_code == "alleged", kind
        assert row.certainty_code != "certain", "nobody is sure of a rumour"


# a framing is told by whoever frames, and the toy model points at random: see the framing test below
TOLD = [kind for kind in CODES if kind != "framing"]


@pytest.mark.parametrize("kind", TOLD)
def test_what_somebody_says_is_not_shown_as_asserted_by_the_author(coder, monkeypatch, kind):
    text = "Marek told the River Union that Norland sent its shepherds home."
    plant(monkeypatch, (kind, "sent its shepherds home"))
    [row] = added(by_model(coder, text), kind)
    assert (row.evidence_code, row.speaker_id) == ("said", "marek")
    assert row.statement_id is not None and row.voice_code != "author"


def test_in_the_words_of_the_author_a_row_is_the_authors(coder, monkeypatch):
    text = "Norland sent its shepherds home."
    plant(monkeypatch, *((kind, "sent its shepherds home") for kind in TOLD))
    coded = by_model(coder, text)
    for kind in TOLD:
        [row] = added(coded, kind)
        assert (row.evidence_code, row.speaker_id, row.statement_id) == ("asserted", "author", None), kind


def test_a_framing_in_the_words_of_the_author_has_the_author_for_speaker_and_framer(any_coder):
    texts = [RULED, *(text for text, _ in TEXTS.values()), "“A fox in a wig,” Ilsen said of Marek. “Sit down.”"]
    for row in added(by_model(any_coder, *texts), "framing"):
        assert (row.framer_id == "author") == (row.speaker_id == "author") == (row.voice_code == "author"), row


def test_nobody_but_the_author_speaks_in_the_voice_of_the_author(bold_coder):
    texts = [RULED, *(text for text, _ in TEXTS.values()), "“A fox in a wig,” Ilsen said of Marek. “Sit down.”"]
    coded = by_model(bold_coder, *texts)
    for kind in CODES:
        rows = added(coded, kind)
        assert rows, f"no {kind}: nothing was tested"
        assert [row for row in rows if row.voice_code == "author" and row.speaker_id != "author"] == [], kind


@pytest.mark.parametrize(
    ("text", "basis", "by"),
    [
        ("Norland sent its shepherds home.", "imputed", "somebody"),
        ("Marek said that Sorland sent its shepherds home.", "declared", None),
        ("Ilsen said that Sorland sent its shepherds home.", "imputed", "somebody"),
    ],
)
def test_a_motive_is_declared_where_its_own_side_tells_it_and_then_imputed_by_nobody(
    coder, monkeypatch, text, basis, by
):
    who = "sorland" if "Sorland" in text else "norland"
    monkeypatch.setattr(drafted, "point", lambda _spot, signs, role, _weights: _meant(signs, role, who))
    plant(monkeypatch, ("motive", "sent its shepherds home"))
    [row] = added(by_model(coder, text), "motive")
    assert (row.actor_id, row.basis_code) == (who, basis)
    assert (row.attributed_by is None) == (by is None)


def _meant(signs, role, who):
    best = who if role == "actor_id" else "author"
    return {best: 0.9} | {actor: 0.1 / len(signs) for actor in signs if actor != best}


def test_headings_that_sum_up_get_no_rows(bold_coder):
    title = "Norland would sooner eat its hat than share a room with Sorland"
    coded = by_model(bold_coder, f"{title}\n\nIlsen keeps the kettle warm for envoys.")
    assert any(len(coded[table]) for table in CODED), "nothing was tested"
    for table, rows in rows_by_table(coded).items():
        assert [row for row in rows if row.start < len(title) and row.rule_id == RULE_ID] == [], table


@pytest.mark.parametrize("name", ODD)
def test_no_article_is_too_odd(bold_coder, name):
    text = ODD[name]
    coded = by_model(bold_coder, text, RULED)
    for table, rows in rows_by_table(coded).items():
        check_table(table, coded[table])
        assert all(0 <= row.start < row.end <= len(text) for row in rows if row.doc_id == "a0")


def test_an_article_without_actors_names_nobody(bold_coder):
    coded = by_model(bold_coder, ODD["no actors"])
    assert any(len(coded[table]) for table in CODED), "nothing was tested"
    for row in added(coded, "position"):
        assert row.holder_id in ("author", None) and row.target_id in ("author", None)
    for row in added(coded, "event"):
        assert row.actor_ids == []


def test_no_article_at_all_gives_no_rows(coder):
    coded = by_model(coder)
    assert all(coded[table].empty for table in CODED)


def test_an_article_gets_the_same_rows_alone_and_beside_others(bold_coder):
    texts = [text for text, _ in TEXTS.values()]
    together, alone = by_model(bold_coder, *texts, RULED, swapped(RULED)), by_model(bold_coder, *texts)
    for table in CODED:
        kept = together[table][together[table]["doc_id"].isin(["a0", "a1"])].reset_index(drop=True)
        assert kept.equals(alone[table]), table


def test_a_missing_weights_file_names_the_coder_that_needs_none(tmp_path):
    with pytest.raises(InputError, match="none.npz.*--coder rules"):
        by_model(tmp_path / "none.npz", RULED)


def test_the_tables_that_come_in_are_left_alone(bold_coder):
    tables = by_rules(RULED)
    before = {name: frame.copy(deep=True) for name, frame in tables.items()}
    code_by_model({name: tables[name] for name in CODED}, tables, book(), bold_coder)
    for name, frame in tables.items():
        assert frame.equals(before[name]), name
