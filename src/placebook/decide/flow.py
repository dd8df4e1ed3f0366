"""The way of a record from draft to published, and who may take each step. No database: facts in, words out.

    draft -> in review -> approved -> published -> superseded or withdrawn

Nobody approves what they wrote, and who publishes has signed in with two steps. A new version goes the whole way.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

READER, CONTRIBUTOR, REVIEWER, PUBLISHER, ADMINISTRATOR = ROLES = (
    "reader", "contributor", "reviewer", "publisher", "administrator",
)  # fmt: skip
DRAFT, IN_REVIEW, APPROVED, PUBLISHED, SUPERSEDED, WITHDRAWN = STATES = (
    "draft", "in review", "approved", "published", "superseded", "withdrawn",
)  # fmt: skip
SAVE, SEND, RETURN, APPROVE, PUBLISH, WITHDRAW = "save", "send", "return", "approve", "publish", "withdraw"
MOVES = (SEND, RETURN, APPROVE, PUBLISH, WITHDRAW)


@dataclass(frozen=True, slots=True)
class Move:
    """One step: from which state to which, and the least role that may take it."""

    name: str
    title: str
    before: tuple[str, ...]
    after: str
    role: str
    why: bool = False  # whether a reason must be given


BY_NAME = {
    one.name: one
    for one in (
        Move(SEND, "Send for checking", (DRAFT,), IN_REVIEW, CONTRIBUTOR),
        Move(RETURN, "Ask for changes", (IN_REVIEW, APPROVED), DRAFT, REVIEWER, why=True),
        Move(APPROVE, "Approve", (IN_REVIEW,), APPROVED, REVIEWER),
        Move(PUBLISH, "Publish", (APPROVED,), PUBLISHED, PUBLISHER),
        Move(WITHDRAW, "Withdraw", (PUBLISHED,), WITHDRAWN, PUBLISHER, why=True),
    )
}


@dataclass(frozen=True, slots=True)
class Saved:
    """One version, as far as the way of a record needs it."""

    number: int
    by: int  # the person


@dataclass(frozen=True, slots=True)
class Moved:
    """One step that was taken with a version."""

    version: int
    move: str
    by: int


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks: the person, their role in this place book ('' for none), whether they signed in with two steps."""

    person: int
    role: str
    two_steps: bool = False

    def at_least(self, role: str) -> bool:
        """Whether the role is that or a higher one."""
        return self.role in ROLES and ROLES.index(self.role) >= ROLES.index(role)


@dataclass(frozen=True, slots=True)
class Way:
    """All versions and steps of one record, oldest first."""

    versions: tuple[Saved, ...]
    moves: tuple[Moved, ...]

    def state_of(self, number: int) -> str:
        """Where a version stands. A version that another came after before it was published stays a draft."""
        state = DRAFT
        for one in self.moves:
            if one.version == number:
                state = BY_NAME[one.move].after
            elif one.move == PUBLISH and one.version > number and state == PUBLISHED:
                state = SUPERSEDED
        return state

    @property
    def newest(self) -> int:
        """The number of the newest version; 0 where there is none."""
        return max((one.number for one in self.versions), default=0)

    @property
    def published(self) -> int:
        """The number of the version that the public sees; 0 where there is none."""
        return next((one.number for one in reversed(self.versions) if self.state_of(one.number) == PUBLISHED), 0)

    @property
    def state(self) -> str:
        """Where the newest version stands."""
        return self.state_of(self.newest)

    def writers(self) -> frozenset[int]:
        """Who wrote what has not been published yet: none of them may approve it."""
        before = max((one.version for one in self.moves if one.move == PUBLISH), default=0)
        return frozenset(one.by for one in self.versions if one.number > before)


def why_not(move: str, way: Way, asker: Asker, faults: Sequence[str] = ()) -> str:
    """Why somebody may not take a step now, in one sentence; '' where they may."""
    step = BY_NAME[move]
    number = way.published if move == WITHDRAW else way.newest
    if not number or way.state_of(number) not in step.before:
        return f"{step.title} is for what is {' or '.join(step.before)}; this is {way.state if way.newest else 'new'}."
    if not asker.at_least(step.role):
        return f"{step.title} needs the role {step.role} or a higher one."
    if move == APPROVE and asker.person in way.writers():
        return "You wrote part of this, so somebody else must approve it."
    if move in (PUBLISH, WITHDRAW) and not asker.two_steps:
        return f"{step.title} needs sign-in with two steps; set it up under Your account."
    if move in (SEND, APPROVE, PUBLISH) and faults:
        many = "1 thing is" if len(faults) == 1 else f"{len(faults)} things are"
        return f"{many} still to be mended before it can be {'sent for checking' if move == SEND else step.after}."
    return ""


def open_moves(way: Way, asker: Asker, faults: Sequence[str] = ()) -> tuple[Move, ...]:
    """The steps that somebody may take now."""
    return tuple(BY_NAME[name] for name in MOVES if not why_not(name, way, asker, faults))
