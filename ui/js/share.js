// Tells our own server, and nobody else, that a badge was shared: that its
// address was copied or a network's link followed. Only how often is kept.
// <section data-shared-at="/portfolio/CODE/shared"> around links and buttons in
// <… data-shared="x">.
export function shares(root) {
  for (const place of root.querySelectorAll("[data-shared-at]")) {
    place.addEventListener("click", ({ target }) => {
      const way = target.closest("a, button")?.closest("[data-shared]");
      if (way) navigator.sendBeacon(place.dataset.sharedAt, new URLSearchParams({ where: way.dataset.shared }));
    });
  }
}
