// Swagger UI keeps its dark theme under a class of its own, which this page wears when the site is dark.
(function () {
  const root = document.documentElement;
  let theme = root.dataset.theme;
  try {
    theme = localStorage.getItem("theme") ?? theme;
  } catch {
    // Without storage the site's own choice holds.
  }
  const chosen = theme === "light" || theme === "dark";
  const dark = chosen ? theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  root.classList.toggle("dark-mode", dark);
})();
