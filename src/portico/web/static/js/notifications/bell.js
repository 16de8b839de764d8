// The bell in the header: how much is new, and a look at the latest of it, which is loaded when it is first wanted.

import { unread } from "portico/notifications/unread";
import { session } from "portico/state/session";

const MOST = 99;
const BRIEFLY = 5_000;
const bell = /** @type {HTMLButtonElement} */ (document.querySelector(".bell"));
const mark = /** @type {HTMLElement} */ (bell.querySelector("[data-new]"));

/** @param {number} [age] milliseconds that what is shown may be old */
async function look(age) {
  if (!session.member || document.visibilityState === "hidden") return;
  // Without an answer the bell keeps what it shows.
  show(await unread(age).catch(() => undefined));
}

/** @param {number | undefined} count */
function show(count) {
  if (count === undefined) return;
  const words = count > MOST ? `${MOST}+` : String(count);
  mark.textContent = count ? words : "";
  bell.ariaLabel = count ? `Notifications, ${words} new` : "Notifications";
}

async function open() {
  const { panelOf } = await import("portico/notifications/panel");
  const panel = await panelOf(bell);
  bell.popoverTargetElement = panel;
  panel.showPopover({ source: bell });
}

bell.addEventListener("click", open, { once: true });
// Whoever comes back to the page may have been away for long.
addEventListener("focus", () => look(BRIEFLY));
addEventListener("portico-notifications", () => look());
session.addEventListener("change", () => look());
look();
