// Decides before the first paint, hence no module: the remembered theme, who was here, whether for the first time.
(function () {
  const root = document.documentElement;

  function greet() {
    const member = JSON.parse(localStorage.getItem("portico-member") ?? "null");
    root.toggleAttribute("data-member", Boolean(member));
    root.style.setProperty("--initial", JSON.stringify(member?.avatar ? "" : (member?.initial ?? "")));
    root.style.setProperty("--avatar", member?.avatar ? `url(${JSON.stringify(member.avatar)})` : "none");
  }

  try {
    const theme = localStorage.getItem("theme");
    if (theme === "light" || theme === "dark") root.dataset.theme = theme;
    else if (theme === "system") delete root.dataset.theme;
    greet();
    // Whoever signs in or out does so in every tab, and on pages that come back as they were left.
    addEventListener("storage", greet);
    addEventListener("pageshow", (event) => event.persisted && greet());
    if (localStorage.getItem("visited")) return;
    localStorage.setItem("visited", "yes");
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (!still && document.visibilityState === "visible") root.dataset.preloading = "";
  } catch {
    // Storage may be closed to us: then the system's theme is a good answer, and every visit a later one.
  }
})();
