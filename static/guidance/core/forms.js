// What the browser adds to forms that work without it.

export function setUpForms() {
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
    for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  });

  // Typed and not yet saved: ask before leaving.
  document.addEventListener("input", (event) => {
    const form = event.target.closest("form[data-guard]");
    if (form) form.dataset.changed = "yes";
  });
  window.addEventListener("beforeunload", (event) => {
    if (document.querySelector('form[data-guard][data-changed="yes"]')) event.preventDefault();
  });

  // Choices that lead elsewhere as soon as they are made; without script a button does it.
  for (const select of document.querySelectorAll("select[data-autosubmit]")) {
    select.addEventListener("change", () => select.form.requestSubmit());
  }
}
