// Shows the banner of the shell while there is no connection.

const banner = /** @type {HTMLElement | null} */ (document.querySelector(".offline"));

function show() {
  if (banner) banner.hidden = navigator.onLine;
}

addEventListener("online", show);
addEventListener("offline", show);
show();
