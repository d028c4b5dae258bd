"""A report as one self-contained page to read, send and print; it loads nothing and names no moment of its making."""

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from itertools import pairwise
from pathlib import Path

from storage.figures import BASE, Figure
from storage.report import Report, Row, Table
from storage.timeline import as_svg
from storage.topics import Handbook, Line
from storage.wording import Wording

CSS = Path(__file__).with_name("page.css")
BY_FLOW = ("step", "answer", "stuck")
LINES = ("contact", "no-answer")


def as_html(report: Report, wording: Wording, handbook: Handbook, lines: Iterable[Line]) -> str:
    """The page in the handbook's language; `lines` are the contacts as they stand on the day of the report."""
    title, period = wording.words["title"], wording.period(report.period)
    body = "\n".join(
        [
            f"<header><h1>{escape(title)}</h1><p class=period>{escape(period)}</p>",
            f"{_paragraphs(wording.made_of(report), 'note')}</header>",
            f"<section class=summary>{_paragraphs(wording.summary(report))}</section>",
            *_weeks(report, wording),
            *_breakdowns(report, wording, handbook),
            *_lines(report, wording, lines),
            *_by_flow(report, wording),
            *_method(wording, handbook),
        ]
    )
    head = (
        '<meta charset="utf-8">\n<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}: {escape(period)}</title>\n<style>\n{CSS.read_text(encoding='utf-8')}</style>"
    )
    return (
        f'<!doctype html>\n<html lang="{handbook.language}">\n<head>{head}</head>\n<body>\n{body}\n</body>\n</html>\n'
    )


def _paragraphs(lines: Iterable[str], style: str = "") -> str:
    mark = f" class={style}" if style else ""
    return "".join(f"<p{mark}>{escape(line)}</p>" for line in lines)


def _weeks(report: Report, wording: Wording) -> Iterator[str]:
    yield f"<section><h2>{escape(wording.words['by-week'])}</h2>{as_svg(report, wording)}"
    yield f"{_paragraphs([wording.words['mark']] if report.versions else [], 'note')}</section>"


def _breakdowns(report: Report, wording: Wording, handbook: Handbook) -> Iterator[str]:
    means = {topic.id: topic.means for topic in handbook.topics}
    for table in report.tables:
        if table.id not in {*BY_FLOW, *LINES}:
            yield f"<section><h2>{escape(table.name)}</h2>{_paragraphs([means[table.id]], 'means')}"
            yield f"<table>{''.join(_bars(table, table.rows, wording))}{_total(table, wording)}</table></section>"


def _bars(table: Table, rows: Sequence[Row], wording: Wording) -> Iterator[str]:
    highest = max((row.figure.shown for row in rows), default=0) or 1
    for row in rows:
        share = table.share(row)
        wide = round(100 * row.figure.shown / highest)
        yield (
            f"<tr><td class=name>{escape(row.name if row.always else f'◇ {row.name}')}</td>"
            f"<td class=bar><i style='width:{wide}%'></i></td><td class=n>{escape(wording.figure(row.figure))}</td>"
            f"<td class=n>{'' if share is None else f'{share} %'}</td></tr>"
        )


def _total(table: Table, wording: Wording) -> str:
    if len(table.rows) == 1:
        return ""
    name, total = wording.words["all"], wording.figure(table.total)
    return f"<tr class=total><td>{escape(name)}</td><td colspan=3 class=n>{escape(total)}</td></tr>"


def _lines(report: Report, wording: Wording, lines: Iterable[Line]) -> Iterator[str]:
    """Each contact: how often its card was opened, how often nobody answered, when it was checked."""
    head = "".join(f"<th>{escape(wording.words[key])}" for key in ("line", "card-opened", "no-answer", "checked"))
    yield f"<section><h2>{escape(wording.words['lines'])}</h2><table class=lines><tr>{head}</tr>"
    counted = [{row.id: row.figure for row in table.rows} for table in report.tables if table.id in LINES]
    for line in lines:
        figures = [wording.figure(of[line.id]) if line.id in of else "–" for of in counted] or ["–", "–"]
        state = f", <b>{escape(wording.words[line.state])}</b>" if line.state else ""
        cells = "".join(f"<td class=n>{escape(figure)}</td>" for figure in figures)
        yield f"<tr><td>{escape(line.name)}</td>{cells}<td class=checked>{line.verified:%d.%m.%Y}{state}</td></tr>"
    yield "</table></section>"


def _by_flow(report: Report, wording: Wording) -> Iterator[str]:
    """Steps, answers and stuck presses of each flow; a flow that shows no number takes one line."""
    for table in (one for one in report.tables if one.id in BY_FLOW):
        heading = wording.words["where-they-stop"] if table.id == "step" else table.name
        yield f"<section><h2>{escape(heading)}</h2><div class=flows>"
        for group, rows in table.groups:
            total = sum((row.figure for row in rows), Figure())
            drop = _drop(rows, wording) if table.id == "step" else ""
            bars = f"<table>{''.join(_bars(table, rows, wording))}</table>"
            said = bars if total.shown else _paragraphs([wording.figure(total)])
            yield f"<div class=flow><h3>{escape(group)}</h3>{_paragraphs([drop] if drop else [])}{said}</div>"
        yield "</div></section>"


def _drop(rows: tuple[Row, ...], wording: Wording) -> str:
    """Between which two steps that everybody meets the number falls most; nothing where numbers are small."""
    steps = [row for row in rows if row.always and not row.figure.under]
    falls = [(one.figure.shown - after.figure.shown, one, after) for one, after in pairwise(steps)]
    if not falls:
        return ""
    most, before, after = max(falls, key=lambda fall: fall[0])
    if most <= 0 or before.figure.shown < BASE:
        return ""
    return wording.say("drop", before=before.name, after=after.name, count=most)


def _method(wording: Wording, handbook: Handbook) -> Iterator[str]:
    yield f"<section><h2>{escape(wording.words['how'])}</h2>{_paragraphs(wording.method(handbook.method))}</section>"
    yield f"<section><h2>{escape(wording.words['dictionary'])}</h2><dl>"
    for topic in handbook.topics:
        yield f"<dt>{escape(topic.name)}</dt><dd>{escape(topic.means)} {escape(topic.but)}</dd>"
    yield f"</dl><h3>{escape(wording.words['not-counted'])}</h3>{_paragraphs(handbook.unseen)}</section>"
