// The private feed of what somebody saved: its address is made, shown once, and ended.

import { attempt } from "portico/account/rows";
import { saved } from "portico/api/saved";
import { client } from "portico/state/shared";

const kept = saved(client);

/** @param {HTMLElement} place */
export function offerFeed(place) {
  const link = /** @type {HTMLAnchorElement} */ (place.querySelector("[data-feed]"));
  const status = /** @type {HTMLElement} */ (place.querySelector("[data-status]"));

  /** @param {string} address @param {string} words */
  function show(address, words) {
    link.hidden = !address;
    link.textContent = link.href = address;
    status.textContent = words;
  }

  /** @type {HTMLElement} */ (place.querySelector("[data-make-feed]")).onclick = () =>
    attempt(place, async () => show((await kept.makeFeed()).url, "It is shown only once: copy it now."));
  /** @type {HTMLElement} */ (place.querySelector("[data-end-feed]")).onclick = () =>
    attempt(place, async () => {
      await kept.endFeed();
      show("", "The feed has ended.");
    });
}
