// The desk's buttons, and the box in which their results stand.

import { act, fileLink, look, refresh, state } from "./desk.js";
import { said } from "./desk-words.js";
import { make } from "./message.js";

const at = (id) => document.getElementById(id);

const TOOLS = {
  async check() {
    await act("check");
    await refresh();
    result("check", [said(state().problems.some(({ note }) => !note) ? "see-findings" : "checked")]);
  },
  async changed() {
    const found = await look("changed");
    result("changed", found.length ? [list(found.map((one) => [fileLink(one.file, 0), " ", one.said[said("reader")]]))] : [said("nothing-changed")]);
  },
  review: () => open("/desk/review.html", "_blank", "noopener"),
  sheet() {
    const { languages, source } = state();
    const links = languages.filter((one) => one !== source).map((one) => {
      const link = Object.assign(make("a", "soft", `${said("take-out")}: ${one.toUpperCase()}`), { href: `/desk/sheet/${one}`, download: "" });
      return link;
    });
    const file = Object.assign(make("input"), { type: "file", accept: ".xlsx", ariaLabel: said("bring-in") });
    const form = make("form");
    form.append(...links, make("label", "", `${said("bring-in")}: `), file);
    const outcome = make("div");
    file.onchange = () => attempt(outcome, async () => sheetOutcome(await act("sheet", file.files[0])));
    result("sheet", [form, outcome]);
  },
  phrase() {
    const text = Object.assign(make("input"), { type: "text", required: true, ariaLabel: said("phrase"), placeholder: said("phrase-hint") });
    const outcome = make("div");
    const form = asking(text, () => attempt(outcome, async () => heard(await act("phrase", { text: text.value }))));
    result("phrase", [form, outcome]);
    text.focus();
  },
  async sign() {
    const missing = await look("unsigned");
    const screen = state().screen;
    const here = screen?.flow ? `flows/${screen.flow}` : "";
    const outcome = make("div");
    const areas = [...new Set(missing.map(({ area }) => area))];
    const area = choice("area", areas, areas.includes(here) ? here : areas[0]);
    const due = choice("role", [], "");
    const offer = () => due.replaceChildren(...missing.filter((one) => one.area === area.value).map(option));
    area.onchange = offer;
    offer();
    const form = asking([area, due], async () => {
      const [role, language] = due.value.split(" ");
      await attempt(outcome, async () => {
        await act("sign", { area: area.value, role, language });
        await TOOLS.sign();
        at("result").append(make("p", "", said("signed")));
        return [];
      });
    }, "sign");
    result("sign", missing.length ? [make("p", "", said("sign-hint")), form, outcome] : [said("all-signed")]);
  },
};

const option = ({ role, language, void: old }) =>
  Object.assign(make("option", "", `${said(`role-${role}`)} ${language}${old ? ` (${said("void")})` : ""}`), { value: `${role} ${language}` });

function choice(name, values, chosen) {
  const select = Object.assign(make("select"), { ariaLabel: said(name) });
  select.append(...values.map((one) => Object.assign(make("option", "", one), { value: one, selected: one === chosen })));
  return select;
}

function asking(fields, submit, word = "try") {
  const form = make("form");
  form.append(...[fields].flat(), make("button", "soft", said(word)));
  form.onsubmit = (event) => {
    event.preventDefault();
    submit();
  };
  return form;
}

function heard({ kind, perhaps, another, language, phrases, offers }) {
  const told = [said(`kind-${kind || "none"}`), ...(perhaps ? [said("perhaps")] : []), ...(another ? [said("another")] : [])];
  const lines = [[`${said("kind")}: ${told.join(", ")}; ${said("language")}: ${language || "–"}`]];
  if (phrases.length) lines.push([`${said("because")}: ${phrases.map((one) => `«${one}»`).join(", ")}`]);
  for (const { flow, score, words } of offers) {
    lines.push([fileLink(`flows/${flow}.yaml`, 1), ` ${score}${words.length ? ` – ${words.join(", ")}` : ""}`]);
  }
  return [list(lines)];
}

function sheetOutcome({ changed, refused }) {
  const lines = refused.map(({ row, name, why }) => [`${said("row")} ${row}, ${name}: ${why[said("reader")]}`]);
  return [make("p", "", said("brought-in", changed.length)), ...(lines.length ? [list(lines)] : [])];
}

function list(lines) {
  const items = make("ul");
  items.append(...lines.map((parts) => {
    const item = make("li");
    item.append(...parts);
    return item;
  }));
  return items;
}

async function attempt(place, doing) {
  try {
    place.replaceChildren(...(await doing()));
  } catch (error) {
    place.replaceChildren(make("p", "", said(error.message)));
  }
}

function result(name, parts) {
  const head = make("header");
  const close = Object.assign(make("button", "", "✕"), { type: "button", onclick: closeResult, ariaLabel: said("close") });
  head.append(make("h3", "", said(name)), close);
  at("result").replaceChildren(head, ...parts.flat());
  at("result").hidden = false;
}

export function closeResult() {
  at("result").hidden = true;
}

/** Draw the buttons. */
export function drawTools(place) {
  for (const [name, use] of Object.entries(TOOLS)) {
    const button = Object.assign(make("button", "soft", said(name)), { type: "button" });
    button.onclick = async () => {
      button.disabled = true;
      try {
        await use();
      } catch (error) {
        result(name, [make("p", "", said(error.message))]);
      }
      button.disabled = false;
    };
    place.append(button);
  }
}
