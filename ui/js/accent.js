// An organization's color while it is chosen: how it looks on both grounds, moved
// until text in it can be read, and the contrast of the color itself. The
// numbers are those of badge.Accent; the server decides.
const grounds = { light: ["#f4f2ec", "#0c1a17"], dark: ["#18201d", "#ffffff"] }, least = 4.5;

export function accents(root) {
  for (const box of root.querySelectorAll("[data-accent]")) {
    const field = box.querySelector("input[type=color]");
    field?.addEventListener("input", () => show(box, field.value));
  }
}

function show(box, color) {
  for (const [name, [ground, pole]] of Object.entries(grounds)) {
    const shown = readable(color, ground, pole);
    const swatch = box.querySelector(`.ground-${name}`);
    swatch.style.setProperty(`--swatch-${name}`, shown);
    swatch.style.setProperty(`--swatch-${name}-ink`, contrast(shown, "#ffffff") >= contrast(shown, "#0c1a17") ? "#ffffff" : "#0c1a17");
    box.querySelector(`[data-contrast=${name}]`).textContent = contrast(color, ground).toFixed(1);
  }
}

function readable(color, ground, pole) {
  const from = parts(color), to = parts(pole);
  let shown = color;
  for (let part = 0.05; contrast(shown, ground) < least && part <= 1.01; part += 0.05) {
    shown = "#" + from.map((v, n) => Math.round(v * (1 - part) + to[n] * part).toString(16).padStart(2, "0")).join("");
  }
  return shown;
}

const parts = (color) => [1, 3, 5].map((at) => parseInt(color.slice(at, at + 2), 16));

function luminance(color) {
  const [r, g, b] = parts(color).map((v) => (v / 255 <= 0.04045 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a, b) {
  const [x, y] = [luminance(a), luminance(b)];
  return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
}
