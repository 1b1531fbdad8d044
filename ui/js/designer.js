// The badge designer: after every change the picture is drawn again by the
// server, a moment later, from an address that says everything.
const pause = 200;

export function designers(root) {
  for (const form of root.querySelectorAll("form[data-designer]")) designer(form);
}

function designer(form) {
  const large = document.getElementById(form.dataset.designerPicture);
  const small = document.getElementById(`${form.dataset.designerPicture}-small`);
  const fault = document.getElementById("designer-fault");
  let timer, wanted;
  const draw = () => {
    const query = new URLSearchParams(new FormData(form));
    query.delete("do");
    wanted = `${form.dataset.designer}?${query}`;
    const next = new Image();
    const mine = wanted;
    next.addEventListener("load", () => {
      if (mine !== wanted) return;
      large.src = mine;
      small.src = mine;
      fault.hidden = true;
    });
    next.addEventListener("error", () => { if (mine === wanted) fault.hidden = false; });
    next.src = mine;
  };
  form.addEventListener("input", (event) => {
    agree(form, event.target);
    clearTimeout(timer);
    timer = setTimeout(draw, pause);
  });
}

// A palette fills the three colors; a color chosen by hand ends the palette.
function agree(form, field) {
  if (field.type === "color") form.querySelector('[name="palette"][value="own"]').checked = true;
  if (field.name !== "palette" || !field.dataset.field) return;
  for (const name of ["field", "band", "metal"]) form.elements[name].value = field.dataset[name];
}
