// The texts of the screen, to be changed right here; only what was changed is written into the files.

import { act } from "./desk.js";
import { said } from "./desk-words.js";
import { make } from "./message.js";

const drafts = new Map(); // what is not saved yet, by text and language: going to another screen loses nothing
let drawn = "";

/** Draw the fields of a screen's texts. Without texts (the file is broken just now) those drawn stay. */
export function drawEditor(place, texts) {
  const told = JSON.stringify(texts);
  if (told === drawn || (!texts.length && drafts.size)) return;
  drawn = told;
  const { lang, name } = document.activeElement.dataset;
  place.replaceChildren(...texts.map(wording));
  if (name) place.querySelector(`[data-name="${CSS.escape(name)}"][data-lang="${lang}"]`)?.focus();
}

function wording({ name, said: words }) {
  const box = make("div", "wording");
  const fields = make("div");
  const note = Object.assign(make("p"), { role: "status" });
  const save = Object.assign(make("button", "soft", said("save")), { type: "button" });
  const refresh = () => {
    save.hidden = !fields.querySelector(".changed");
  };
  for (const [language, was] of Object.entries(words)) fields.append(field(name, language, was, refresh));
  save.onclick = async () => {
    save.disabled = true;
    note.textContent = await write(fields);
    save.disabled = false;
    refresh();
  };
  refresh();
  box.append(make("h4", "", name.replace("#", " · ")), fields, save, note);
  return box;
}

function field(name, language, was, changed) {
  const key = `${name} ${language}`;
  if (drafts.get(key)?.value.trim() === was) drafts.delete(key); // it has just been saved
  const draft = drafts.get(key);
  const area = Object.assign(make("textarea"), { lang: language, ariaLabel: language, rows: 1 });
  Object.assign(area.dataset, { name, lang: language, was: draft?.was ?? was });
  area.value = draft?.value ?? was;
  area.oninput = () => {
    const differs = area.value !== area.dataset.was;
    area.classList.toggle("changed", differs);
    if (differs) drafts.set(key, { value: area.value, was: area.dataset.was });
    else drafts.delete(key);
    changed();
  };
  area.classList.toggle("changed", draft !== undefined);
  return area;
}

/** Save what was changed; says why it could not be. */
async function write(fields) {
  try {
    for (const area of fields.querySelectorAll(".changed")) {
      const { name, lang, was } = area.dataset;
      await act("words", { name, language: lang, said: area.value.trim(), was });
      drafts.delete(`${name} ${lang}`);
      area.dataset.was = area.value.trim();
      area.classList.remove("changed");
    }
  } catch (error) {
    return error.message === "changed" ? said("changed-meanwhile") : error.message;
  }
  return "";
}
