// <page-contents>: marks the section being read in the table of contents.

class PageContents extends HTMLElement {
  connectedCallback() {
    this.links = [...this.querySelectorAll("a[href^='#']")];
    this.headings = this.links
      .map((link) => document.getElementById(decodeURIComponent(link.getAttribute("href")?.slice(1) ?? "")))
      .filter((heading) => heading !== null);
    // A heading counts as read once it has passed the upper third of the window. The area watched reaches
    // far above the window, so that no jump can carry a heading across it unseen.
    this.observer = new IntersectionObserver(() => this.mark(), { rootMargin: "1000000px 0px -66% 0px" });
    for (const heading of this.headings) this.observer.observe(heading);
  }

  disconnectedCallback() {
    this.observer?.disconnect();
  }

  mark() {
    const line = innerHeight / 3;
    const current = this.headings?.findLast((heading) => heading.getBoundingClientRect().top <= line);
    for (const link of this.links ?? []) {
      const here = current !== undefined && decodeURIComponent(link.getAttribute("href") ?? "") === `#${current.id}`;
      if (here) link.setAttribute("aria-current", "location");
      else link.removeAttribute("aria-current");
    }
  }
}

customElements.define("page-contents", PageContents);
