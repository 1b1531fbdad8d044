// Copy buttons: <button data-copy="text" hidden>Copy<span role="status"></span></button>.
// They are hidden until this module runs, because without it they do nothing.
export function copyButtons(root) {
  for (const button of root.querySelectorAll("button[data-copy]")) {
    const label = button.textContent;
    button.hidden = false;
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(button.dataset.copy);
        button.textContent = "Copied";
      } catch {
        button.textContent = "Copy it by hand";
      }
      announce(button.textContent);
      setTimeout(() => { button.textContent = label; }, 2000);
    });
  }
}

function announce(text) {
  const status = document.getElementById("status");
  if (status) status.textContent = text;
}
