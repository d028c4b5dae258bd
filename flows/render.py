"""Draws a position as a screen. What each kind of step shows stands in the `*_view` modules; the frame is here."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from flows import action_view, answers_view, document_view, lines_view, menu_view, plan_view, step_view
from flows.catalog import MAIN, START, STEP_CODE, Catalog, Flow, Placed, code
from flows.models import BOTH, Text
from flows.needs import MAIN_PAGE
from flows.papers import Asked, every
from flows.position import Codec, Position
from flows.screens import Button, Rows, Screen
from flows.walk import Walk

HIDE = "x"
"""What a hide button carries, followed by the language of the dull text. It needs no position."""
HIDE_LATER = "h"
"""What the button carries that lets the chat hide by itself, followed by the language."""


class Renderer:
    """Draws the positions of one catalog. Pure: the same position at the same moment gives the same screen."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self.codec = Codec(catalog)
        self.walk = Walk(catalog)
        self.page_by_code = {code(one.id, STEP_CODE): one for one in catalog.pages.values()}
        self.contact_by_code = {code(one.id, STEP_CODE): one for one in catalog.contacts.values()}
        self.law_by_code = {code(one.id, STEP_CODE): one for one in catalog.laws.values()}
        self.platform_by_code = {code(one.id, STEP_CODE): one for one in catalog.platforms.values()}
        self.paper_by_code = {one.code: one for one in every(catalog)}
        self.letter_by_code = {key: one for key, one in self.paper_by_code.items() if isinstance(one, Asked)}

    def screen(self, position: Position, now: datetime) -> Screen:
        """The screen of a position that stands in this catalog (see `Engine.settle`)."""
        here = self.walk.placed(position)
        if here is None:
            return menu_view.page(self, position, now)
        flow, index = here
        return self._of_view(position, flow, flow.steps[index], now)

    def _of_view(self, position: Position, flow: Flow, placed: Placed, now: datetime) -> Screen:
        match position.view:
            case "plan":
                return plan_view.plan(self, position, flow)
            case "stuck" | "more" if action_view.behind(placed, position.view):
                return action_view.aside(self, position, flow, placed)
            case "worry" | "law" if found := answers_view.answer(self, position, flow):
                return found
            case "document" | "letter" | "file" if position.argument in self.paper_by_code:
                return document_view.paper(self, position)
            case "platform" if position.argument in self.platform_by_code:
                return action_view.platform(self, position, placed)
            case "contact" | "unanswered" if position.argument in self.contact_by_code:
                return lines_view.card(self, position, placed, now)
            case "quiet":
                return lines_view.quiet(self, position)
            case _:
                return step_view.step(self, position, flow, placed, now)

    # Words

    def word(self, key: str, position: Position, **values: object) -> str:
        """An interface string in the position's language."""
        return self.catalog.word(key, position.language, **values)

    def say(self, text: Text, position: Position) -> str:
        """A text in the position's language."""
        return self.catalog.say(text, position.language)

    def label(self, text: Text, position: Position) -> str:
        """A button's text in the position's language."""
        return self.catalog.label(text, position.language)

    # Buttons

    def go(self, label: str, target: Position) -> Button:
        """A button that leads to a position."""
        return Button(label, data=self.codec.pack(target))

    def key(self, key: str, at: Position, target: Position) -> Button:
        """A button labelled with an interface string."""
        return self.go(self.label(self.catalog.interface[key], at), target)

    def visit(self, label: str, flow: Flow, position: Position) -> Button:
        """A button that opens a flow as a side trip: it comes back to this screen."""
        return self.go(label, self.walk.visit(flow, position))

    def hide_later(self, position: Position) -> Button:
        """The button that lets the chat hide by itself."""
        return Button(self.word("hide-later", position), data=HIDE_LATER + position.language)

    # The frame

    def finish(self, position: Position, text: str, rows: Rows) -> Screen:
        """A screen with the fixed last row: hide, back, menu, help now."""
        if position.language == BOTH:
            return Screen(text, (*self._copies(rows), menu_view.languages(self, position), self.last_both(position)))
        return Screen(text, (*rows, self._last(position)))

    def on(self, position: Position, flow: Flow) -> Iterable[Button]:
        """The whole plan, and the next step; at the end of a side trip the way back to where it began."""
        if self.walk.shown_actions(flow, position.facts):
            plan = self.walk.leave(position) if self.walk.from_plan(position) else position
            argument = plan.argument if plan.view == "plan" else ""
            yield self.key("plan", position, plan._replace(view="plan", move="forward", argument=argument))
        target = self.walk.forward(position)
        if target.flow == position.flow and target.view == "step":
            yield self.key("next", position, target)
        elif target.flow not in {position.flow, ""}:
            yield self.key("continue", position, target)

    def _last(self, position: Position) -> tuple[Button, ...]:
        hide = HIDE + position.language
        return (
            Button(self.word("hide", position), data=hide),
            self.key("back", position, self.before(position)),
            self.key("menu", position, self.walk.menu(position)),
            self.visit(self.word("help-now", position), self.catalog.of_kind("emergency"), position),
        )

    def before(self, position: Position) -> Position:
        """Where Back leads: from a side view to its step, else as the walk says, else to the menu."""
        if self.walk.placed(position) is None:
            above = START if position.step == MAIN else self._above(position.step)
            menu = self.walk.menu(position)._replace(step=above)
            return menu._replace(move="back") if position.view == "typed" else menu
        if position.view in {"letter", "file"} and position.argument in self.letter_by_code:
            return position.at(position.step, "document", "back", position.argument)
        if position.view == "platform":
            return action_view.list_of(self, position)
        if position.view != "step":
            return position.at(position.step, move="back")
        return self.walk.back(position)

    def _above(self, page: str) -> str:
        """The code of the menu page that leads to this one."""
        pages = self.catalog.pages.values()
        above = (one.id for one in pages for entry in one.entries if entry.page and code(entry.page, STEP_CODE) == page)
        return code(next(above, MAIN_PAGE), STEP_CODE)

    def last_both(self, position: Position) -> tuple[Button, ...]:
        """The last row of a screen in two languages: hide and help now."""
        hide = Button(self.catalog.label(self.catalog.interface["hide"], BOTH), data=HIDE + BOTH)
        emergency = self.catalog.of_kind("emergency")
        return (
            hide,
            self.visit(self.label(self.catalog.interface["help-now"], position), emergency, position),
        )

    @staticmethod
    def _copies(rows: Rows) -> Rows:
        """Of a screen in two languages only what needs no language stays: the numbers to copy."""
        kept = (tuple(button for button in row if button.copy and button.label.endswith(button.copy)) for row in rows)
        return tuple(row for row in kept if row)
