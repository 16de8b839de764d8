// What a comment said before it was edited, for its author and the keepers of the site.

import { exactly } from "portico/discussion/words";
import { button, made } from "portico/made";

/** @import { CommentEditView } from "../api/schema.d.ts" */

let numbers = 0;

/** @param {{created_at: string}} comment @param {readonly CommentEditView[]} edits the latest first */
export function showVersions({ created_at }, edits) {
  const id = `versions-${++numbers}`;
  const close = button("Close", () => dialog.close(), { className: "quiet-call", autofocus: true });
  const versions = edits.map(({ source, replaced_at }, at) =>
    made(
      "li",
      {},
      made("p", { className: "version-when" }, moment(edits[at + 1]?.replaced_at ?? created_at), " until ", moment(replaced_at)),
      made("div", { className: "version-words", dir: "auto", textContent: source }),
    ),
  );
  const dialog = made(
    "dialog",
    { className: "ask versions", "aria-labelledby": id },
    made("h2", { id, textContent: "What it said before" }),
    made("ol", { reversed: true }, ...versions),
    made("p", { className: "form-deeds" }, close),
  );
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

/** @param {string} at */
function moment(at) {
  return made("time", { dateTime: at, textContent: exactly(at) });
}
