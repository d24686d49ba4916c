// What the browser adds to pages that work without it.
"use strict";

// A form that was sent is not sent again; the server would store it once anyway.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method === "get") return; // asks only; a download leaves its form on the page
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  form.dataset.changed = "";
});
// Back to a page that the browser kept: its forms can be sent again.
window.addEventListener("pageshow", () => {
  document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent);
});

// Typed and not yet saved: ask before leaving.
document.addEventListener("input", (event) => {
  const form = event.target.closest("form[data-guard]");
  if (form) form.dataset.changed = "yes";
});
window.addEventListener("beforeunload", (event) => {
  if (document.querySelector('form[data-guard][data-changed="yes"]')) event.preventDefault();
});

// Counters under long texts.
function count(area) {
  const counter = document.getElementById(`${area.id}_count`);
  if (!counter) return;
  const { limit } = area.dataset;
  const length = [...area.value.replace(/\r\n/g, "\n")].length;
  counter.textContent = limit ? `${length} / ${limit} 字` : `${length} 字`;
  counter.classList.toggle("field-error", Boolean(limit) && length > Number(limit));
}
document.querySelectorAll("textarea").forEach((area) => {
  count(area);
  area.addEventListener("input", () => count(area));
  area.addEventListener("counted", () => count(area)); // filled in by a script
});

// Choices that lead elsewhere as soon as they are made; without script a button does it.
document.querySelectorAll("select[data-autosubmit]").forEach((select) => {
  select.addEventListener("change", () => select.form.requestSubmit());
});

document.querySelectorAll("[data-copy]").forEach((button) => {
  button.addEventListener("click", () => {
    const source = document.getElementById(button.dataset.copy);
    source.select();
    document.execCommand("copy"); // navigator.clipboard needs HTTPS, which an intranet may lack
    button.textContent = "已复制";
  });
});
document.querySelectorAll("[data-print]").forEach((button) => {
  button.addEventListener("click", () => window.print());
});
