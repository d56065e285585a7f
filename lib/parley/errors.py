"""The one family of errors: each says where, what was found, what was expected and what to do.

`exit_code` is what the `parley` command ends with: 1 a report failed, 2 usage, 3 input problem,
75 another run holds the lock, 124 timed out.
"""


class ParleyError(Exception):
    """Carry the scene of a mistake to the person who can mend it.

    >>> print(InputError("articles/a.csv", found="columns id, body", expected="a column `text`", remedy="rename it"))
    articles/a.csv: found columns id, body; expected a column `text`; rename it
    """

    exit_code = 1

    def __init__(self, where: object, *, found: object = "", expected: object = "", remedy: str = "") -> None:
        """Keep `where` (file → path, or file:line), what was `found`, what was `expected` and the `remedy`."""
        self.where, self.found, self.expected, self.remedy = str(where), str(found), str(expected), remedy
        parts = [f"found {found}" if self.found else "", f"expected {expected}" if self.expected else "", remedy]
        super().__init__(f"{where}: " + "; ".join(part for part in parts if part))


class UsageError(ParleyError):
    """A command, parameter or argument that cannot be understood."""

    exit_code = 2


class InputError(ParleyError):
    """A corpus, table or gold file that cannot be used."""

    exit_code = 3


class CodebookError(InputError):
    """A codebook pack that breaks its own rules."""


class ReportError(ParleyError):
    """A report notebook that failed."""


class LockedError(ParleyError):
    """Another run holds the lock on the output folder."""

    exit_code = 75


class TimedOutError(ParleyError):
    """A run or a notebook went on for longer than it may."""

    exit_code = 124
