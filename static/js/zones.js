// A long list gets a field that narrows it, and starts where the browser is. Without this it is a plain list.
(() => {
  for (const select of document.querySelectorAll("select[data-filter]")) {
    const groups = [...select.querySelectorAll("optgroup")].map((group) => ({ group, options: [...group.children] }));
    if ("browserZone" in select.dataset) {
      const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
      if ([...select.options].some((option) => option.value === zone)) select.value = zone;
    }
    const field = document.createElement("input");
    field.type = "search";
    field.placeholder = select.dataset.filter;
    field.setAttribute("aria-label", select.dataset.filter);
    field.setAttribute("aria-controls", select.id);
    field.autocomplete = "off";
    select.before(field);
    const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
    field.addEventListener("input", () => {
      const wanted = plain(field.value.trim());
      const chosen = select.value;
      const left = groups.map(({ group, options }) => {
        group.replaceChildren(...options.filter((option) => plain(option.textContent).includes(wanted)));
        return group;
      });
      select.replaceChildren(...left.filter((group) => group.children.length));
      // What was chosen stays chosen as long as it is in the list; else the first that fits.
      if ([...select.options].some((option) => option.value === chosen)) select.value = chosen;
    });
    // An empty list must not be sent; the choice before it is.
    select.form?.addEventListener("submit", () => {
      if (!select.options.length) groups.forEach(({ group, options }) => (group.replaceChildren(...options), select.append(group)));
    });
  }
})();
