// In Wagtail's editor: advice below each suggested text, a moment after somebody typed.
(() => {
  const FIELD = 'textarea[name^="variants-"][name$="-text"]';
  const script = document.currentScript;
  const waiting = new Map();
  const ask = async (area) => {
    const form = area.form;
    const data = new FormData();
    data.append("text", area.value);
    data.append("network", form.elements[area.name.replace(/-text$/, "-network")]?.value || "");
    data.append("language", form.elements.language?.value || "");
    for (const theme of form.querySelectorAll('[name="themes"]:checked')) data.append("themes", theme.value);
    data.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    const answer = await fetch(script.dataset.address, { method: "POST", body: data });
    if (answer.ok) show(area, (await answer.json()).advice);
  };
  const show = (area, advice) => {
    let list = area.parentElement.querySelector("[data-advice]");
    if (!list) {
      list = document.createElement("ul");
      list.dataset.advice = "";
      list.className = "help";
      list.setAttribute("aria-live", "polite");
      area.parentElement.append(list);
    }
    list.replaceChildren(...advice.map((one) => {
      const item = document.createElement("li");
      item.textContent = `${one.done ? "✓" : one.stops ? "✗" : "○"} ${one.text}`;
      item.title = one.why;
      return item;
    }));
  };
  document.addEventListener("input", (event) => {
    const area = event.target;
    if (!area.matches?.(FIELD)) return;
    clearTimeout(waiting.get(area));
    waiting.set(area, setTimeout(() => ask(area), 600));
  });
})();
