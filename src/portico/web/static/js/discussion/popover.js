// What opens beside a button, and closes again by a choice, Escape or a press elsewhere.

import { made } from "portico/made";

/**
 * @param {HTMLButtonElement} opener
 * @param {string} label
 * @param {(close: () => void) => HTMLElement[]} fill
 */
export function openBeside(opener, label, fill) {
  const panel = made("div", { className: "beside", popover: "auto", role: "group", "aria-label": label });
  panel.append(...fill(() => panel.hidePopover()));
  opener.after(panel);
  opener.ariaExpanded = "true";
  panel.addEventListener("toggle", (event) => {
    if (/** @type {ToggleEvent} */ (event).newState === "open") return;
    opener.ariaExpanded = "false";
    panel.remove();
  });
  panel.addEventListener("keydown", (event) => step(panel, event));
  panel.showPopover({ source: opener });
  panel.querySelector("button")?.focus();
}

/** @param {HTMLElement} panel @param {KeyboardEvent} event */
function step(panel, event) {
  const by = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
  if (!by) return;
  event.preventDefault();
  const all = [...panel.querySelectorAll("button")];
  const at = all.indexOf(/** @type {HTMLButtonElement} */ (document.activeElement));
  all.at((at + by) % all.length)?.focus();
}
