// <film-cover>: a still that moves when asked, by its button or, where motion is welcome, under the pointer.

import { reduced } from "portico/motion";

class FilmCover extends HTMLElement {
  connectedCallback() {
    const film = this.querySelector("video");
    const button = this.querySelector("button");
    if (!film || !button) return;
    button.hidden = false;
    this.tell(film, button);
    if (welcome()) this.follow(film, button);
  }

  /**
   * The button says what it would do.
   * @param {HTMLVideoElement} film
   * @param {HTMLButtonElement} button
   */
  tell(film, button) {
    const show = () => {
      button.textContent = film.paused ? "Play the film" : "Pause the film";
      this.toggleAttribute("data-playing", !film.paused);
    };
    film.addEventListener("play", show);
    film.addEventListener("pause", show);
    button.addEventListener("click", () => (film.paused ? play(film) : film.pause()));
  }

  /**
   * The pointer starts and stops it until the button has been used.
   * @param {HTMLVideoElement} film
   * @param {HTMLButtonElement} button
   */
  follow(film, button) {
    const until = new AbortController();
    const { signal } = until;
    button.addEventListener("click", () => until.abort(), { signal });
    this.addEventListener("pointerenter", () => play(film), { signal });
    this.addEventListener("pointerleave", () => film.pause(), { signal });
  }
}

/** @param {HTMLVideoElement} film */
function play(film) {
  // Leaving before it has begun rejects the promise, which is no failure.
  film.play().catch(() => {});
}

function welcome() {
  const saving = /** @type {{connection?: {saveData?: boolean}}} */ (navigator).connection?.saveData;
  return !reduced() && !saving && matchMedia("(hover: hover)").matches;
}

customElements.define("film-cover", FilmCover);
