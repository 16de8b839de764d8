// Whether somebody who is signed in has saved an article: shown at once, taken back where the server refuses.

import { saved } from "portico/api/saved";
import { announce } from "portico/say";
import { lead } from "portico/sign-in-link";
import { session } from "portico/state/session";
import { cache, client } from "portico/state/shared";

const kept = saved(client);

/**
 * @param {HTMLElement} place whose data names the article
 * @param {HTMLButtonElement} button
 */
export async function offer(place, button) {
  const { collection = "", slug = "" } = place.dataset;
  const key = `saved ${collection}/${slug}`;

  /** @param {boolean} is */
  const show = (is) => {
    button.ariaPressed = String(is);
    button.textContent = is ? "Saved" : "Save";
  };

  async function turn() {
    if (!session.member) return lead();
    const wanted = button.ariaPressed !== "true";
    show(wanted);
    try {
      await (wanted ? kept.save(collection, slug) : kept.drop(collection, slug));
      announce(wanted ? "Saved. Your page lists it." : "No longer saved.");
    } catch (problem) {
      show(!wanted);
      announce(`That did not work. ${/** @type {Error} */ (problem).message}`);
    }
    cache.invalidate(key);
  }

  button.addEventListener("click", turn);
  session.addEventListener("change", () => session.member || show(false));
  const known = await cache.get(key, () => kept.status(collection, slug), { tags: ["private"] }).catch(() => undefined);
  if (known && button.ariaPressed === null) show(known.saved);
}
