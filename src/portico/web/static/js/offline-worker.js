// Has a worker keep the page that says that there is no connection, for when there is none.

const address = document.querySelector("[data-worker]")?.getAttribute("data-worker") ?? "";

function register() {
  // A page with Trusted Types may start a worker only by a policy; this one knows a single address.
  const policy = /** @type {any} */ (globalThis).trustedTypes?.createPolicy("offline", { createScriptURL: () => address });
  // Private windows and pages without a secure connection have no workers, and do without.
  navigator.serviceWorker?.register(policy?.createScriptURL("") ?? address).catch(() => {});
}

if (document.readyState === "complete") register();
else addEventListener("load", register, { once: true });
