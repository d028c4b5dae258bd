// What comes up from the bottom: choices, alerts and questions, in one dialog; and the toast, and the clipboard.

import { word } from "./words.js";

const sheet = document.getElementById("sheet");
const toastLine = document.getElementById("toast");
const TOAST_TIME = 3000;
let toastTimer;

/** Ask for one of `choices` ({label, note, act}); Escape or a tap beside the sheet chooses none. */
export function choose(title, choices, note = "") {
  document.getElementById("sheet-title").textContent = title;
  document.getElementById("sheet-note").textContent = note;
  document.getElementById("sheet-choices").replaceChildren(...choices.map(choiceButton));
  sheet.showModal();
}

function choiceButton({ label, note, act }) {
  const button = document.createElement("button");
  button.type = "button";
  button.append(label);
  if (note) button.append(Object.assign(document.createElement("small"), { textContent: note }));
  button.onclick = () => {
    sheet.close();
    act?.();
  };
  return button;
}

sheet.addEventListener("click", ({ target }) => target === sheet && sheet.close());

/** Show an alert that has to be closed. */
export const alertSheet = (text) => choose(text, [{ label: word("ok") }]);

/** Ask before anything leads out of this machine. */
export function openLink(url) {
  const act = () => window.open(url, "_blank", "noopener,noreferrer");
  choose(word("open-link"), [{ label: word("open"), act }, { label: word("cancel") }], word("open-note") + url);
}

/** Show a line for a moment. */
export function toast(text) {
  clearTimeout(toastTimer);
  toastLine.textContent = text;
  toastLine.classList.add("shown");
  toastTimer = setTimeout(() => toastLine.classList.remove("shown"), TOAST_TIME);
}

/** Copy to the clipboard and say so. */
export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    toast(word("copied"));
  } catch {
    toast(word("not-copied"));
  }
}
