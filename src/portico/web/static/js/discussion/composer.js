// The form in which a comment is written: what was begun is kept, what is too long is told.

import { button, made } from "portico/made";
import { isElsewhere } from "portico/discussion/placing";
import { why } from "portico/discussion/words";
import { draftAt, keepDraft } from "portico/state/drafts";

const LONGEST = 5000;
const NEARLY = 500;
const HINT = "Markdown works, and so does @name.";
const OFFLINE = "There is no connection. What you wrote is kept, and sent once there is one again.";
let numbers = 0;

/**
 * @typedef {object} Wish
 * @property {string} label what is written here
 * @property {string} verb what the button says
 * @property {string} [draft] where what was begun is kept
 * @property {string} [text] what stands in it first, where nothing was begun
 * @property {(text: string, form: HTMLFormElement) => Promise<unknown>} send
 * @property {() => void} [close] where it can be closed again
 */

/** @param {Wish} wish */
export function composer({ label, verb, draft = "", text = "", send, close }) {
  const id = `comment-text-${++numbers}`;
  const field = made("textarea", { id, name: "text", rows: 3, required: true, dir: "auto", value: draftAt(draft) || text });
  const left = made("span", { className: "form-note", id: `${id}-note` });
  const problem = made("p", { className: "form-problem", role: "alert" });
  field.setAttribute("aria-describedby", left.id);
  const deeds = made(
    "p",
    { className: "form-deeds" },
    made("button", { className: "call", type: "submit", textContent: verb }),
    close && button("Not now", close, { className: "quiet-call" }),
    left,
  );
  const labelled = made("label", { htmlFor: id, textContent: label });
  const form = made("form", { className: "form composer", noValidate: true }, made("div", { className: "field" }, labelled, field), problem, deeds);

  const again = () => form.isConnected && submit();

  function written() {
    removeEventListener("online", again);
    const room = LONGEST - [...field.value].length;
    left.textContent = room < 0 ? `${-room} characters too many` : room < NEARLY ? `${room} characters left` : close ? "" : HINT;
    if (draft) keepDraft(draft, field.value);
  }

  async function submit() {
    const [words, fault] = [field.value.trim(), told(field.value)];
    problem.textContent = fault;
    if (fault || form.ariaBusy === "true") return field.focus();
    form.ariaBusy = "true";
    removeEventListener("online", again);
    try {
      await send(words, form);
    } catch (error) {
      refuse(form, error);
      if (/** @type {{code?: string}} */ (error).code !== "offline") return;
      problem.textContent = OFFLINE;
      addEventListener("online", again, { once: true });
    } finally {
      form.ariaBusy = null;
    }
  }

  field.addEventListener("input", written);
  form.addEventListener("submit", (event) => (event.preventDefault(), submit()));
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) submit();
    if (event.key === "Escape" && close) close();
  });
  written();
  return form;
}

/** Say in a form why it was not taken; what is written in it stays. @param {HTMLFormElement} form @param {unknown} error */
export function refuse(form, error) {
  /** @type {HTMLElement} */ (form.querySelector(".form-problem")).textContent = why(error);
  if (!isElsewhere(form)) form.querySelector("textarea")?.focus();
}

/** @param {string} text @returns {string} why it cannot be sent as it is */
function told(text) {
  const size = [...text.trim()].length;
  if (!size) return "Write something first.";
  return size > LONGEST ? `A comment has ${LONGEST} characters at most; this has ${size}.` : "";
}
