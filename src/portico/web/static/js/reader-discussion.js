// <reader-discussion>: what readers say under an article, loaded once one comes near it or asks for a comment.

const LINKED = /^#(discussion|write-comment|(comment|reply-to)-\d+)$/;

class ReaderDiscussion extends HTMLElement {
  near = new IntersectionObserver((seen) => seen.some((each) => each.isIntersecting) && this.grow(), {
    rootMargin: "800px",
  });

  connectedCallback() {
    // Before its styles and pictures are there, a long article may look short.
    if (document.readyState === "complete") this.near.observe(this);
    else addEventListener("load", () => this.near.observe(this), { once: true });
    addEventListener("hashchange", () => this.follow());
    this.follow();
  }

  follow() {
    if (LINKED.test(location.hash)) this.grow();
  }

  async grow() {
    this.near.disconnect();
    // Where it cannot be had, the link to the discussion's own page stays.
    const { open } = await import("portico/discussion/discussion");
    await open(this);
  }
}

customElements.define("reader-discussion", ReaderDiscussion);
