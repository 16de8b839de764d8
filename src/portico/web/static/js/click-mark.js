// A drop where one has clicked, which opens to a ring and is gone.

import { reduced } from "portico/motion";

/** @param {MouseEvent} event */
function mark({ clientX, clientY, detail }) {
  // A click by the keyboard has no place, and its detail is zero.
  if (detail === 0 || reduced()) return;
  const drop = document.createElement("span");
  drop.className = "click-mark";
  drop.setAttribute("aria-hidden", "true");
  drop.style.setProperty("left", `${clientX}px`);
  drop.style.setProperty("top", `${clientY}px`);
  drop.addEventListener("animationend", () => drop.remove());
  // Behind an open dialog nothing is seen.
  (document.querySelector("dialog[open]") ?? document.body).append(drop);
}

addEventListener("click", mark, { capture: true, passive: true });
