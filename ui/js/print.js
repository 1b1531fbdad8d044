// Print buttons: <button data-print hidden>. Without scripts the browser's own
// menu prints.
export function printButtons(root) {
  for (const button of root.querySelectorAll("button[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
}
