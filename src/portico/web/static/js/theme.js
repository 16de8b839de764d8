// Runs before the first paint, so that the remembered theme never flashes; hence no module.
(function () {
  try {
    const theme = localStorage.getItem("theme");
    if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
    else if (theme === "system") delete document.documentElement.dataset.theme;
  } catch {
    // Storage may be closed to us; the system's theme is a good answer then.
  }
})();
