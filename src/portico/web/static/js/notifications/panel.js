// What opens below the bell: the latest of what happened, the way to the rest, and marking it all as read.

import { attempt } from "portico/account/rows";
import { lateStyle } from "portico/late-style";
import { button, made } from "portico/made";
import { changed, mine } from "portico/notifications/unread";
import { row } from "portico/notifications/words";
import { announce } from "portico/say";
import { root } from "portico/state/shared";

const LATEST = 6;

/** @param {HTMLElement} bell what it opens below @returns {Promise<HTMLElement>} */
export async function panelOf(bell) {
  await lateStyle("notifications");
  const panel = made("div", { className: "bell-panel", id: "bell-panel", popover: "auto", tabIndex: -1, autofocus: true });
  panel.setAttribute("role", "dialog");
  panel.setAttribute("aria-labelledby", "bell-title");
  const list = made("ol", { className: "happenings" });
  const wait = made("p", { className: "bell-wait" }, "One moment …");
  const all = button("Mark all as read", () => attempt(panel, readAll), { className: "quiet-call", hidden: true });
  const onward = made("a", { className: "onward", href: `${root}/notifications` }, "All notifications");
  const problem = made("p", { className: "form-problem" });
  problem.setAttribute("role", "alert");
  panel.append(made("h2", { id: "bell-title" }, "Notifications"), wait, list, problem, made("p", { className: "bell-deeds" }, onward, all));
  bell.after(panel);
  let latest = 0;

  async function fill() {
    const { items } = await mine.list({ limit: LATEST });
    latest = items[0]?.id ?? 0;
    wait.textContent = items.length ? "" : "Nothing yet. When somebody answers or mentions you, it appears here.";
    list.replaceChildren(...items.map(row));
    all.hidden = items.every((notice) => notice.read);
  }

  async function readAll() {
    await mine.readUpTo(latest);
    changed();
    await fill();
    announce("All are read.");
    panel.focus();
  }

  panel.addEventListener("toggle", (event) => {
    if (/** @type {ToggleEvent} */ (event).newState === "open") attempt(panel, fill);
  });
  return panel;
}
