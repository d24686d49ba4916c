// A page for scripts that ask for one; imported before them.
import { Window } from "happy-dom";

const NAMES = ["document", "Event", "CustomEvent", "FormData", "localStorage", "sessionStorage", "location", "history"];

/** Open a page with `html` in its body, whose attributes in data- are `data`. */
export function openPage(html, data = {}) {
  const window = new Window({ url: "https://fulian.example.org/" });
  for (const name of NAMES) {
    Object.defineProperty(globalThis, name, { value: window[name], configurable: true, writable: true });
  }
  globalThis.window = window;
  document.body.innerHTML = html;
  Object.assign(document.body.dataset, data);
  return window;
}

/** Answer every fetch() with what `answer(address, options)` returns, as JSON; an Error is thrown. Returns the calls. */
export function answerFetch(answer) {
  const calls = [];
  globalThis.fetch = async (address, options) => {
    calls.push({ address: String(address), options });
    const body = await answer(String(address), options);
    if (body instanceof Error) throw body;
    return body instanceof Response ? body : Response.json(body);
  };
  return calls;
}

/** Wait until everything that is ready has run. */
export const settle = () => new Promise((resolve) => setImmediate(resolve));
