// A message's text with its entities as elements. Offsets are UTF-16 units, JavaScript's own; no HTML is ever parsed.

import { copy, openLink } from "./sheet.js";
import { word } from "./words.js";

const PLAIN = { bold: "b", italic: "i", underline: "u", strikethrough: "s", blockquote: "blockquote" };
const BLOCKS = new Set(["blockquote", "expandable_blockquote", "pre"]);

/** Draw a text into `parent`; `say` sends a tapped command. */
export function drawText(parent, text, entities, say) {
  const ordered = entities.toSorted((a, b) => a.offset - b.offset || b.length - a.length);
  fill(parent, text, ordered, 0, text.length, say);
}

function fill(parent, text, entities, from, to, say) {
  let at = from;
  entities.forEach((entity, index) => {
    const begin = Math.max(entity.offset, at);
    const end = Math.min(entity.offset + entity.length, to);
    if (end <= begin) return; // drawn already, inside the one before
    const inside = entities.slice(index + 1).filter((other) => other.offset < end);
    const element = makeElement(entity, text.slice(begin, end), say);
    fill(element.querySelector("code") ?? element, text, inside, begin, end, say);
    const isBlock = BLOCKS.has(entity.type);
    parent.append(isBlock ? text.slice(at, begin).replace(/\n$/, "") : text.slice(at, begin), element);
    at = isBlock && text[end] === "\n" ? end + 1 : end; // the line break around a block is the block's own
  });
  parent.append(text.slice(at, to));
}

function makeElement(entity, shown, say) {
  switch (entity.type) {
    case "code":
    case "pre":
      return copiedOnTap(entity.type, shown);
    case "text_link":
    case "url":
      return link(entity.url ?? shown);
    case "bot_command":
      return button("command", () => say(shown));
    case "spoiler":
      return spoiler();
    case "expandable_blockquote":
      return foldedQuote();
    default:
      return document.createElement(PLAIN[entity.type] ?? "span");
  }
}

function button(className, onclick) {
  return Object.assign(document.createElement("button"), { type: "button", className, onclick });
}

function copiedOnTap(className, shown) {
  const element = button(className, () => copy(shown));
  element.title = word("copy");
  element.append(document.createElement("code"));
  return element;
}

function link(url) {
  const element = document.createElement("a");
  if (!/^(https?|tg):/i.test(url)) return element;
  element.href = url;
  element.onclick = (event) => {
    event.preventDefault();
    openLink(url);
  };
  return element;
}

function spoiler() {
  const element = button("spoiler", () => element.classList.add("open"));
  element.title = word("spoiler");
  return element;
}

function foldedQuote() {
  const element = document.createElement("blockquote");
  element.className = "folded";
  element.tabIndex = 0;
  element.onclick = () => element.classList.toggle("folded");
  element.onkeydown = ({ key }) => key === "Enter" && element.click();
  return element;
}
