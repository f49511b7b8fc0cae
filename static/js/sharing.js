// The share sheet in two taps: open the share, copy the words, go to the network. Without this script a page shows the same steps.
(() => {
  const failed = (form, html) => {
    const holder = document.createElement("template");
    holder.innerHTML = html;
    const fresh = holder.content.querySelector("form");
    if (!fresh) return form.submit();
    form.replaceWith(fresh);
    window.htmx.process(fresh);
    document.dispatchEvent(new CustomEvent("htmx:load"));
    fresh.querySelector("[role=alert]")?.scrollIntoView({ block: "nearest" });
    return undefined;
  };
  const copy = async (text) => {
    try {
      await navigator.clipboard.writeText(text);
    } catch { /* the next page offers the text to copy */ }
  };
  // The picture goes along where the phone takes files: fetched while somebody writes, because a share has to follow the tap at once.
  let picture = { address: "", files: Promise.resolve([]) };
  const fetchFile = async (address) => {
    try {
      const blob = await (await fetch(address)).blob();
      const file = new File([blob], address.split("/").pop(), { type: blob.type });
      return navigator.canShare({ files: [file] }) ? [file] : [];
    } catch {
      return [];
    }
  };
  const prepare = () => {
    document.querySelectorAll("[data-begin-anew][hidden]").forEach((button) => button.removeAttribute("hidden"));
    const keeper = document.querySelector("[data-share-form]")?.dataset.keeps;
    if (keeper) import(keeper);
    const address = document.querySelector("[data-share-form][data-share-file]")?.dataset.shareFile;
    if (!address || address === picture.address || !navigator.canShare || !isTouch()) return;
    picture = { address, files: fetchFile(address) };
  };
  const isTouch = () => matchMedia("(pointer: coarse)").matches;
  const go = async (share, viaSheet) => {
    // Networks without a page of their own go through the phone's share sheet, where there is one.
    if (viaSheet && navigator.share && isTouch()) {
      try {
        const files = await picture.files;
        await navigator.share(files.length ? { text: share.text, files } : { text: share.text });
      } catch { /* closed, or not allowed: the next page has the same button */ }
    } else {
      await copy(share.text);
      if (share.page.startsWith("mailto:")) location.href = share.page;
      else if (share.page) window.open(share.page, "_blank", "noopener");
    }
    document.dispatchEvent(new CustomEvent("shared"));
    location.href = share.detail;
  };
  const send = async (form) => {
    const button = form.querySelector("[type=submit]:not([name])");
    button.disabled = true;
    try {
      const response = await fetch(form.action, {
        method: "POST", body: new FormData(form), headers: { Accept: "application/json", "X-Requested-With": "fetch" },
      });
      if (response.status === 422) return failed(form, await response.text());
      if (response.redirected) return location.assign(response.url); // to the log-in or the agreements, and back here
      if (!response.ok) return form.submit();
      return await go(await response.json(), form.hasAttribute("data-share-sheet"));
    } catch {
      return form.submit();
    } finally {
      button.disabled = false;
    }
  };
  // Own words are one tap away: what has to stand in front stays, the suggestion goes.
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-begin-anew]");
    const area = button && document.getElementById(button.dataset.beginAnew);
    if (!area) return;
    area.value = button.dataset.words;
    area.dispatchEvent(new Event("input", { bubbles: true }));
    area.focus();
    area.setSelectionRange(area.value.length, area.value.length);
  });
  document.addEventListener("htmx:load", prepare);
  prepare();
  document.addEventListener("submit", (event) => {
    const form = event.target.closest("[data-share-form]");
    if (!form || event.submitter?.name) return;
    event.preventDefault();
    send(form);
  });
})();
