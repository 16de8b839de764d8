// Draws what css/motion.css leaves for later in idle moments, so that links end where they lead.

const blocks = [...document.querySelectorAll(".prose > *, .onwards, .related, .discussion")];
// Where a browser does not hold what is read in its place, nothing above it may grow.
const held = CSS.supports("overflow-anchor", "auto");
// Safari has no idle callbacks.
const idle = globalThis.requestIdleCallback ?? setTimeout;

function draw() {
  const block = /** @type {HTMLElement | undefined} */ (blocks.shift());
  if (block && (held || block.getBoundingClientRect().top > 0)) block.style.contentVisibility = "visible";
  block?.getBoundingClientRect();
}

function drawNext() {
  draw();
  if (blocks.length) idle(drawNext);
}

document.querySelector(".contents")?.addEventListener("click", () => {
  while (blocks.length) draw();
});
idle(drawNext);
