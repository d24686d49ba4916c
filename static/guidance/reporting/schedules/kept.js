// What was typed into a sheet and has not reached the server, by the sheet's name in this browser's localStorage.
// Where the browser keeps nothing, the page itself still does.

const PREFIX = "schedule:";

/** Keep `cells`, rows of [key, text, kind]; none of them removes the entry. */
export function keepCells(name, cells) {
  try {
    if (cells.length) localStorage.setItem(name, JSON.stringify(cells));
    else localStorage.removeItem(name);
  } catch {
    // no room, or none allowed
  }
}

export function getKeptCells(name) {
  try {
    return JSON.parse(localStorage.getItem(name) || "[]");
  } catch {
    return [];
  }
}

/** The names of all sheets with something unsaved, of whatever user. */
export const getKeptSheets = () => Object.keys(localStorage).filter((name) => name.startsWith(PREFIX));

export function clearKeptSheets() {
  for (const name of getKeptSheets()) localStorage.removeItem(name);
}
