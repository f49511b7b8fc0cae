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
  const isTouch = () => matchMedia("(pointer: coarse)").matches;
  const go = async (share, viaSheet) => {
    // Networks without a page of their own go through the phone's share sheet, where there is one.
    if (viaSheet && navigator.share && isTouch()) {
      try {
        await navigator.share({ text: share.text });
      } catch { /* closed, or not allowed: the next page has the same button */ }
    } else {
      await copy(share.text);
      if (share.page.startsWith("mailto:")) location.href = share.page;
      else if (share.page) window.open(share.page, "_blank", "noopener");
    }
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
      if (!response.ok || response.redirected) return form.submit();
      return await go(await response.json(), form.hasAttribute("data-share-sheet"));
    } catch {
      return form.submit();
    } finally {
      button.disabled = false;
    }
  };
  document.addEventListener("submit", (event) => {
    const form = event.target.closest("[data-share-form]");
    if (!form || event.submitter?.name) return;
    event.preventDefault();
    send(form);
  });
})();
