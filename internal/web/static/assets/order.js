// A list that can be put in order by dragging: <ol data-order> of lines with
// data-code, and before it a form with the field "order". The buttons of the
// lines do the same without scripts and by keyboard.
export function orders(root) {
  for (const list of root.querySelectorAll("[data-order]")) {
    const form = list.parentElement.querySelector("[data-order-form]");
    if (!form) continue;
    let dragged = null;
    const codes = () => [...list.querySelectorAll("[data-code]")].map((line) => line.dataset.code).join(",");
    let before = codes();
    for (const line of list.querySelectorAll("[data-code]")) {
      line.draggable = true;
      line.addEventListener("dragstart", (event) => {
        dragged = line;
        before = codes();
        event.dataTransfer.effectAllowed = "move";
        event.dataTransfer.setData("text/plain", line.dataset.code);
        line.classList.add("dragged");
      });
      line.addEventListener("dragover", (event) => {
        if (!dragged || dragged === line) return;
        event.preventDefault();
        const { top, height } = line.getBoundingClientRect();
        list.insertBefore(dragged, event.clientY < top + height / 2 ? line : line.nextSibling);
      });
      line.addEventListener("drop", (event) => event.preventDefault());
      line.addEventListener("dragend", () => {
        line.classList.remove("dragged");
        dragged = null;
        if (codes() === before) return;
        form.elements.order.value = codes();
        form.submit();
      });
    }
  }
}
