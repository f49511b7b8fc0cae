// Copying, the phone's own share sheet, and the question "did you post it?" when someone comes back.
(() => {
  const textOf = (button) => {
    const source = button.dataset.copyFrom && document.getElementById(button.dataset.copyFrom);
    return source ? (source.value ?? source.textContent.trim()) : button.dataset.copy || "";
  };
  const copy = async (button) => {
    try {
      await navigator.clipboard.writeText(textOf(button));
    } catch {
      // Without permission (or without https) the text is selected, ready for the person's own copy.
      const source = document.getElementById(button.dataset.copyFrom);
      if (source?.select) source.select();
      else if (source) getSelection().selectAllChildren(source);
      return;
    }
    if (button.dataset.done) document.dispatchEvent(new CustomEvent("toast", { detail: button.dataset.done }));
  };
  // The picture goes along where the phone takes files; it is fetched beforehand, because a share has to follow the tap at once.
  const files = new Map();
  const fetchFile = async (address) => {
    try {
      const blob = await (await fetch(address)).blob();
      const file = new File([blob], address.split("/").pop(), { type: blob.type });
      return navigator.canShare?.({ files: [file] }) ? [file] : [];
    } catch {
      return [];
    }
  };
  const share = async (button) => {
    const data = { text: textOf(button) };
    const found = await files.get(button.dataset.shareFile);
    if (found?.length) data.files = found;
    if (button.dataset.shareTitle) data.title = button.dataset.shareTitle;
    if (button.dataset.shareUrl) data.url = button.dataset.shareUrl;
    try {
      await navigator.share(data);
    } catch (error) {
      if (error.name !== "AbortError") await copy(button);
      return;
    }
    button.dispatchEvent(new CustomEvent("shared", { bubbles: true }));
    const form = button.dataset.sharedForm && document.getElementById(button.dataset.sharedForm);
    form?.requestSubmit();
  };
  document.addEventListener("click", (event) => {
    const copier = event.target.closest("[data-copy], [data-copy-from]:not([data-share])");
    if (copier) copy(copier);
    const sharer = event.target.closest("[data-share]");
    if (sharer) share(sharer);
  });
  const reveal = () => {
    document.querySelectorAll("[data-share][data-share-file]").forEach(({ dataset }) => {
      if (navigator.share && !files.has(dataset.shareFile)) files.set(dataset.shareFile, fetchFile(dataset.shareFile));
    });
    if (navigator.share) document.querySelectorAll("[data-share][hidden]").forEach((button) => button.removeAttribute("hidden"));
  };
  document.addEventListener("htmx:load", reveal);
  reveal();

  // A link with data-asks="dialog-id" opens a network; once the person is back on this page, that dialog asks how it went.
  let asking = null;
  document.addEventListener("click", (event) => {
    const leaving = event.target.closest("[data-asks]");
    if (leaving) asking = leaving.dataset.asks;
  });
  document.addEventListener("submit", (event) => {
    if (event.target.dataset?.asks) asking = event.target.dataset.asks;
  });
  const ask = () => {
    if (document.visibilityState !== "visible" || !asking) return;
    const dialog = document.getElementById(asking);
    asking = null;
    if (!dialog) return;
    if (dialog instanceof HTMLDialogElement) dialog.open || dialog.showModal();
    else {
      dialog.removeAttribute("hidden");
      dialog.querySelector("button, a, input:not([type=hidden])")?.focus();
    }
  };
  document.addEventListener("visibilitychange", ask);
  window.addEventListener("pageshow", (event) => event.persisted && ask());
})();
