// Live preview: a field with data-preview="id" writes its value into #id; a
// file field shows its picture there. An empty field shows the text the page
// came with.
const largest = 5e6;

export function previews(root) {
  for (const field of root.querySelectorAll("[data-preview]")) {
    const target = document.getElementById(field.dataset.preview);
    if (!target) continue;
    if (field.type === "file") {
      field.addEventListener("change", () => showPicture(field.files[0], target));
      continue;
    }
    const placeholder = target.dataset.placeholder ?? target.textContent;
    field.addEventListener("input", () => { target.textContent = field.value.trim() || placeholder; });
  }
}

// The picture is read as a data: address, the only foreign kind the page's
// policy allows; inside <img> an SVG cannot run anything.
function showPicture(file, img) {
  if (!file || file.size > largest || !file.type.startsWith("image/")) return;
  const reader = new FileReader();
  reader.addEventListener("load", () => {
    img.src = reader.result;
    img.hidden = false;
  });
  reader.readAsDataURL(file);
}
