// Decides before the first paint, hence no module: the remembered theme, and whether this is a first visit.
(function () {
  const root = document.documentElement;
  try {
    const theme = localStorage.getItem("theme");
    if (theme === "light" || theme === "dark") root.dataset.theme = theme;
    else if (theme === "system") delete root.dataset.theme;
    if (localStorage.getItem("visited")) return;
    localStorage.setItem("visited", "yes");
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (!still && document.visibilityState === "visible") root.dataset.preloading = "";
  } catch {
    // Storage may be closed to us: then the system's theme is a good answer, and every visit a later one.
  }
})();
