"""The sections of the reviewer's page that belong to no single flow: menu, lines, platforms, laws, documents, words."""

from __future__ import annotations

from html import escape

from flows.catalog import START, STEP_CODE, code
from flows.models import Text
from flows.position import Position
from flows.review_page.parts import Parts, checked, flag, link, sources, words
from flows.screens import visible
from flows.shapes import Contact, Law, Platform
from flows.steps import Contacts
from flows.texts import below
from flows.typed_view import TYPED


def menu(parts: Parts) -> str:
    """The first screen, every menu page, and the answers to what people type."""
    first = Position(parts.source, step=START, facts=parts.catalog.facts.none)
    places = [("Первый экран", first)]
    places += [
        (visible(one.title.say(parts.source)), first._replace(step=code(one.id, STEP_CODE)))
        for one in parts.catalog.pages.values()
    ]
    places += [
        (f"Ответ на сообщение: {name}", first._replace(view="typed", argument=f"{number:03d}"))
        for number, name in enumerate(TYPED)
    ]
    said = (f"<article><h3>{escape(title)}</h3>{parts.columns(place)}</article>" for title, place in places)
    return parts.signatures("menu") + "".join(said)


def contacts(parts: Parts) -> str:
    """Every line, the hidden ones too."""
    flows = parts.catalog.flows.values()
    flow, placed = next((flow, one) for flow in flows for one in flow.steps if isinstance(one.step, Contacts))
    card = Position(parts.source, flow.code, placed.code, "contact", facts=parts.catalog.facts.none)
    cards = (_contact(parts, contact, card) for contact in parts.catalog.contacts.values())
    quiet = parts.catalog.quiet
    aloud = f"<article><h3>Не могу говорить</h3>{parts.told(('', quiet.text), ('', quiet.show))}</article>"
    return parts.signatures("contacts") + "".join(cards) + aloud


def _contact(parts: Parts, contact: Contact, card: Position) -> str:
    hidden = "" if contact.show else flag(f"Не показывается: {contact.reason}")
    when = parts.when(parts.catalog.contact_conditions[contact.id], ", ".join(contact.region))
    screen = parts.columns(card._replace(argument=code(contact.id, STEP_CODE)))
    date = checked(contact, contact.verified_by)
    return f"<article><h3>{contact.id}</h3>{hidden}{when}{date}{screen}{sources(contact)}</article>"


def platforms(parts: Parts) -> str:
    """How to take content down, by platform and harm."""
    return "".join(_platform(parts, platform) for platform in parts.catalog.platforms.values())


def _platform(parts: Parts, platform: Platform) -> str:
    name, said = escape(platform.name.say(parts.source)), []
    for harm, route in platform.routes.items():
        links = " ".join(link(str(one.url)) for one in route.links)
        inner = f'{checked(route)}{parts.told(("", route.text))}<p class="sources">{links}</p>{sources(route)}'
        said.append(f"<article><h4>{name}: {harm}</h4>{inner}</article>")
    advice = flag("Совет без источника: нужна подпись") if platform.advice else ""
    return f"<h3>{name}</h3>{parts.signatures(f'platforms/{platform.id}')}{advice}{''.join(said)}"


def laws(parts: Parts) -> str:
    """Every article of law."""
    return parts.signatures("law") + "".join(_law(parts, law) for law in parts.catalog.laws.values())


def _law(parts: Parts, law: Law) -> str:
    conflicts = flag(f"Разночтения: {law.conflicts}") if law.conflicts else ""
    fields = (("Кто: ", law.who), ("Просить: ", law.ask), ("Наказание: ", law.penalty))
    said = parts.told(("", law.covers), *((f"<b>{head}</b>", text) for head, text in fields))
    title = escape(law.title.say(parts.source))
    return f"<article><h3>{title}</h3>{checked(law)}{conflicts}{said}{sources(law)}</article>"


def documents(parts: Parts) -> str:
    """Every letter, part by part, with who may file it and how to hand it in."""
    said = []
    for draft in parts.catalog.documents.values():
        written = draft.written
        said.append(f"<h3>{escape(written.title.say(parts.source))}</h3>{parts.signatures(f'documents/{draft.id}')}")
        about = parts.told(("", written.purpose), *(("", note.text) for note in written.who), ("", written.hand_in))
        said.append(f"<article>{checked(written)}{about}{sources(written)}</article>")
        for part, holds in zip(written.parts, draft.parts, strict=True):
            when = parts.when(holds, ", ".join(part.flows), ", ".join(part.platforms))
            said.append(f"<article>{when}{_passage(parts, part.text)}</article>")
    return "".join(said)


def _passage(parts: Parts, text: Text) -> str:
    """A text that may not be there in every language."""
    missing = {one: "–" for one in parts.languages if one not in text.by}
    return parts.told(("", text.model_copy(update={"by": {**text.by, **missing}})))


def interface(parts: Parts) -> str:
    """Every word of the screens' frame, and of the questions."""
    named = [*parts.catalog.interface.items()]
    named += [(fact.id, text) for fact in parts.catalog.facts.facts for text in below(fact, Text)]
    rows = "".join(
        f"<tr><td><code>{key}</code></td>"
        + "".join(f'<td lang="{one}">{words(text.say(one))}</td>' for one in parts.languages)
        + "</tr>"
        for key, text in named
    )
    return f"{parts.signatures('interface')}{parts.signatures('facts')}<table>{rows}</table>"
