// The editor's desk beside the chat: where the screen is written, in every language, and what can be done to it.

import { KEY } from "./connection.js";
import { make } from "./message.js";
import { drawText } from "./text.js";
import { drawEditor } from "./desk-editor.js";
import { closeResult, drawTools } from "./desk-tools.js";
import { said, speakTo } from "./desk-words.js";

const PAUSE = 60; // one look for what several messages of the chat tell together

const at = (id) => document.getElementById(id);
let told; // the desk's state as the server last told it
let timer;

/** Ask the server to do something; throws what it refused. */
export async function act(name, body = {}) {
  const headers = { "Desk-Token": told.token };
  const sent = body instanceof Blob ? body : JSON.stringify(body);
  const answer = await fetch(address(name), { method: "POST", headers, body: sent });
  return answered(answer);
}

/** Look something up. */
export const look = async (name) => answered(await fetch(address(name)));

export const state = () => told;

async function answered(answer) {
  if (answer.ok) return answer.json();
  throw new Error(answer.status === 409 ? (await answer.json()).why : await answer.text());
}

const address = (name) => `/desk/${name}?${new URLSearchParams({ key: sessionStorage.getItem(KEY) ?? "" })}`;

/** Draw the desk as the server has it now. */
export async function refresh() {
  try {
    told = await look("state");
  } catch {
    return; // no desk here, or the server is gone: the chat says so
  }
  at("desk").hidden = at("desk-open").hidden = false;
  drawStatus();
  drawPlace();
  drawFacts();
  if (document.activeElement !== at("time")) at("time").value = told.at;
  at("time-now").disabled = !told.shifted;
}

function drawStatus() {
  const { refused, problems, checking, checked } = told;
  const faults = problems.filter(({ note }) => !note).length;
  const notes = problems.length - faults;
  const status = at("desk-status");
  status.className = refused ? "refused" : faults ? "found" : "";
  const clean = checking ? "checking" : checked ? "checked" : "shown";
  const words = [refused ? said("refused") : faults ? said("found", faults) : said(clean)];
  if (notes) words.push(said("to-fill-in", notes));
  status.textContent = words.join(" ");
  at("findings").replaceChildren(...problems.map(finding));
}

function finding({ file, line, rule, note, language, said: words }) {
  const item = make("li", note ? "note" : "");
  item.append(fileLink(file, line), " ", words[said("reader")], " ", make("small", "", rule));
  if (rule === "stale-translation") item.append(" ", accept({ file, line, language }));
  return item;
}

/** A button that says of a translation older than its source: it is right as it is. */
function accept(translation) {
  const button = Object.assign(make("button", "soft", said("still-right")), { type: "button" });
  button.onclick = () => {
    button.disabled = true;
    act("accept", translation);
  };
  return button;
}

/** A link that opens a file of the content at a line, in VS Code. */
export function fileLink(file, line) {
  const link = make("a", "", line ? `${file}:${line}` : file);
  link.href = `vscode://file${encodeURI(`${told.folder.startsWith("/") ? "" : "/"}${told.folder}/${file}`)}:${line || 1}`;
  link.title = said("open-file");
  return link;
}

function drawPlace() {
  const { screen } = told;
  at("place").hidden = !screen;
  if (!screen) return;
  const link = fileLink(screen.file, screen.line);
  at("place-link").replaceWith(link);
  link.id = "place-link";
  at("place-id").textContent = [screen.flow, screen.id].filter(Boolean).join(" · ");
  at("place-when").textContent = screen.when ? `when: {${screen.when}}` : "";
  at("screens").replaceChildren(...screen.shown.map(shown));
  drawEditor(at("texts"), screen.texts);
}

function shown({ language, text, entities, length, limit, rows }) {
  const card = make("article", language === told.screen.language ? "shown current" : "shown");
  card.lang = language;
  const head = make("header");
  const choose = make("button", "", language.toUpperCase());
  choose.title = said("show-in-chat");
  choose.onclick = () => act("language", { language });
  head.append(choose, make("small", length > limit ? "over" : "", `${length} / ${limit}`));
  const body = make("div", "text");
  drawText(body, text, entities, () => {});
  card.append(head, body, ...rows.map(labels));
  return card;
}

function labels(row) {
  const line = make("div", "labels-row");
  line.append(...row.map((label) => make("span", "", label)));
  return line;
}

function drawFacts() {
  at("known").hidden = !told.screen;
  if (!told.screen || at("facts").contains(document.activeElement)) return;
  at("facts").replaceChildren(...told.screen.facts.map(fact));
}

function fact({ id, question, code, answers }) {
  const label = make("label", code ? "set" : "", id);
  label.title = question;
  const select = make("select");
  for (const [value, name] of [[0, said("not-asked")], ...answers]) {
    select.append(Object.assign(make("option", "", name), { value, selected: value === code }));
  }
  select.onchange = async () => {
    select.blur();
    await act("fact", { fact: id, code: Number(select.value) });
  };
  label.append(select);
  return label;
}

function open(wide) {
  at("desk").classList.toggle("open", wide);
  at("desk-open").ariaExpanded = String(wide);
  (wide ? at("desk-close") : at("desk-open")).focus();
}

speakTo(document);
drawTools(at("tools"));
at("desk-open").textContent = said("desk");
at("desk-open").onclick = () => open(true);
at("desk-close").onclick = () => open(false);
at("desk").onkeydown = ({ key }) => {
  if (key !== "Escape") return;
  if (at("result").hidden) open(false);
  else closeResult();
};
at("time").onchange = () => act("time", { at: at("time").value || null });
at("time-now").onclick = () => act("time", { at: null });
document.addEventListener("heard", () => {
  clearTimeout(timer);
  timer = setTimeout(refresh, PAUSE);
});
