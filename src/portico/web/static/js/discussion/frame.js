// The parts of a discussion on the page, before anything stands in them.

import { button, made } from "portico/made";

/** @import { Sort } from "./talk.js" */

/** @type {Record<Sort, string>} */
const ORDERS = { newest: "Newest", oldest: "Oldest", "most-reacted": "Most reacted" };

/**
 * @param {HTMLElement} place
 * @param {(sort: Sort) => unknown} sorted
 */
export function frame(place, sorted) {
  const parts = {
    signs: made("div", { className: "discussion-signs" }),
    join: made("div", { className: "discussion-joining" }),
    order: made("div", { className: "discussion-order", role: "group", "aria-label": "Order", hidden: true }),
    empty: made("p", { className: "discussion-note", textContent: "Nobody has said anything yet.", hidden: true }),
    note: made("p", { className: "notice", role: "alert", hidden: true }),
    problem: made("div", { className: "discussion-problem", role: "alert", hidden: true }),
    threads: made("ol", { className: "threads", "aria-label": "Comments" }),
    more: made("p", { className: "discussion-more" }),
    told: made("p", { className: "visually-hidden", role: "status" }),
  };
  const orders = /** @type {[Sort, string][]} */ (Object.entries(ORDERS)).map(([sort, label]) => {
    const choice = button(label, () => (press(parts.order, choice), sorted(sort)), { ariaPressed: String(sort === "newest") });
    return choice;
  });
  parts.order.append(...orders);
  place.replaceChildren(...Object.values(parts));
  return parts;
}

/** @param {HTMLElement} group @param {HTMLElement} chosen */
function press(group, chosen) {
  for (const each of group.querySelectorAll("button")) each.ariaPressed = String(each === chosen);
}

/**
 * Say in place of the discussion why it is not there.
 * @param {HTMLElement} problem
 * @param {string} words none where it is there
 * @param {() => unknown} [again]
 */
export function failed(problem, words, again) {
  problem.hidden = !words;
  const parts = words ? [made("p", { textContent: words }), again && button("Try again", again, { className: "quiet-call" })] : [];
  problem.replaceChildren(...parts.filter((part) => part !== undefined));
}
