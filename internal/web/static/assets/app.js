// What a page can do better with scripts. Nothing here is needed: every form,
// link and address works without it.
import { accents } from "./accent.js";
import { certificates } from "./certificate.js";
import { copyButtons } from "./copy.js";
import { designers } from "./designer.js";
import { dropZones } from "./drop.js";
import { orders } from "./order.js";
import { passkeys } from "./passkey.js";
import { previews } from "./preview.js";
import { printButtons } from "./print.js";
import { shares } from "./share.js";
import { readings } from "./reading.js";
import { strengths } from "./strength.js";
import { ticks } from "./ticks.js";

accents(document);
certificates(document);
copyButtons(document);
designers(document);
dropZones(document);
orders(document);
passkeys(document);
previews(document);
printButtons(document);
shares(document);
readings(document);
strengths(document);
ticks(document);

// A builder changes in place; what came with the page is done above.
document.addEventListener("htmx:load", (event) => {
  if (event.target.id === "builder") copyButtons(event.target);
});
