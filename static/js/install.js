// Registers the service worker and offers, once, to put the app on the home screen.
(() => {
  const worker = document.querySelector('meta[name="service-worker"]');
  if (worker && "serviceWorker" in navigator) {
    addEventListener("load", () => navigator.serviceWorker.register(worker.content, { scope: "/" }).catch(() => {}));
  }
  const hint = document.getElementById("install-hint");
  if (!hint) return;
  const forget = () => {
    hint.hidden = true;
    try { localStorage.setItem("install-hint", "seen"); } catch { /* private window: asked again next time */ }
  };
  let seen = false;
  try { seen = Boolean(localStorage.getItem("install-hint")); } catch { /* as above */ }
  addEventListener("beforeinstallprompt", (event) => {
    event.preventDefault();
    if (seen) return;
    hint.hidden = false;
    hint.querySelector("[data-install]").onclick = () => { event.prompt(); forget(); };
    hint.querySelector("[data-later]").onclick = forget;
  });
})();
