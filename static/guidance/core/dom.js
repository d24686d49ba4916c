// Elements that scripts make. What they say goes in as text, never as markup.

export function createElement(tag, className, text = "") {
  const element = document.createElement(tag);
  element.className = className;
  element.textContent = text;
  return element;
}

export function createButton(text, className, onClick) {
  const button = createElement("button", className, text);
  button.type = "button";
  button.addEventListener("click", onClick);
  return button;
}

export function createIcon(name) {
  const icon = createElement("i", `bi bi-${name}`);
  icon.setAttribute("aria-hidden", "true");
  return icon;
}
