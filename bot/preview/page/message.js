// One message as it stands in the chat: attachment, text, time, and the keyboard under it.

import { copy, openLink } from "./sheet.js";
import { drawText } from "./text.js";
import { clock, word } from "./words.js";

const SIGNS = { photo: "🖼", video: "🎞", voice: "🎤", document: "📄", contact: "👤", location: "📍", sticker: "" };

/** Make the list item of a message. `does` has tap(message, data), say(text), menu(message) and waits(message, data). */
export function drawMessage(message, key, does) {
  const item = make("li", message.mine ? "message mine" : "message");
  item.dataset.id = message.id;
  const bubble = make("div", "bubble");
  if (message.attachment) bubble.append(attachment(message, key));
  const text = make("div", "text");
  drawText(text, message.text, message.entities, does.say);
  text.append(stamp(message)); // in the text, so that it stands on its last line where there is room
  bubble.append(text);
  item.append(bubble, more(message, does));
  if (message.keyboard.length) {
    item.classList.add("with-keyboard");
    item.append(keyboard(message, does));
  }
  item.oncontextmenu = (event) => {
    if (!getSelection().isCollapsed) return; // the browser's own menu copies what is selected
    event.preventDefault();
    does.menu(message);
  };
  return item;
}

export function make(tag, className = "", text = "") {
  return Object.assign(document.createElement(tag), { className, textContent: text });
}

function stamp(message) {
  const line = make("small", "stamp");
  if (message.edited) line.append(make("span", "", word("edited")), " ");
  line.append(Object.assign(make("time", "", clock(message.date)), { dateTime: isoTime(message.date) }));
  if (message.mine) line.append(Object.assign(make("span", "", " ✓✓"), { ariaHidden: "true" }));
  return line;
}

const isoTime = (date) => new Date(date * 1000).toISOString();

function more(message, does) {
  const button = Object.assign(make("button", "more", "⋯"), { type: "button", onclick: () => does.menu(message) });
  button.ariaLabel = button.title = word("message-menu");
  return button;
}

function keyboard(message, does) {
  const board = make("div", "keyboard");
  for (const row of message.keyboard) {
    const line = make("div", "row");
    line.append(...row.map((key) => keyButton(key, message, does)));
    board.append(line);
  }
  return board;
}

function keyButton(key, message, does) {
  const button = Object.assign(make("button", "key"), { type: "button", title: key.text });
  button.append(make("span", "label", key.text));
  if (key.url) {
    button.append(sign("link"));
    button.onclick = () => openLink(key.url);
  } else if (key.copy) {
    button.append(sign("copy"));
    button.onclick = () => copy(key.copy);
  } else {
    button.dataset.data = key.data;
    button.onclick = () => does.tap(message, key.data);
    showWaiting(button, does.waits(message, key.data));
  }
  return button;
}

const sign = (name) => document.getElementById(`${name}-sign`).content.cloneNode(true);

/** Turn the ring on a button that waits for the bot's answer, or stop it. */
export function showWaiting(button, waits) {
  button.classList.toggle("waiting", waits);
  button.ariaBusy = String(waits);
}

function attachment({ id, attachment: sent }, key) {
  const address = `/file/${key}/${id}`;
  if (sent.kind === "photo" && sent.file) {
    const picture = Object.assign(make("img", "picture"), { src: address, alt: word("photo") });
    return download(address, "photo", picture);
  }
  if (sent.kind === "sticker") return make("div", "sticker", sent.name);
  const card = make("div", "card");
  card.append(make("span", "disc", SIGNS[sent.kind]), labels(sent));
  return sent.file ? download(address, sent.name, card) : card;
}

function labels(sent) {
  const box = make("span", "labels");
  const detail = sent.phone || (sent.size ? size(sent.size) : "");
  box.append(make("b", "", sent.name || word(sent.kind)), make("small", "", detail));
  return box;
}

const size = (bytes) => (bytes < 1024 * 1024 ? `${Math.ceil(bytes / 1024)} KB` : `${(bytes / 1048576).toFixed(1)} MB`);

function download(address, name, child) {
  const link = Object.assign(make("a", "download"), { href: address, download: name, title: word("download") });
  link.append(child);
  return link;
}
