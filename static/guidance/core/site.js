// On every page, also for those who have not logged in.
import { setUpCounters } from "./counters.js";
import { setUpForms } from "./forms.js";

setUpForms();
setUpCounters();

for (const button of document.querySelectorAll("[data-copy]")) {
  button.addEventListener("click", () => {
    const source = document.getElementById(button.dataset.copy);
    source.select();
    document.execCommand("copy"); // navigator.clipboard needs HTTPS, which an intranet may lack
    button.textContent = "已复制";
  });
}
for (const button of document.querySelectorAll("[data-print]")) {
  button.addEventListener("click", () => window.print());
}
