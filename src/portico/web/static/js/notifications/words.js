// What happened, as a row of a list: who did what, where it leads, how it begins, and when it was.

import { made } from "portico/made";
import { exactly } from "portico/moments";
import { changed, mine } from "portico/notifications/unread";
import { root } from "portico/state/shared";

/** @import { NotificationView } from "../api/schema.d.ts" */

/** @type {Record<NotificationView["kind"], string>} */
const DEEDS = {
  reply: "answered you under",
  mention: "mentioned you under",
  reaction: "reacted to what you wrote under",
  comment: "commented on",
  held: "wrote a comment that waits for you on",
  report: "reported a comment on",
};

/** @param {NotificationView} notice */
export function row(notice) {
  const { id, path, excerpt, created_at, read } = notice;
  const line = made("li", { className: "happening", id: `happening-${id}` });
  line.toggleAttribute("data-unread", !read);
  const link = made("a", { className: "happening-link", href: root + path }, ...sentence(notice));
  if (!read) link.prepend(made("span", { className: "visually-hidden" }, "New: "));
  link.addEventListener("click", () => void (read || mine.read(id).then(changed, () => {})));
  const when = made("time", { className: "happening-when", dateTime: created_at }, exactly(created_at));
  line.append(link, excerpt && made("p", { className: "happening-excerpt" }, excerpt), when);
  return line;
}

/** What happened, in words alone. @param {NotificationView} notice */
export function told(notice) {
  const words = made("p", {}, ...sentence(notice));
  return words.textContent ?? "";
}

/** @param {NotificationView} notice */
function sentence({ kind, actor, others, title }) {
  const who = made("strong", { className: "happening-who" }, actor?.name ?? "Somebody");
  const besides = others ? ` and ${others} ${others === 1 ? "other" : "others"}` : "";
  return [who, `${besides} ${DEEDS[kind]} `, made("cite", {}, title)];
}
