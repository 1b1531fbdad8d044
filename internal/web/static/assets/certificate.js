// The designer of certificates: after every change the sheet is drawn again by
// the server, a moment later, from what stands in the form. What is on the
// sheet can be moved with the mouse and with the arrow keys; that writes numbers
// into the same fields, which do without this module.
const pause = 150;
const near = 1.5; // millimeters within which things snap
const margin = 8;
const perPoint = 25.4 / 72;

export function certificates(root) {
  for (const form of root.querySelectorAll("form[data-certificate]")) designer(form);
}

function designer(form) {
  const sheet = form.querySelector("[data-certificate-sheet]");
  fills(form);
  pictures(form);
  const draw = drawing(form, sheet);
  const hands = handles(form, sheet, draw);
  form.querySelector(".certificate-hint").hidden = false;
  form.addEventListener("input", (event) => {
    if (event.target.type === "file") return;
    ownColor(form, event.target);
    hands.place();
    draw();
  });
  form.addEventListener("change", (event) => {
    // Another sheet moves everything, and the server knows how.
    if (["paper", "turn"].includes(event.target.name)) send(form, "preview");
  });
}

// drawing asks for the sheet as it stands, once nothing has changed for a moment.
function drawing(form, sheet) {
  const fault = document.getElementById("certificate-fault");
  let timer, asked;
  const ask = async () => {
    asked?.abort();
    asked = new AbortController();
    const data = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (typeof value === "string") data.append(name, value);
    try {
      const answer = await fetch(form.dataset.certificate, { method: "POST", body: data, signal: asked.signal });
      const text = await answer.text();
      fault.hidden = answer.ok;
      if (answer.ok) show(sheet, text);
      else fault.textContent = answer.status === 422 ? text.trim() : "This cannot be drawn now. Choose Preview to see why.";
    } catch (error) {
      if (error.name === "AbortError") return;
      fault.hidden = false;
      fault.textContent = "The server cannot be reached. What you typed is still here.";
    }
  };
  return () => {
    clearTimeout(timer);
    timer = setTimeout(ask, pause);
  };
}

function show(sheet, svg) {
  let picture = sheet.querySelector("img");
  if (!picture) {
    sheet.querySelector(".certificate-blank")?.remove();
    picture = document.createElement("img");
    picture.alt = "The certificate as it is printed";
    sheet.prepend(picture);
  }
  picture.src = `data:image/svg+xml,${encodeURIComponent(svg)}`;
}

// handles lets what is on the sheet be moved. The mouse takes hold of anything;
// the keys move the one thing that is chosen, which has the handle.
function handles(form, sheet, changed) {
  const lines = ["x", "y"].map((axis) => part("i", `certificate-guide certificate-guide-${axis}`));
  const all = [...form.querySelectorAll("[data-thing]")].map((group) => ({ ...thingOf(form, group), area: part("div", "certificate-area") }));
  const handle = part("button", "certificate-handle");
  handle.type = "button";
  sheet.append(...all.map((thing) => thing.area), handle, ...lines);
  const list = document.getElementById("certificate-thing");
  list.replaceChildren(...all.map((thing, n) => new Option(thing.name, String(n))));
  let chosen = all[0];
  const put = (element, at) => {
    const [width, height] = sides(form);
    element.hidden = !at;
    if (!at) return;
    element.style.left = `${(100 * at.x) / width}%`;
    element.style.top = `${(100 * at.y) / height}%`;
    element.style.width = `${(100 * at.width) / width}%`;
    element.style.height = `${(100 * at.height) / height}%`;
  };
  const place = () => {
    for (const thing of all) {
      const at = thing.box();
      put(thing.area, at);
      if (at) thing.area.style.zIndex = String(1000 - Math.min(999, Math.round((at.width * at.height) / 60))); // small ones above large ones
    }
    put(handle, chosen?.box());
  };
  const choose = (thing) => {
    chosen = thing;
    list.value = String(all.indexOf(thing));
    handle.setAttribute("aria-label", `Move ${thing.name}`);
    place();
  };
  const move = (x, y, snaps) => {
    const [width, height] = sides(form);
    const at = chosen.box();
    if (!at) return;
    x = clamp(x, margin, width - margin - at.width);
    y = clamp(y, margin, height - margin - at.height);
    if (snaps) {
      const others = all.filter((other) => other !== chosen).map((other) => other.box()).filter(Boolean);
      const across = snap(x, at.width, [margin, width / 2, width - margin], others.flatMap((o) => [o.x, o.x + o.width / 2, o.x + o.width]));
      const down = snap(y, at.height, [margin, height / 2, height - margin], others.flatMap((o) => [o.y, o.y + o.height]));
      guide(lines[0], across.line, width);
      guide(lines[1], down.line, height);
      [x, y] = [across.at, down.at];
    }
    chosen.write(x, y);
    place();
    changed();
  };
  list.addEventListener("change", () => choose(all[Number(list.value)]));
  byMouse(all, sheet, handle, () => sides(form), choose, move, () => lines.forEach((line) => { line.hidden = true; }));
  byKeys(handle, () => chosen, move);
  if (chosen) choose(chosen);
  return { place };
}

function part(tag, className) {
  const element = document.createElement(tag);
  element.className = className;
  element.hidden = true;
  return element;
}

// thingOf reads and writes where something is, from and to its fields.
function thingOf(form, group) {
  const of = group.dataset.thing;
  const input = (part) => group.querySelector(`[data-of="${of}"][data-part="${part}"]`);
  const value = (part) => Number.parseFloat(input(part)?.value);
  const box = () => {
    let at = { x: value("x"), y: value("y"), width: value("width"), height: 11 };
    if (input("size")) {
      const size = value("size");
      at = { ...at, width: size, height: of === "logo" ? size / 2 : size };
      if (!input("on").checked) return null;
    } else if (input("points")) {
      at.height = input("text").value.split("\n").length * value("points") * perPoint * 1.3;
    }
    return Object.values(at).every(Number.isFinite) ? at : null;
  };
  const write = (x, y) => {
    input("x").value = tenth(x);
    input("y").value = tenth(y);
  };
  return { box, write, name: group.dataset.thingName, first: () => input("text") ?? input("x") };
}

function byMouse(all, sheet, handle, sheetSides, choose, move, ended) {
  for (const thing of all) {
    const { area } = thing;
    let from;
    area.addEventListener("pointerdown", (event) => {
      const at = thing.box();
      choose(thing);
      from = { left: event.clientX, top: event.clientY, x: at.x, y: at.y };
      area.setPointerCapture(event.pointerId);
      event.preventDefault(); // the picture below is not dragged
      handle.focus({ preventScroll: true });
    });
    area.addEventListener("pointermove", (event) => {
      if (!from) return;
      const scale = sheetSides()[0] / sheet.getBoundingClientRect().width;
      move(from.x + (event.clientX - from.left) * scale, from.y + (event.clientY - from.top) * scale, !event.altKey);
    });
    for (const kind of ["pointerup", "pointercancel"]) area.addEventListener(kind, () => {
      from = undefined;
      ended();
    });
    area.addEventListener("dblclick", () => thing.first().focus());
  }
}

function byKeys(handle, chosen, move) {
  handle.addEventListener("keydown", (event) => {
    const step = event.shiftKey ? 0.1 : 1;
    const by = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] }[event.key];
    if (event.key === "Enter") {
      event.preventDefault();
      chosen().first().focus();
    }
    const at = by && chosen().box();
    if (!at) return;
    event.preventDefault();
    move(at.x + by[0], at.y + by[1], false);
  });
}

// snap moves an edge or the middle of something to a line that is near: one of
// the sheet's own rather than one of another thing.
function snap(at, size, own, others) {
  for (const lines of [own, others]) {
    let best, distance = near;
    for (const line of lines) {
      for (const side of [0, size / 2, size]) {
        const off = Math.abs(at + side - line);
        if (off < distance) [best, distance] = [{ at: line - side, line }, off];
      }
    }
    if (best) return best;
  }
  return { at, line: null };
}

function guide(element, line, length) {
  element.hidden = line === null;
  if (line !== null) element.style[element.classList.contains("certificate-guide-x") ? "left" : "top"] = `${(100 * line) / length}%`;
}

function sides(form) {
  const sizes = Object.fromEntries(form.dataset.papers.split(";").map((paper) => {
    const [id, width, height] = paper.split(" ");
    return [id, [Number(width), Number(height)]];
  }));
  const [width, height] = sizes[form.elements.paper.value];
  return form.elements.turn.value === "landscape" ? [height, width] : [width, height];
}

// ownColor turns a choice of colors to the one that was picked by hand.
function ownColor(form, field) {
  if (field.name === "color") form.elements.color_of.value = "other";
  if (field.name === "text_color") document.getElementById(`${field.id}-of`).value = "other";
}

// fills puts a placeholder where the cursor was last.
function fills(form) {
  const texts = () => form.querySelectorAll("textarea");
  let last = texts()[0];
  form.addEventListener("focusin", (event) => { if (event.target.matches("textarea")) last = event.target; });
  for (const button of form.querySelectorAll("button[data-fill]")) {
    button.hidden = false;
    button.parentElement.querySelector("[data-fill-word]").hidden = true;
    button.addEventListener("click", () => {
      if (!last) return;
      last.setRangeText(button.dataset.fill, last.selectionStart, last.selectionEnd, "end");
      last.focus();
      last.dispatchEvent(new Event("input", { bubbles: true }));
    });
  }
}

// pictures are sent as soon as they are chosen, so that they can be seen.
function pictures(form) {
  for (const file of form.querySelectorAll("[data-certificate-file]")) file.addEventListener("change", () => { if (file.files.length) send(form, "preview"); });
}

function send(form, what) {
  form.requestSubmit(form.querySelector(`button[name="do"][value="${what}"]`));
}

const clamp = (value, low, high) => Math.min(Math.max(value, low), Math.max(low, high));
const tenth = (value) => String(Math.round(value * 10) / 10);
