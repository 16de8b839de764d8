// Shows on a first visit how much of the page has arrived, and lets go at 100 % or after 2.5 seconds.

import { complete } from "portico/ready";
import { firstOf, manifest, prefixed, until, warm } from "portico/warming";

const LONGEST = 2500;
const SETTLING = 320;
const GOING = 1000;

const overlay = document.querySelector(".preloader");
const figure = overlay?.querySelector(".preloader-figure");
const columns = [...(overlay?.querySelectorAll("i") ?? [])];
let [awaited, arrived, shown] = [0, 0, 0];

/** @param {Promise<unknown>} promise */
async function track(promise) {
  awaited += 1;
  await promise.catch(() => {});
  arrived += 1;
  show();
}

function show() {
  // What is found on the way makes the whole larger, and the share that has come smaller: that is not shown.
  shown = Math.max(shown, Math.floor((100 * arrived) / awaited));
  if (figure) figure.textContent = String(shown);
  const standing = Math.floor((shown * columns.length) / 100);
  for (const column of columns.slice(0, standing)) column.classList.add("standing");
  overlay?.setAttribute("aria-valuenow", String((100 * standing) / columns.length));
}

/** Everything that the first screen is made of. */
function everything() {
  const links = /** @type {NodeListOf<HTMLLinkElement>} */ (document.querySelectorAll("link[rel=preload]"));
  const pictures = [...document.images].filter((image) => !image.complete && isAtHand(image));
  const films = [...document.querySelectorAll("video")].filter((film) => isComing(film) && isAtHand(film));
  return [
    document.fonts.ready,
    ...[...links].map((link) => fetched(link.href)),
    ...pictures.map((image) => until(image, "load")),
    ...films.map((film) => until(film, "loadedmetadata")),
    listed(),
  ];
}

/** What the site's list adds for this page. */
async function listed() {
  const [{ fonts }, assets] = await Promise.all([manifest(), firstOf(location.pathname)]);
  const further = fonts.map(prefixed).filter((address) => !document.querySelector(`link[href="${address}"]`));
  await Promise.all([...further.map(fetched), ...assets.map(warm)].map(track));
}

/** @param {string} address */
function fetched(address) {
  return fetch(address, { cache: "force-cache", priority: "low" });
}

/**
 * Lazy pictures that are hidden or further down are not fetched yet, and nothing should wait for them.
 * @param {HTMLElement} element
 */
function isAtHand(element) {
  const { top, width } = element.getBoundingClientRect();
  return width > 0 && top < innerHeight;
}

/** @param {HTMLVideoElement} film */
function isComing(film) {
  return film.preload !== "none" && film.readyState === 0;
}

/** @param {number} milliseconds */
function pause(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

const all = Promise.all(everything().map(track)).then(() => pause(SETTLING));
const hurry = ["keydown", "pointerdown"].map((sign) => until(document.documentElement, sign));
await Promise.race([all, ...hurry, pause(Math.max(0, LONGEST - performance.now()))]);
overlay?.setAttribute("data-leaving", "");
complete();
await pause(GOING);
overlay?.remove();
