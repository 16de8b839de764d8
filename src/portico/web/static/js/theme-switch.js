// <theme-switch>: one button that goes through the system's theme, light and dark.

import { reduced } from "portico/motion";

const ORDER = ["system", "light", "dark"];
/** @type {Record<string, string>} */
const LABELS = { system: "Theme: as the system", light: "Theme: light", dark: "Theme: dark" };

export class ThemeSwitch extends HTMLElement {
  connectedCallback() {
    const button = this.querySelector("button");
    if (!button) return;
    button.hidden = false;
    button.addEventListener("click", () => fading(() => this.choose(next(current()))));
    this.addEventListener("pointerenter", fetchBoth, { once: true });
    this.addEventListener("focusin", fetchBoth, { once: true });
    this.show(current());
  }

  /** @param {string} theme */
  choose(theme) {
    if (theme === "system") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
    remember(theme);
    this.show(theme);
  }

  /** @param {string} theme */
  show(theme) {
    const label = this.querySelector("[data-theme-label]");
    if (label) label.textContent = LABELS[theme];
    this.dataset.theme = theme;
  }
}

/** A picture by day and the same by night: when a hand reaches for the switch, the other one is called for. */
function fetchBoth() {
  const pictures = /** @type {NodeListOf<HTMLImageElement>} */ (document.querySelectorAll("[class^=by-] img"));
  for (const picture of pictures) picture.loading = "eager";
}

/** @param {() => void} change */
function fading(change) {
  if (reduced() || !document.startViewTransition) change();
  else document.startViewTransition(change);
}

function current() {
  return document.documentElement.dataset.theme ?? "system";
}

/** @param {string} theme */
function next(theme) {
  return ORDER[(ORDER.indexOf(theme) + 1) % ORDER.length];
}

/** @param {string} theme */
function remember(theme) {
  try {
    localStorage.setItem("theme", theme);
  } catch {
    // Without storage the choice holds for this page.
  }
}

customElements.define("theme-switch", ThemeSwitch);
