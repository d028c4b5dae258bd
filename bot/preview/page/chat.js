// The chat of this window: draws what the server tells, sends what the person does.

import { connect } from "./connection.js";
import { drawMessage, make, showWaiting } from "./message.js";
import { alertSheet, choose, copy, toast } from "./sheet.js";
import { day, speak, word } from "./words.js";

const PATIENCE = 15_000; // as long as Telegram lets a bot answer a tap
const DOING_TIME = 5_000; // Bot API, sendChatAction: "The status is set for 5 seconds or less"
const NEAR_END = 90;

const at = (id) => document.getElementById(id);
const [log, scroll, composer, text, language] = ["log", "scroll", "composer", "text", "language"].map(at);
const calm = matchMedia("(prefers-reduced-motion: reduce)");

const messages = new Map(); // id → {message, item}
const waiting = new Map(); // a tapped button → the timer that gives up on it
let phone = { key: "", person: 0, blocked: false, bot: { name: "", description: "", commands: [] } };
let doingTimer;
let following = true; // the newest message stays in sight unless the person scrolled away from it
let height = 0;

const does = {
  tap(message, data) {
    const tap = tapOf(message.id, data);
    if (waiting.has(tap)) return;
    waiting.set(tap, setTimeout(giveUp, PATIENCE, message.id, data));
    ring(message.id, data, true);
    line.send({ do: "tap", message: message.id, text: data });
  },
  say(typed) {
    line.send({ do: "text", text: typed });
    following = true;
  },
  menu(message) {
    const remove = (for_bot) => () => line.send({ do: "delete", message: message.id, for_bot });
    const copying = { label: word("copy-text"), act: () => copy(message.text) };
    choose(word("message-menu"), [
      ...(message.text ? [copying] : []),
      { label: word("delete-here"), act: remove(false) },
      { label: word("delete-both"), act: remove(true) },
    ]);
  },
  waits: (message, data) => waiting.has(tapOf(message.id, data)),
};

const tapOf = (id, data) => `${id} ${data}`;

function ring(id, data, on) {
  const keys = messages.get(id)?.item.querySelectorAll(".key") ?? [];
  for (const key of keys) if (key.dataset.data === data) showWaiting(key, on);
}

function stopRinging(id, data) {
  clearTimeout(waiting.get(tapOf(id, data)));
  waiting.delete(tapOf(id, data));
  ring(id, data, false);
}

function giveUp(id, data) {
  stopRinging(id, data);
  toast(word("unanswered"));
}

// What the server tells

const events = {
  chat(told) {
    const spoke = document.documentElement.lang;
    phone = told;
    language.value = [...language.options].some(({ value }) => value === told.language) ? told.language : "";
    speak(told.language);
    if (spoke !== document.documentElement.lang || told.key !== log.dataset.key) emptyLog(told.key);
    const ids = new Set(told.messages.map(({ id }) => id));
    for (const id of messages.keys()) if (!ids.has(id)) remove(id);
    told.messages.forEach(put);
    drawPhone();
  },
  sent({ message }) {
    stopDoing();
    put(message);
  },
  edited({ message }) {
    put(message);
    messages.get(message.id)?.item.classList.add("fresh");
  },
  deleted: ({ id }) => remove(id),
  answered({ message, data, text: said, alert }) {
    stopRinging(message, data);
    if (said) (alert ? alertSheet : toast)(said);
  },
  action({ action }) {
    at("doing").textContent = word(action) || word("typing");
    clearTimeout(doingTimer);
    doingTimer = setTimeout(stopDoing, DOING_TIME);
  },
};

function emptyLog(key) {
  messages.clear();
  log.replaceChildren();
  log.dataset.key = key;
}

function stopDoing() {
  clearTimeout(doingTimer);
  at("doing").textContent = word("bot");
}

function put(message) {
  const known = messages.get(message.id);
  if (known && JSON.stringify(known.message) === JSON.stringify(message)) return;
  const item = drawMessage(message, phone.key, does);
  const focused = known?.item.contains(document.activeElement) ? document.activeElement.dataset.data : null;
  if (known) known.item.replaceWith(item);
  else log.append(item);
  messages.set(message.id, { message, item });
  if (focused !== null) focusKey(item, focused);
  drawDays();
  drawFooter();
}

/** Whoever taps by keyboard stays in the message that their tap changed: on the same button or the first one. */
function focusKey(item, data) {
  const keys = [...item.querySelectorAll(".key")];
  (keys.find((key) => data && key.dataset.data === data) ?? keys[0])?.focus({ preventScroll: true });
}

function remove(id) {
  const { item } = messages.get(id) ?? {};
  messages.delete(id);
  drawFooter();
  if (!item) return;
  if (item.contains(document.activeElement)) [...messages.values()].at(-1)?.item.querySelector(".key")?.focus();
  item.inert = true;
  const motion = { opacity: [1, 0], scale: [1, 0.9], height: [`${item.offsetHeight}px`, "0px"] };
  item.animate(motion, { duration: calm.matches ? 0 : 260, easing: "ease-in" }).onfinish = () => {
    item.remove();
    drawDays();
  };
}

function drawDays() {
  for (const pill of log.querySelectorAll(".day")) pill.remove();
  let shown = "";
  for (const { message, item } of messages.values()) {
    const name = day(message.date);
    if (name !== shown) item.before(make("li", "day", name));
    shown = name;
  }
}

function drawPhone() {
  const { name, description, commands } = phone.bot;
  at("name").textContent = document.title = name;
  at("avatar").textContent = [...name][0] ?? "";
  at("about").hidden = !description;
  at("description").textContent = description;
  at("commands").hidden = commands.length === 0;
  at("footer").inert = false;
  document.body.classList.remove("offline");
  stopDoing();
  drawFooter();
}

function drawFooter() {
  const closed = phone.blocked || messages.size === 0;
  const byKeyboard = at("start").matches(":focus-visible"); // a tap would bring up a phone's keyboard
  at("start").textContent = word(phone.blocked ? "restart" : "start");
  at("start").hidden = !closed;
  composer.hidden = closed;
  if (byKeyboard && !closed) at("text").focus(); // what had the focus is gone
}

function status(said) {
  at("status").textContent = said;
  at("status").hidden = !said;
}

language.value = ["kk", "ru", "en"].find((code) => navigator.language.startsWith(code)) ?? "ru";
speak(language.value);

// What the person does

scroll.onscroll = () => {
  if (scroll.scrollHeight !== height) return; // moved by a change of the chat, not by the person
  following = scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < NEAR_END;
};
const keepEnd = new ResizeObserver(() => {
  height = scroll.scrollHeight;
  if (following) scroll.scrollTo({ top: height });
});
[at("about"), log, scroll].forEach((element) => keepEnd.observe(element));

const line = connect({
  language: () => language.value,
  heard(event) {
    if (document.body.classList.contains("offline")) status("");
    events[event.event](event);
    document.dispatchEvent(new Event("heard")); // the desk looks where the chat stands now
  },
  lost() {
    document.body.classList.add("offline");
    at("footer").inert = true;
    status(word("lost"));
  },
  renewed: () => status(word("renewed")),
});

at("start").onclick = () => {
  status("");
  line.send({ do: "start" });
};

composer.onsubmit = (event) => {
  event.preventDefault();
  if (text.value.trim()) does.say(text.value);
  text.value = "";
  text.focus();
};

text.onkeydown = (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  composer.requestSubmit();
};

language.onchange = () => line.send({ do: "language", text: language.value });

at("commands").onclick = () => {
  const choice = ({ command, description }) => ({
    label: `/${command}`,
    note: description,
    act: () => does.say(`/${command}`),
  });
  choose(word("commands-title"), phone.bot.commands.map(choice));
};

at("attach").onclick = () => {
  const kinds = ["photo", "video", "voice", "document", "contact", "location", "sticker"];
  const choice = (kind) => ({ label: word(kind), act: () => line.send({ do: "send", text: kind }) });
  choose(word("attach-title"), kinds.map(choice), word("attach-note"));
};

at("chat-menu").onclick = () => {
  const turn = phone.blocked ? "unblock" : "block";
  choose(
    phone.bot.name,
    [
      { label: word("clear"), act: () => line.send({ do: "clear" }) },
      { label: word(turn), act: () => line.send({ do: turn }) },
      { label: word("new-person"), act: () => line.leave() },
      { label: word("new-window"), act: () => window.open("/", "_blank", "noopener") },
    ],
    word("person-note") + phone.person,
  );
};
