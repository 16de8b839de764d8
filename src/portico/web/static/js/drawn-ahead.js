// Draws what css/motion.css leaves for later, a few blocks in each idle moment, so that their heights are known.

/** @type {NodeListOf<HTMLElement>} */
const later = document.querySelectorAll(".prose > *, .onwards, .related, .discussion");
const blocks = [...later];
// Milliseconds, of an idle moment that is over by the time of a next frame.
const MOST = 4;
// Where a browser does not hold what is read in its place, nothing above it may grow.
const held = CSS.supports("overflow-anchor", "auto");
// Safari has no idle callbacks.
const idle = globalThis.requestIdleCallback ?? setTimeout;

function draw() {
  const end = performance.now() + MOST;
  do next();
  while (blocks.length && performance.now() < end);
  if (blocks.length) idle(draw);
}

function next() {
  const block = blocks.shift();
  if (block && (held || block.getBoundingClientRect().top > 0)) block.style.contentVisibility = "visible";
  block?.getBoundingClientRect();
}

// Whoever goes elsewhere on the page at once is led past blocks that have their heights.
addEventListener("click", (event) => {
  if (event.target instanceof Element && event.target.closest("a[href^='#']")) {
    for (const block of blocks.splice(0)) block.style.contentVisibility = "visible";
  }
});

idle(draw);
