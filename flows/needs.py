"""What the bot itself needs of the content, whatever editors write: words, facts, a main page, a line always open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from string import Formatter
from typing import Any

from flows.models import ME, Text
from flows.problems import Problem, nearest, problem
from flows.shapes import Contact, FactsFile
from flows.steps import URGENT

FALLBACK = "other"
"""The platform whose routes serve where another has none: it has one for every harm."""
MAIN_PAGE = "main"
"""The menu page that the menu button opens."""
EMERGENCY = "112"
"""The number that is offered when no other line answers."""
WORDS = frozenset(
    """
    hide back menu help-now next skip stuck more rest plan continue no-answer quiet copy-number other-platforms
    current-mark heading-ask heading-say heading-contacts heading-worries heading-remove heading-card
    heading-quiet heading-stuck heading-more plan-heading plan-empty step-of step horizon-now horizon-today horizon-week
    who-anyone who-adult who-representative minor-route open-now open-until opens hours-unknown always free checked
    asks-name passes-on languages call-log number-how say-first try-next show-this day-mon day-tue day-wed day-thu
    day-fri day-sat day-sun which-platform route-moved nothing-changed hidden typed-text typed-media typed-image
    typed-refused typed-situation typed-self-harm-helper typed-danger-helper typed-perhaps typed-perhaps-helper
    something-else danger-now no-life
    hide-later hides-later language-name profile-name profile-description profile-short
    command-start command-menu command-help command-hotlines command-language command-privacy command-hide
    heading-laws law-who law-ask law-penalty
    heading-documents documents-text heading-document heading-file heading-memos as-letter as-file letter-how
    paper-only-in
    file-comes file-stays leaflet-lead-me leaflet-lead-helper leaflet-lead-harmer leaflet-scan leaflet-foot
    leaflet-campaign
    """.split()  # noqa: SIM905  # eighty quoted words would be harder to read
)
"""The strings of `content/interface.yaml`."""
BLANKS = {
    "step-of": {"n", "total"},
    "step": {"n"},
    "paper-only-in": {"languages"},
    "open-until": {"time"},
    "opens": {"day", "time"},
    "checked": {"date"},
    "route-moved": {"date"},
    "copy-number": {"number"},
    "say-first": {"words"},
}
"""What is filled into a string, as `{name}`."""
FACTS = {
    "danger": ("yes", "no"),
    "self-harm": ("yes", "no"),
    "watched": ("yes", "no"),
    "me-minor": ("yes", "no"),
    "pictured-minor": ("no",),
    "region": (),
}
"""The facts that the front door, the careful routes and the choice of lines read, and the answers they know."""


def missing(files: Mapping[str, Any], broken: frozenset[str]) -> Iterator[Problem]:
    """What the bot would fail without. Nothing is said of files that could not be read."""
    if "interface.yaml" in files:
        yield from _words(files["interface.yaml"])
    if "facts.yaml" in files:
        yield from _facts(files["facts.yaml"])
    if "menu.yaml" in files and MAIN_PAGE not in {page.id for page in files["menu.yaml"].pages}:
        yield problem("menu.yaml", 1, "missing-id", what="page", id=MAIN_PAGE)
    if "contacts.yaml" in files and not any(_always_there(one) for one in files["contacts.yaml"].contacts):
        yield problem("contacts.yaml", 1, "missing-id", what="contact", id=f"{EMERGENCY}, hours: always, keep: yes")
    if (name := f"platforms/{FALLBACK}.yaml") not in files.keys() | broken:
        yield problem(name, 0, "missing-file", name=name)
    yield from _urgent(files, broken)


def _urgent(files: Mapping[str, Any], broken: frozenset[str]) -> Iterator[Problem]:
    """The emergency and the crisis flow stand once for a role; one for the person whom it happens to must be there."""
    found: dict[tuple[str, str], str] = {}
    for name, flow in files.items():
        if name.startswith("flows/") and flow.kind in URGENT:
            first = found.setdefault((flow.kind, flow.role), name)
            if first != name:
                there = f"kind: {flow.kind}, role: {flow.role}"
                yield problem(name, flow.line_of("kind"), "duplicate-id", id=there, first=first)
    for kind in URGENT:
        if (kind, ME) not in found and not any(name.startswith("flows/") for name in broken):
            yield problem("flows", 0, "missing-id", what="flow", id=f"kind: {kind}, role: {ME}")


def _words(interface: Mapping[str, Text]) -> Iterator[Problem]:
    for key in WORDS - interface.keys():
        yield problem("interface.yaml", 1, "missing-field", field=key)
    for key, text in interface.items():
        if key not in WORDS:
            yield problem("interface.yaml", text.line, "unknown-field", field=key, near=nearest(key, WORDS))
        expected = BLANKS.get(key, set())
        for language, said in text.by.items():
            if (found := blanks(said)) != expected:
                values = {"found": _listed(found), "expected": _listed(expected)}
                yield problem("interface.yaml", text.line, "blanks", language=language, **values)


def blanks(said: str) -> set[str]:
    """What a string fills in, as it is written between braces; a lone brace when it cannot be filled in at all."""
    try:
        parts = list(Formatter().parse(said))
    except ValueError:
        return {"{"}
    return {name + (how or "") + (form or "") for _, name, form, how in parts if name is not None}


def _listed(names: set[str]) -> str:
    return ", ".join(sorted(names)) or "–"


def _facts(file: FactsFile) -> Iterator[Problem]:
    there = {fact.id: {answer.id for answer in fact.answers if not answer.retired} for fact in file.facts}
    for name, answers in FACTS.items():
        if name not in there:
            yield problem("facts.yaml", 1, "missing-id", what="fact", id=name)
        for answer in set(answers) - there.get(name, set(answers)):
            yield problem("facts.yaml", 1, "missing-id", what=f"answer of {name}", id=answer)


def _always_there(contact: Contact) -> bool:
    return contact.keep and contact.show and contact.hours == "always" and EMERGENCY in contact.numbers
