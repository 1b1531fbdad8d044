// A list to tick: how many are ticked stands on the button, and one button
// ticks all on the page. Lists come and go while one searches, so everything is
// heard at the document.
export function ticks(root) {
  root.addEventListener("change", (event) => {
    const form = event.target.closest("[data-ticks]");
    if (form) count(form);
  });
  root.addEventListener("click", (event) => {
    const button = event.target.closest("[data-tick-all]");
    if (!button) return;
    const boxes = boxesOf(button.form);
    const all = boxes.every((box) => box.checked);
    for (const box of boxes) box.checked = !all;
    count(button.form);
  });
  const show = () => root.querySelectorAll("[data-ticks]").forEach((form) => {
    form.querySelector("[data-tick-all]").hidden = false;
    count(form);
  });
  root.addEventListener("htmx:afterSettle", show);
  show();
}

const boxesOf = (form) => [...form.querySelectorAll("input[name=code]")];

function count(form) {
  const boxes = boxesOf(form), n = boxes.filter((box) => box.checked).length;
  form.querySelector("[data-tick-count]").textContent = n ? `(${n})` : "";
  form.querySelector("[data-tick-all]").textContent = n === boxes.length ? "Tick none" : "Tick all on this page";
}
