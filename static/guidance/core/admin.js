// What Django's administration leaves without a name for screen readers.

// After the widgets have drawn their controls, which they do in the same way, and before us.
window.django?.jQuery?.(() => {
  for (const control of document.querySelectorAll(".select2-selection, .select2-selection__rendered")) {
    const label = control.closest(".select2").previousElementSibling.labels[0];
    if (label) control.setAttribute("aria-label", label.textContent);
  }
});
