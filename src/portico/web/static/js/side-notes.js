// Sets footnotes in the margin beside their marks, where the margin is wide enough for them.

const WIDE = matchMedia("(min-width: 82rem)");
const prose = document.querySelector(".prose");

function place() {
  for (const mark of prose?.querySelectorAll(".footnote-ref a, a.footnote-ref") ?? []) {
    const note = document.getElementById(decodeURIComponent(mark.getAttribute("href")?.slice(1) ?? ""));
    const holder = mark.closest("p, li, dd, blockquote");
    // Inside tables and boxes there is no margin to reach; the note stays at the end of the page.
    if (note && holder && !mark.closest("table, .callout, details, .footnotes")) {
      mark.after(sideNote(note, mark.textContent ?? ""));
    }
  }
}

/**
 * The end of the page keeps the real note; this copy is for the eye alone.
 * @param {HTMLElement} note
 * @param {string} number
 */
function sideNote(note, number) {
  const aside = document.createElement("span");
  aside.className = "side-note";
  aside.setAttribute("aria-hidden", "true");
  const label = document.createElement("span");
  label.className = "side-note-number";
  label.textContent = number.replace(/[[\]]/g, "");
  const copy = /** @type {HTMLElement} */ (note.cloneNode(true));
  for (const back of copy.querySelectorAll(".footnote-backref")) back.remove();
  for (const named of copy.querySelectorAll("[id]")) named.removeAttribute("id");
  for (const link of copy.querySelectorAll("a")) link.tabIndex = -1;
  aside.append(label, ...[...copy.childNodes].flatMap((node) => (node.nodeName === "P" ? [...node.childNodes] : [node])));
  return aside;
}

function follow() {
  if (WIDE.matches && !prose?.querySelector(".side-note")) place();
}

WIDE.addEventListener("change", follow);
follow();
