// <click-to-load>: puts the foreign page in place of its link, but only when the visitor asks.

class ClickToLoad extends HTMLElement {
  connectedCallback() {
    const link = this.querySelector("a");
    const { src, title = "" } = this.dataset;
    if (!link || !src) return;
    link.addEventListener("click", (event) => {
      if (event.metaKey || event.ctrlKey || event.shiftKey) return;
      event.preventDefault();
      this.replaceChildren(frame(src, title || link.textContent || ""));
      this.querySelector("iframe")?.focus();
    });
  }
}

/**
 * @param {string} src
 * @param {string} title
 */
function frame(src, title) {
  const iframe = document.createElement("iframe");
  iframe.src = src;
  iframe.title = title.trim();
  iframe.allow = "fullscreen; picture-in-picture; encrypted-media";
  iframe.referrerPolicy = "strict-origin-when-cross-origin";
  return iframe;
}

customElements.define("click-to-load", ClickToLoad);
