"""What came of each fault: a row of the table, and the promises that were broken."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from resilience.asking import BROKEN, CUT, FINE, POLITE, REFUSED
from resilience.faults import Fault
from resilience.visitors import LONGEST_RECOVERY, People
from tests.mail_server import Sink

SLOWEST = 30  # seconds for any answer; processes that begin on a busy machine take their time
HEADER = (
    f"{'fault':<31}{'asked':>6}{'5xx':>5}{'polite':>7}{'closed':>7}{'cut':>5}{'slowest':>8}"
    f"{'traces':>7}{'sent':>6}{'stored':>7}{'lost':>5}{'twice':>6}{'mails':>6}{'again':>6}"
    f"{'told':>6}{'back':>6}"
)

LEGEND = """
polite: 503 or 429 with Retry-After; closed: connection refused; cut: an answer that broke off, or
none; slowest: seconds; traces: in pages and logs; stored: of the applications sent, those of which
the site said so; again: mails that came twice, under one Message-ID; told: seconds until /readyz/
said that something is amiss; back: seconds from the end of the fault until all pages were good.
"""


@dataclass
class Trial:
    """A fault that was tried: when, and what was seen of it."""

    fault: Fault
    begun_at: float
    broken_at: float = 0.0  # what is stopped takes its time to end
    mended_at: float = 0.0
    ended_at: float = 0.0
    mails: range = range(0)  # which of the mail server's
    traces: Sequence[str] = ()  # how those end that stand in the logs of web and worker
    not_tried: str = ""


class Verdict:
    """What became of one trial, once all is over."""

    def __init__(self, trial: Trial, people: People, sink: Sink, stored: Counter[str]) -> None:
        """`stored` counts the applications in the database by their names."""
        self.trial = trial
        self.answers = people.journal.between(trial.begun_at, trial.ended_at)
        looks = people.watcher.looks
        self.looks = [one for one in looks if trial.begun_at <= one.told_at < trial.ended_at]
        self.sent = [
            one for one in people.applications if trial.begun_at <= one.sent_at < trial.ended_at
        ]
        self.lost = [one for one in self.sent if one.is_acknowledged and not stored[one.name]]
        self.twice = [one for one in self.sent if stored[one.name] > 1]
        names = [mail["Message-ID"] for mail in sink.messages]
        self.mails = len(trial.mails)
        first = [names[place] for place in trial.mails if names[place] not in names[:place]]
        self.again = sum(names.count(name) - 1 for name in first)
        self.outcomes = Counter(answer.outcome for answer in self.answers)
        self.traces = len(trial.traces) + sum(answer.shows_trace for answer in self.answers)
        self.slowest = max((answer.seconds for answer in self.answers), default=0.0)

    @property
    def told_after(self) -> float | None:
        """Seconds until `/readyz/` said that something is amiss."""
        moments = (look.told_at for look in self.looks if not look.is_ready)
        first = next(moments, None)
        return None if first is None else max(0.0, first - self.trial.broken_at)

    @property
    def back_after(self) -> float | None:
        """Seconds from the end of the fault until pages came as they should, and went on so."""
        later = [one for one in self.answers if one.ended_at >= self.trial.mended_at]
        bad = [one.ended_at for one in later if one.outcome != FINE]
        back_at = max(bad, default=self.trial.mended_at)
        fine = [one.ended_at for one in later if one.outcome == FINE and one.ended_at >= back_at]
        return min(fine) - self.trial.mended_at if fine else None

    def broken(self) -> Iterator[str]:
        """Promises that were broken, in words."""
        fault, counts = self.trial.fault, self.outcomes
        if counts[BROKEN]:
            yield f"{counts[BROKEN]} pages of errors: {self.examples(BROKEN)}"
        if self.traces:
            yield f"{self.traces} stack traces: {some(self.trial.traces) or 'in pages'}"
        if self.lost:
            yield f"{len(self.lost)} applications lost"
        if self.twice:
            yield f"{len(self.twice)} applications stored twice"
        if fault.serves and counts[CUT] + counts[POLITE]:
            yield f"readers noticed it: {self.examples(CUT, POLITE)}"
        if self.slowest > SLOWEST:
            yield f"an answer took {self.slowest:.0f} s"
        if self.again and not fault.repeats:
            yield f"{self.again} mails came again"
        if self.back_after is None or self.back_after > LONGEST_RECOVERY:
            yield "no good page afterwards"
        if fault.told_within:
            yield from self.untold(fault.told_within)

    def untold(self, limit: int) -> Iterator[str]:
        """What watchers were not told."""
        if self.told_after is None or self.told_after > limit:
            yield f"/readyz/ did not say so within {limit} s"
        if any(not look.is_alive or look.seconds_to_live > limit for look in self.looks):
            yield f"/healthz/ did not answer within {limit} s"

    def examples(self, *outcomes: str) -> str:
        """What they were."""
        return some(
            f"{answer.path} {answer.status or answer.error}"
            for answer in self.answers
            if answer.outcome in outcomes
        )

    def line(self) -> str:
        """The row of the table."""
        name = f"{self.trial.fault.name:<31}"
        if self.trial.not_tried:
            return name + self.trial.not_tried
        stored = sum(one.is_acknowledged for one in self.sent)
        counts = self.outcomes
        return (
            f"{name}{len(self.answers):>6}{counts[BROKEN]:>5}{counts[POLITE]:>7}"
            f"{counts[REFUSED]:>7}{counts[CUT]:>5}{self.slowest:>8.1f}{self.traces:>7}"
            f"{len(self.sent):>6}{stored:>7}{len(self.lost):>5}{len(self.twice):>6}"
            f"{self.mails:>6}{self.again:>6}{seconds(self.told_after):>6}"
            f"{seconds(self.back_after):>6}"
        )


def seconds(number: float | None) -> str:
    """A number for the table."""
    return "-" if number is None else f"{number:.1f}"


def some(texts: Iterable[str]) -> str:
    """The most frequent of them, with their numbers."""
    return ", ".join(f"{text} ({count})" for text, count in Counter(texts).most_common(4))
