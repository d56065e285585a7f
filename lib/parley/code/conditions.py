"""Conditions and other clauses around a stance: what it hangs on, what is past, where a clause really ends."""

from collections.abc import Sequence

from parley.code.clauses import Clause
from parley.codebook import Codebook, compile_words
from parley.phrases import find_phrases

_NEAR_CONDITION = 30  # words between a thing and the condition put on it


def text_through(clause: Clause, clauses: Sequence[Clause]) -> str:
    """Return the clause's words with what it governs: clauses that only a statement's edge cuts off."""
    return clause.sentence.text[clause.start : end_through(clause, clauses)]


def end_through(clause: Clause, clauses: Sequence[Clause]) -> int:
    """Return the character where a clause ends, what it governs included."""
    return clause.sentence.spans[last_through(clause, clauses) - 1][1]


def last_through(clause: Clause, clauses: Sequence[Clause]) -> int:
    """Return one past the last token of a clause, what it governs included."""
    last = clause.last
    for later in clauses[clause.n + 1 :]:
        is_cut_off = later.first == last and later.kind_code == "main"
        if not is_cut_off or later.words[0] in ("and", "but", "or", "nor"):
            break
        last = later.last
    return last


def condition_of(first: int, last: int, clauses: Sequence[Clause], *, with_time: bool = False) -> Clause | None:
    """Return the clause that puts a condition on tokens `first` to `last`: the next, or one that opens the sentence.

    `with_time`: "before" sets a condition too, as it does on a refusal ("no talks before a withdrawal").
    """
    here = next((n for n, clause in enumerate(clauses) if clause.first <= first < clause.last), None)
    if here is None:
        return None
    for clause in clauses[here + 1 :]:
        if is_condition(clause, with_time=with_time) and clause.first - last <= _NEAR_CONDITION:
            return clause
        if clause.kind_code not in ("main", "aside", "condition") or clause.words[0] in ("and", "but", "or"):
            break
        if clause.first > last and clause.statement is not clauses[here].statement:
            break
    if here and clauses[0].kind_code == "condition" and all(c.kind_code == "condition" for c in clauses[:here]):
        return clauses[0]
    return None


def is_condition(clause: Clause, *, with_time: bool) -> bool:
    """Say whether a clause sets a condition, a "before" included if asked for; a stub that only opens one is none."""
    is_time = with_time and clause.kind_code == "time" and clause.words[0] == "before"
    return len(clause.words) > 1 and (clause.kind_code == "condition" or is_time)


def is_past(clause: Clause, book: Codebook) -> bool:
    """Say whether a clause tells of what was held before ("had wanted", "used to"), so holds no present stance."""
    hits = find_phrases(compile_words(book, "past"), clause.words)
    kept = [hit for hit in hits if hit.key == "not_past"]
    return any(hit.key == "past" and not any(one.start <= hit.start < one.end for one in kept) for hit in hits)
