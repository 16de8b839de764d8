// Blocks enter one after another as they come into view; what the first screen holds has always been there.

import { reduced } from "portico/motion";
import { ready } from "portico/ready";

const BLOCKS = `
  main .bay > .bay-label, main .showcase .bay-body, main .plate, main .row, main .all, main .voice,
  main .partner-list, main .skill, main .position, main .next-article, main .prose > :is(figure, .gallery)`;
const MOST_TURNS = 6;

// What lies above the window counts as seen, so that no jump leaves anything waiting behind it.
const observer = new IntersectionObserver(follow, { rootMargin: "1000000px 0px 0px 0px" });

/** @param {IntersectionObserverEntry[]} entries */
function follow(entries) {
  let turn = 0;
  for (const { target, isIntersecting, boundingClientRect } of entries) {
    const block = /** @type {HTMLElement} */ (target);
    if (!isIntersecting) {
      block.dataset.enter = "waiting";
    } else {
      observer.unobserve(block);
      if (block.dataset.enter && boundingClientRect.bottom > 0) enter(block, turn++);
      else delete block.dataset.enter;
    }
  }
}

/**
 * @param {HTMLElement} block
 * @param {number} turn its place among those that come at the same moment
 */
function enter(block, turn) {
  block.style.setProperty("--turn", String(Math.min(turn, MOST_TURNS)));
  block.dataset.enter = "now";
  block.addEventListener("animationend", () => delete block.dataset.enter, { once: true });
}

if (!reduced()) {
  await ready();
  for (const block of document.querySelectorAll(BLOCKS)) observer.observe(block);
}
