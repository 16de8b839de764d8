// What the palette offers besides the search: places to go, and things to do with this page.

import { rooms } from "portico/palette/rooms";
import { copy, share } from "portico/sharing";

/** @import { Group, Option } from "./options.js" */

const THEMES = { system: "Theme of the system", light: "Light theme", dark: "Dark theme" };

/** @typedef {(words: string) => void} Say tells how it went */

/**
 * @param {{say: Say, close: () => void}} palette
 * @returns {Group[]}
 */
export function commands({ say, close }) {
  return [
    { heading: "Go to", options: places() },
    { heading: "Account", options: account(close) },
    { heading: "Studio", options: rooms() },
    { heading: "This page", options: [...sharing(say), ...booking(close)] },
    { heading: "Theme", options: themes(say) },
  ];
}

/** Every page that the header and the foot lead to, once. */
function places() {
  const links = [.../** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll(".site-name, .site-nav a, .foot-links a"))];
  /** @type {Map<string, Option>} */
  const found = new Map();
  for (const link of links.filter(({ href }) => href !== location.href)) {
    const count = link.querySelector(".count")?.textContent;
    const label = link.rel === "home" ? "Home" : (link.textContent ?? "").replace(count ?? "", "").trim();
    const note = link.host === location.host ? count : link.host;
    if (!found.has(link.href)) found.set(link.href, { label, note: note ?? undefined, href: link.href });
  }
  return [...found.values()];
}

/** @param {() => void} close @returns {Option[]} */
function account(close) {
  const visitor = /** @type {HTMLAnchorElement | null} */ (document.querySelector(".visitor"));
  const menu = document.querySelector("#account-menu");
  if (!visitor || !menu) return [];
  if (!("member" in document.documentElement.dataset)) return [{ label: "Sign in", href: visitor.href }];
  const links = /** @type {NodeListOf<HTMLAnchorElement>} */ (menu.querySelectorAll("li:not([hidden]) a"));
  const leave = () => {
    // What is offered next depends on whether that went well.
    addEventListener("storage", close, { once: true });
    /** @type {HTMLElement | null} */ (menu.querySelector("[data-sign-out]"))?.click();
  };
  return [...[...links].map(({ textContent, href }) => ({ label: textContent ?? "", href })), { label: "Sign out", run: leave }];
}

/** @param {Say} say @returns {Option[]} */
function sharing(say) {
  const url = document.querySelector("share-links")?.getAttribute("data-url") ?? location.href;
  const copying = async () => say((await copy(url)) ? "The link is copied." : "The link could not be copied.");
  const sending = async () => say((await share({ url, title: document.title })) ? "" : "The page could not be shared.");
  return [
    ...("clipboard" in navigator ? [{ label: "Copy link", run: copying }] : []),
    ...("share" in navigator ? [{ label: "Share …", run: sending }] : []),
  ];
}

/** @param {() => void} close @returns {Option[]} */
function booking(close) {
  const opener = /** @type {HTMLElement | null} */ (document.querySelector("booking-opener a"));
  const open = () => {
    close();
    opener?.click();
  };
  return opener ? [{ label: (opener.textContent ?? "").trim(), run: open }] : [];
}

/** @param {Say} say @returns {Option[]} */
function themes(say) {
  const element = /** @type {import("../theme-switch.js").ThemeSwitch | null} */ (document.querySelector("theme-switch"));
  return Object.entries(element ? THEMES : {}).map(([theme, label]) => ({
    label,
    run() {
      element?.choose(theme);
      say(`${label}.`);
    },
  }));
}
