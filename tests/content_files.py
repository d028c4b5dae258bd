"""A small content folder that passes every check, and ways to change one thing in it."""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from flows import Catalog, load
from flows.lines import ALMATY
from flows.loader import HERE
from flows.needs import BLANKS, WORDS

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=ALMATY)
"""The day on which tests run: a Tuesday noon in Almaty."""
Changes = dict[str, str | bytes | None]
"""Files by name, as they are to be written; None leaves one out."""
LANGUAGES = ("kk", "ru", "en")
SHORT = {"help-now": "sos", "current-mark": "•", "language-name": ""}


def said(words: str) -> str:
    """A text in every language, as an editor writes it."""
    return "{" + ", ".join(f'{language}: "{language} {words}"' for language in LANGUAGES) + "}"


def _fact(name: str, about: str, *answers: str) -> str:
    listed = ", ".join(f"{{id: {answer}, label: {said(answer)}}}" for answer in answers)
    return f"  - id: {name}\n    about: {about}\n    question: {said(name)}\n    answers: [{listed}]\n"


def _do(name: str, more: str = "") -> str:
    texts = "".join(f"    {key}: {said(name)}\n" for key in ("title", "text", "stuck"))
    return f"  - do: {name}\n    horizon: now\n{texts}    advice: yes\n{more}"


def _contact(name: str, number: str, more: str) -> str:
    texts = "".join(f"    {key}: {said(name)}\n" for key in ("name", "button", "for", "say"))
    dated = "    sources: [https://example.org]\n    verified: 2026-11-01\n    confidence: high\n"
    return f'  - id: {name}\n{texts}    numbers: ["{number}"]\n{more}{dated}'


def _interface() -> str:
    blanks = {key: "".join(f" {{{blank}}}" for blank in sorted(BLANKS.get(key, ()))) for key in WORDS}
    return "".join(f"{key}: {said(SHORT.get(key, key) + blanks[key])}\n" for key in sorted(WORDS))


def _roles(key: str) -> str:
    return f"    {key}: {{me: {said(key)}, helper: {said(key)}, harmer: {said(key)}}}\n"


FILES: dict[str, str] = {
    "settings.yaml": "languages: [kk, ru, en]\nsource: ru\ncontact-days: 365\nrelease-days: 60\n"
    'campaign: {from: "11-25", until: "12-10"}\n',
    "sources.yaml": f"sources: [{{id: school, name: {said('school')}}}]\n",
    "statistics.yaml": (HERE / "statistics.yaml").read_text(encoding="utf-8"),
    "facts.yaml": "facts:\n"
    + "".join(_fact(name, "moment", "no", "yes") for name in ("danger", "self-harm", "watched"))
    + _fact("me-minor", "person", "yes", "no")
    + _fact("pictured-minor", "case", "yes", "no")
    + _fact("region", "person", "almaty", "astana")
    + _fact("public", "case", "yes", "no")
    + _fact("mood", "moment", "calm", "afraid"),
    "steps.yaml": "steps:\n  - front-door: front-door\n"
    + "".join(_roles(key) for key in ("text", "danger", "self-harm", "watched", "none"))
    + _do("tell", "    who: adult\n    minor: " + said("ask 111") + "\n"),
    "worries.yaml": f"worries:\n  - id: blame\n    title: {said('blame')}\n    answer: {said('no')}\n    advice: yes\n",
    "contacts.yaml": f"quiet:\n  text: {said('write')}\n  show: {said('help')}\ncontacts:\n"
    + _contact("emergency-112", "112", "    needs: [emergency]\n    hours: always\n    keep: yes\n")
    + _contact("police-102", "102", "    needs: [emergency, police]\n    hours: always\n    keep: yes\n")
    + _contact("lawyer", "150", '    needs: [police]\n    hours: [{days: mon-fri, from: "09:00", to: "18:00"}]\n'),
    "menu.yaml": f"start:\n  text: {said('start')}\npages:\n  - id: main\n    title: {said('menu')}\n"
    f"    text: {said('what')}\n    entries: [{{flow: leak}}, {{flow: threats}}, {{page: more}}]\n  - id: more\n"
    f"    title: {said('more')}\n    text: {said('more')}\n    entries: [{{flow: crisis}}, {{flow: hotlines}}]\n",
    "about.yaml": f'lines:\n  - id: operator\n    label: {said("who")}\n    value: "An organisation"\n',
    "events.yaml": "events: []\n",
    "law.yaml": "laws: []\n",
    "crisis.yaml": "danger: {ru: [за дверью], kk: [есік алдында], en: [at the door]}\n"
    "self-harm: {ru: [хочу умереть], kk: [өлгім келе*], en: [want to die]}\nharmless: {en: [die laughing]}\n"
    "mine: {ru: [меня]}\n",
    "talk.yaml": "commands: {hide: {ru: [скрыть]}, menu: {ru: [меню]}, language: {ru: [язык]}}\n"
    "refused: {ru: [найди человека], kk: [тауып бер], en: [find a person]}\n"
    "small-talk: {ru: [привет], kk: [сәлем], en: [hello]}\n",
    "interface.yaml": _interface(),
    "platforms/other.yaml": f"id: other\nname: Other\norder: 9\nroutes:\n  image: {{text: {said('report')}, "
    "sources: [https://example.org], verified: 2026-11-01, confidence: high}\n",
    "flows/emergency.yaml": f"id: emergency\nkind: emergency\ntitle: {said('danger')}\nsteps:\n  - say: now\n"
    f"    text: {said('call')}\n    lines: [emergency-112, police-102]\n",
    "flows/crisis.yaml": f"id: crisis\nkind: crisis\ntitle: {said('no life')}\nsteps:\n  - ask: mood\n"
    f"    lines: [emergency-112]\n  - say: breathe\n    text: {said('breathe')}\n    when: {{mood: calm}}\n",
    "flows/phone-safety.yaml": f"id: phone-safety\nkind: reference\ntitle: {said('phone')}\nsteps:\n"
    f"  - say: safer\n    text: {said('safer')}\n  - say: locks\n    text: {said('locks')}\n",
    "flows/hotlines.yaml": f"id: hotlines\nkind: reference\ntitle: {said('lines')}\nsteps:\n"
    "  - ask: region\n  - contacts: [police]\n",
    "flows/leak.yaml": f"id: leak\nkind: situation\ntitle: {said('leak')}\nsteps:\n  - front-door\n"
    "  - ask: pictured-minor\n"
    + _do("proof", "    when: {pictured-minor: no}\n")
    + _do("link", "    when: {pictured-minor: [yes, unknown]}\n")
    + "  - ask: public\n  - go: threats\n    when: {public: no}\n"
    + _do("image", "").replace("do: image", "remove: image")
    + "  - ask: me-minor\n  - tell\n"
    + _do("later", "    extra: yes\n")
    + "  - worries: [blame]\n  - contacts: [police]\n",
    "scenarios/all.yaml": "scenarios:\n"
    + "".join(
        f"  - id: {flow}-{answer}\n    about: what {flow} promises\n    flow: {flow}\n"
        f"    known: {{me-minor: {answer}}}\n    expect: {{contacts: [police-102]}}\n"
        for flow in ("leak", "threats")
        for answer in ("yes", "no")
    ),
    "flows/threats.yaml": f"id: threats\nkind: situation\ntitle: {said('threats')}\nsteps:\n  - front-door\n"
    + _do("stop")
    + "  - contacts: [police]\n",
}


def write(folder: Path, changes: Mapping[str, str | bytes | None] | None = None) -> Path:
    """Write the folder, with some files changed, added or (None) left out."""
    for name, written in {**FILES, **(changes or {})}.items():
        if written is None:
            continue
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(written if isinstance(written, bytes) else written.encode())
    return folder


def changed(name: str, old: str, new: str) -> Changes:
    """One file with the first `old` in it replaced. Fails when nothing like it is there."""
    assert old in FILES[name], f"{old!r} does not stand in {name}"
    return {name: FILES[name].replace(old, new, 1)}


def letters(*names: str, words: str = "a letter") -> Changes:
    """Letters to download, which one step offers."""
    texts = "".join(f"{key}: {said('word')}\n" for key in ("title", "for", "hand-in"))
    rest = f"languages: [ru]\nwho: [{{text: {said('anyone')}}}]\nparts: [{{text: {said(words)}}}]\n"
    dated = "verified: 2026-11-01\nconfidence: high\n"
    files: Changes = {f"documents/{name}.yaml": f"id: {name}\n{texts}{rest}{dated}" for name in names}
    return files | changed("flows/threats.yaml", "  - contacts", f"  - documents: [{', '.join(names)}]\n  - contacts")


def line_of(written: str, part: str) -> int:
    """The line on which a part of a file begins."""
    assert part in written, f"{part!r} does not stand there"
    return written[: written.index(part)].count("\n") + 1


@cache
def small() -> Catalog:
    """The catalog of the small folder as it is, loaded once: nothing changes a catalog."""
    with TemporaryDirectory() as folder:
        return small_catalog(Path(folder))


def small_catalog(folder: Path, changes: Mapping[str, str | bytes | None] | None = None) -> Catalog:
    """The catalog of the small folder, with some files changed."""
    return load(write(folder, changes))
