// Toasts leave by themselves after a while, unless someone is on them; one with "undo" stays longer.
(() => {
  const watch = (toast) => {
    if (toast.dataset.watched) return;
    toast.dataset.watched = "1";
    const stay = toast.querySelector("[data-undo]") ? 12000 : 6000;
    let timer;
    const start = () => { timer = setTimeout(() => toast.remove(), stay); };
    const stop = () => clearTimeout(timer);
    toast.addEventListener("pointerenter", stop);
    toast.addEventListener("focusin", stop);
    toast.addEventListener("pointerleave", start);
    toast.addEventListener("focusout", start);
    if (!toast.hasAttribute("data-stays")) start();
  };
  const watchAll = () => document.querySelectorAll("#toasts .toast").forEach(watch);
  document.addEventListener("click", (event) => event.target.closest("[data-dismiss]")?.closest(".toast")?.remove());
  document.addEventListener("htmx:load", watchAll);
  // For other scripts: document.dispatchEvent(new CustomEvent("toast", {detail: "Copied"}))
  document.addEventListener("toast", (event) => {
    const toast = document.createElement("div");
    toast.className = "toast";
    const text = document.createElement("p");
    text.className = "toast__text";
    text.textContent = event.detail;
    toast.append(text);
    document.getElementById("toasts")?.append(toast);
    watch(toast);
  });
  watchAll();
})();
