// Copy buttons: <button data-copy="text" hidden>Copy<span role="status"></span></button>.
// They are hidden until this module runs, because without it they do nothing.
// With data-copy-html as well, programs that understand HTML get that.
export function copyButtons(root) {
  for (const button of root.querySelectorAll("button[data-copy]")) {
    const label = button.textContent;
    button.hidden = false;
    button.addEventListener("click", async () => {
      try {
        await write(button.dataset);
        button.textContent = "Copied";
      } catch {
        button.textContent = "Copy it by hand";
      }
      announce(button.textContent);
      setTimeout(() => { button.textContent = label; }, 2000);
    });
  }
}

function write({ copy, copyHtml }) {
  if (!copyHtml) return navigator.clipboard.writeText(copy);
  const as = (type, text) => ({ [type]: new Blob([text], { type }) });
  return navigator.clipboard.write([new ClipboardItem({ ...as("text/plain", copy), ...as("text/html", copyHtml) })]);
}

function announce(text) {
  const status = document.getElementById("status");
  if (status) status.textContent = text;
}
