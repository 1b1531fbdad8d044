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
  // navigator.clipboard.write would read the HTML as a part of this page, whose
  // policy forbids its inline styles. An event hands it over as it is.
  const give = (event) => {
    event.clipboardData.setData("text/plain", copy);
    event.clipboardData.setData("text/html", copyHtml);
    event.preventDefault();
  };
  document.addEventListener("copy", give, { once: true });
  const done = document.execCommand("copy");
  document.removeEventListener("copy", give);
  if (!done) throw new Error("nothing was copied");
}

function announce(text) {
  const status = document.getElementById("status");
  if (status) status.textContent = text;
}
