// What a page lists of its holder: what they saved, for them alone, and what they said lately, for everybody.

import { offerFeed } from "portico/account/saved-feed";
import { SavedPosts } from "portico/account/saved-posts";
import { made } from "portico/made";
import { day } from "portico/moments";
import { ownProfile } from "portico/state/ambient";
import { root } from "portico/state/shared";

/** @import { RecentItem } from "../api/schema.d.ts" */

/** @param {HTMLElement} page */
export async function showLists(page) {
  const place = /** @type {HTMLElement | null} */ (page.querySelector("[data-saved]"));
  if (place) offerFeed(place);
  await Promise.all([place && new SavedPosts(place).show(), showLately(page)]);
}

/** The page may be a little older than what its holder has just said. @param {HTMLElement} page */
async function showLately(page) {
  const { recent } = await ownProfile();
  for (const { kind, count, items } of recent) {
    const section = page.querySelector(`[data-recent="${kind}"]`);
    const body = section?.querySelector(".bay-body");
    if (!section || !body || !items.length) continue;
    /** @type {HTMLElement} */ (section.querySelector(".count")).textContent = String(count);
    body.replaceChildren(made("ol", { className: "profile-recent" }, ...items.map(line)));
  }
}

/** @param {RecentItem} item */
function line({ url, title, excerpt, at }) {
  const said = made("a", { href: root + url, textContent: excerpt });
  return made(
    "li",
    {},
    made("p", { className: "profile-said", dir: "auto" }, said),
    made("p", { className: "profile-where", dir: "auto", textContent: `${title} · ${day(at)}` }),
  );
}
