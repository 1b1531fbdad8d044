// How a file is read: a change of encoding, separator, sheet, headings or dates
// shows the sample at once. The button "Show it again" does the same by hand.
export function readings(root) {
  for (const button of root.querySelectorAll("[data-again]")) {
    button.hidden = true;
    button.closest("fieldset").addEventListener("change", () => button.form.requestSubmit(button));
  }
}
