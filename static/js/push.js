// Reminders on this device: the browser asks, and gives an address and keys by which only it can be told.
(() => {
  const form = document.querySelector("form[data-push]");
  if (!form || !("serviceWorker" in navigator) || !("PushManager" in window) || Notification.permission === "denied") return;
  form.hidden = false;
  const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      const worker = await navigator.serviceWorker.ready;
      const options = { userVisibleOnly: true, applicationServerKey: bytes(form.dataset.push) };
      const found = (await worker.pushManager.subscribe(options)).toJSON();
      form.elements.endpoint.value = found.endpoint;
      form.elements.p256dh.value = found.keys.p256dh;
      form.elements.auth.value = found.keys.auth;
    } catch { /* refused: the answer says so in words */ }
    form.submit();
  });
})();
