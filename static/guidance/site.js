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

// Who logs out leaves nothing of a sheet in this browser (see schedule.js).
document.querySelectorAll('form[action$="/logout/"]').forEach((form) => {
  form.addEventListener("submit", () => {
    try {
      Object.keys(localStorage).filter((key) => key.startsWith("schedule:")).forEach((key) => localStorage.removeItem(key));
    } catch { /* a browser that keeps nothing */ }
  });
});

// Counters under long texts.
function count(area) {
  const counter = document.getElementById(`${area.id}_count`);
  if (counter) counter.textContent = `${[...area.value].length} 字`;
}
document.querySelectorAll("textarea").forEach((area) => {
  count(area);
  area.addEventListener("input", () => count(area));
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
