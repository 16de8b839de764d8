// The buttons of other sites that somebody can come from.

import { visit, VisitEnded } from "portico/account/popup";

/**
 * Offer each provider, and take in who comes back from one.
 * @param {HTMLElement} place with a place for the buttons and one for what goes wrong
 * @param {readonly {name: string, label: string}[]} providers
 * @param {() => unknown} arrived
 */
export function offer(place, providers, arrived) {
  const words = place.querySelector("[data-ways-problem]");
  const to = new URLSearchParams(location.search).get("to") ?? "/settings";

  /** @param {string} text */
  function say(text) {
    if (words) words.textContent = text;
  }

  /** @param {string} provider */
  async function go(provider) {
    say("");
    const told = await visit({ provider, purpose: "sign-in", to, invitation: invitation(place) }, say);
    if (told.outcome === "signed-in") await arrived();
    else say(told.words);
  }

  const buttons = providers.map(({ name, label }) => {
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: "framed-call", textContent: `Continue with ${label}` });
    button.addEventListener("click", () => {
      go(name).catch((/** @type {Error} */ problem) => problem instanceof VisitEnded || say(problem.message));
    });
    return button;
  });
  place.querySelector("[data-providers]")?.replaceChildren(...buttons);
}

/** @param {HTMLElement} place */
function invitation(place) {
  const field = /** @type {HTMLInputElement | null} */ (place.querySelector("[name=invitation]"));
  return field?.value.trim() || undefined;
}
