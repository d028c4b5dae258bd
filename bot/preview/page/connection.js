// The window's line to the server: one WebSocket that comes back by itself, and the key that keeps the person.

export const KEY = "qorgan-window";
const SHORTEST = 300;
const LONGEST = 3000;

/**
 * Keep the window connected. `heard` takes each event; `lost` is called when the line breaks; `renewed` when the
 * server no longer knew this window's person, so that it shows a new one.
 */
export function connect({ language, heard, lost, renewed }) {
  let socket;
  let wait = SHORTEST;

  function open() {
    const query = new URLSearchParams({ key: sessionStorage.getItem(KEY) ?? "", language: language() });
    socket = new WebSocket(`ws://${location.host}/chat?${query}`);
    socket.onmessage = ({ data }) => {
      wait = SHORTEST;
      const event = JSON.parse(data);
      const isNew = event.event === "chat" && remember(event.key);
      heard(event);
      if (isNew) renewed();
    };
    socket.onclose = ({ target }) => {
      if (target !== socket) return;
      lost();
      setTimeout(open, wait);
      wait = Math.min(wait * 1.5, LONGEST);
    };
  }

  function remember(key) {
    const known = sessionStorage.getItem(KEY);
    sessionStorage.setItem(KEY, key);
    return known !== null && known !== key;
  }

  open();
  return {
    /** Send a gesture; what is done while the line is broken is lost, as the page shows. */
    send(gesture) {
      if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(gesture));
    },
    /** Leave this person and become a new one. */
    leave() {
      sessionStorage.removeItem(KEY);
      const left = socket;
      open();
      left.close();
    },
  };
}
