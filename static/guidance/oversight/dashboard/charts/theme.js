// How a chart looks: the colours, letters and room of the page that it stands in.

const STANDINGS = {
  met: "--fl-met",
  nearly_met: "--fl-near",
  not_met: "--fl-short",
  no_target: "--fl-none",
  no_data: "--fl-none",
};

export function getTheme(element) {
  const style = getComputedStyle(element);
  const colour = (name) => style.getPropertyValue(name).trim();
  return {
    ink: colour("--fl-ink"),
    muted: colour("--fl-muted"),
    line: colour("--fl-line"),
    accent: colour("--fl-accent"),
    second: colour("--fl-sent"),
    none: colour("--fl-none"),
    paper: colour("--fl-paper") || "#fff",
    ofStanding: (standing) => colour(STANDINGS[standing] || "--fl-none"),
    isNarrow: element.parentElement.clientWidth < 420, // no room for words beside the lines; the table has them
    font: style.fontFamily,
    size: Math.round(parseFloat(style.fontSize)),
  };
}
