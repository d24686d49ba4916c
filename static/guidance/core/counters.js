// Counters under long texts.

/** How many characters `text` has as the server counts them: a line break is one, so is a rare character. */
export const countCharacters = (text) => [...text.replace(/\r\n/g, "\n")].length;

function showCount(area) {
  const counter = document.getElementById(`${area.id}_count`);
  if (!counter) return;
  const { limit } = area.dataset;
  const count = countCharacters(area.value);
  counter.textContent = limit ? `${count} / ${limit} 字` : `${count} 字`;
  counter.classList.toggle("field-error", Boolean(limit) && count > Number(limit));
}

export function setUpCounters() {
  for (const area of document.querySelectorAll("textarea")) {
    showCount(area);
    area.addEventListener("input", () => showCount(area));
    area.addEventListener("filled", () => showCount(area)); // by a script
  }
}
