// <signal-strip>: once the page stands, its numbers take turns in the light, until somebody pauses them.

import { reduced } from "portico/motion";
import { ready } from "portico/ready";

class SignalStrip extends HTMLElement {
  /** @type {HTMLButtonElement | null} */
  button = null;

  async connectedCallback() {
    this.button = this.querySelector("button");
    await ready();
    this.closest(".signals")?.setAttribute("data-entered", "");
    if (reduced() || !this.button || this.querySelectorAll("dl > div").length < 2) return;
    this.button.hidden = false;
    this.button.addEventListener("click", () => this.run(this.dataset.running === "paused"));
    // The line above a number is its clock: the next turn begins when it is full, and pausing it pauses all.
    this.addEventListener("animationend", (event) => event.animationName === "signal-turn" && this.turn());
    this.run(true);
    this.turn();
  }

  /** @param {boolean} on */
  run(on) {
    this.dataset.running = on ? "on" : "paused";
    if (this.button) this.button.textContent = on ? "Pause" : "Play";
  }

  /** Numbers that have come in the meantime take their turns too. */
  turn() {
    const lit = this.querySelector("[data-lit]");
    const next = lit?.nextElementSibling ?? this.querySelector("dl > div");
    lit?.removeAttribute("data-lit");
    next?.setAttribute("data-lit", "");
  }
}

customElements.define("signal-strip", SignalStrip);
