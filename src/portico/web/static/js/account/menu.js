// The menu of somebody who is signed in: their page, their settings, what they keep, the way out.

import { auth } from "portico/api/auth";
import { announce } from "portico/say";
import { greet } from "portico/state/ambient";
import { session } from "portico/state/session";
import { client, root } from "portico/state/shared";

const menu = /** @type {HTMLElement} */ (document.querySelector("#account-menu"));
const page = /** @type {HTMLAnchorElement} */ (menu.querySelector("[data-page]"));
const keeper = /** @type {HTMLElement | null} */ (menu.querySelector("[data-keeper]"));

function show() {
  const { member } = session;
  if (!member) return menu.hidePopover();
  page.href = `${root}/@${member.username}`;
  page.textContent = member.name || member.username;
  if (keeper) keeper.hidden = member.role === "member";
}

async function leave() {
  try {
    await session.leave(() => auth(client).signOut());
    menu.hidePopover();
    announce("You are signed out.");
  } catch (problem) {
    announce(/** @type {Error} */ (problem).message);
  }
}

session.addEventListener("change", show);
menu.querySelector("[data-sign-out]")?.addEventListener("click", leave);
show();
// Without an answer the header keeps what it shows; the next page asks again.
greet().catch(() => {});
