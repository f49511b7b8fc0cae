// A link with data-sheet="id" opens that <dialog> instead of its page; with an href and an empty dialog, htmx fills it first.
(() => {
  const open = (dialog, opener) => {
    dialog.showModal();
    dialog.addEventListener("close", () => opener?.focus({ preventScroll: true }), { once: true });
  };
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-sheet]");
    if (opener && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      const dialog = document.getElementById(opener.dataset.sheet);
      if (dialog?.showModal) {
        event.preventDefault();
        const body = dialog.querySelector("[data-sheet-body]");
        if (body && opener.href && opener.hasAttribute("data-sheet-load")) {
          window.htmx
            .ajax("GET", opener.href, { target: body, swap: "innerHTML", source: opener })
            .then(() => dialog.open || open(dialog, opener));
        } else {
          open(dialog, opener);
        }
      }
      return;
    }
    const closer = event.target.closest("[data-close]");
    const dialog = closer?.closest("dialog");
    if (dialog) {
      event.preventDefault();
      dialog.close();
    } else if (event.target instanceof HTMLDialogElement) {
      const box = event.target.getBoundingClientRect();
      const inside = event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom;
      if (!inside && event.clientX + event.clientY > 0) event.target.close();
    }
    // An open <details class="menu"> closes when something else is clicked.
    document.querySelectorAll("details.menu[open]").forEach((menu) => menu.contains(event.target) || menu.removeAttribute("open"));
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    document.querySelectorAll("details.menu[open]").forEach((menu) => {
      menu.removeAttribute("open");
      menu.querySelector("summary").focus();
    });
  });
  // What works only with scripts shows itself.
  const reveal = () => document.querySelectorAll("[data-needs-script][hidden]").forEach((part) => part.removeAttribute("hidden"));
  document.addEventListener("htmx:load", reveal);
  reveal();
  // What only writing needs is fetched once somebody begins to; a module runs once, whatever asks for it.
  const begin = (place) => {
    const part = place?.closest("[data-script]");
    if (part) import(part.dataset.script);
  };
  document.addEventListener("focusin", (event) => begin(event.target));
  begin(document.activeElement);
  document.querySelectorAll("dialog[data-open]").forEach((dialog) => open(dialog));
  // On a phone a row of tabs may be wider than the page: begin at the one that is open.
  document.querySelectorAll(".tabs > [aria-current]").forEach((tab) => {
    tab.parentElement.scrollLeft = tab.offsetLeft - tab.parentElement.offsetLeft - 48;
  });
})();
