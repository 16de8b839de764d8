// A comment stands there at once, and is reconciled with the answer: or taken back, with its text kept in the form.

import { isElsewhere } from "portico/discussion/placing";
import { keepDraft } from "portico/state/drafts";
import { session } from "portico/state/session";

/** @import { CommentView } from "../api/schema.d.ts" */
/** @import { Member } from "../state/mirror.js" */
/** @import { Talk } from "./talk.js" */

/** @type {WeakMap<HTMLFormElement, {text: string, key: string}>} */
const keys = new WeakMap();
let sent = 0;

/**
 * @param {Talk} talk
 * @param {string} text
 * @param {HTMLFormElement} form that is hidden meanwhile, and comes back with a refusal
 * @param {{parent?: CommentView, draft: string}} where
 * @returns {Promise<CommentView>}
 */
export async function post(talk, text, form, { parent, draft }) {
  const pending = assumed(text, parent);
  const end = talk.sort === "oldest" ? "last" : "first";
  talk.tree.put(pending, end);
  const stays = isElsewhere(form);
  form.hidden = true;
  if (!stays) talk.tree.element(pending.id)?.focus();
  try {
    const body = { text, parent_id: parent?.id ?? null };
    const comment = await talk.api.post(talk.collection, talk.slug, body, { key: keyFor(form, text) });
    keepDraft(draft, "");
    talk.tree.put(comment, end);
    return comment;
  } catch (problem) {
    form.hidden = false;
    // Whoever is nobody here any more finds the text again once they are back.
    if (/** @type {{status?: number}} */ (problem).status === 401) session.end();
    throw problem;
  } finally {
    talk.tree.remove(pending.id);
  }
}

/** The same text of the same form is one comment, however often it is sent. @param {HTMLFormElement} form @param {string} text */
function keyFor(form, text) {
  const known = keys.get(form);
  if (known?.text === text) return known.key;
  const key = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  keys.set(form, { text, key });
  return key;
}

/** @param {string} text @param {CommentView | undefined} parent @returns {CommentView} */
function assumed(text, parent) {
  const { username, name, avatar, role } = /** @type {Member} */ (session.member);
  const picture = avatar ? { url: avatar, width: 40, height: 40, alt: "", sources: [] } : null;
  return {
    id: -++sent,
    parent_id: parent?.id ?? null,
    root_id: parent ? (parent.root_id ?? parent.id) : null,
    depth: parent ? parent.depth + 1 : 0,
    state: "shown",
    author: { kind: "member", name: name || username, username, url: `/@${username}`, avatar: picture, role },
    html: paragraphs(text),
    source: text,
    created_at: new Date().toISOString(),
    edited_at: null,
    replies: 0,
    reactions: [],
    own: true,
    path: location.pathname,
  };
}

/** @param {string} text */
function paragraphs(text) {
  const escaped = text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
  return escaped.split(/\n{2,}/).map((each) => `<p dir="auto">${each.replaceAll("\n", "<br>")}</p>`).join("");
}
