// In Wagtail's editor: advice below each suggested text, a moment after the last key. A question in the air gives way to a newer
// one, what did not change is not asked again, and a screen reader is told of what is new alone, once the typing rests.
(() => {
  const FIELD = 'textarea[name^="variants-"][name$="-text"]';
  const PAUSE = 60;
  const REST = 1200;
  const script = document.currentScript;
  const fields = new Map();
  const status = document.createElement("p");
  status.className = "w-sr-only";
  status.setAttribute("role", "status");
  let resting = 0;
  const question = (area) => {
    const form = area.form;
    const data = new FormData();
    data.append("text", area.value);
    data.append("network", form.elements[area.name.replace(/-text$/, "-network")]?.value || "");
    data.append("language", form.elements.language?.value || "");
    for (const theme of form.querySelectorAll('[name="themes"]:checked')) data.append("themes", theme.value);
    return data;
  };
  const ask = async (area, one) => {
    one.asking?.abort();
    const data = question(area);
    const words = JSON.stringify([...data]);
    if (words === one.answered) return;
    one.asking = new AbortController();
    const headers = { "X-CSRFToken": area.form.elements.csrfmiddlewaretoken.value };
    try {
      const answer = await fetch(script.dataset.address, { method: "POST", body: data, headers, signal: one.asking.signal });
      if (!answer.ok) return;
      show(area, one, (await answer.json()).advice);
      one.answered = words;
    } catch (problem) {
      if (problem.name !== "AbortError") throw problem;
    }
  };
  const show = (area, one, advice) => {
    if (!one.list) {
      one.list = document.createElement("ul");
      one.list.dataset.advice = "";
      one.list.className = "help";
      area.parentElement.append(one.list);
    }
    one.list.replaceChildren(...advice.map((each) => {
      const item = document.createElement("li");
      item.textContent = `${each.done ? "✓" : each.stops ? "✗" : "○"} ${each.text}`;
      item.title = each.why;
      return item;
    }));
    clearTimeout(resting);
    resting = setTimeout(() => tell(one, advice.filter((each) => !each.done)), REST);
  };
  const tell = (one, thoughts) => {
    const news = (each) => (each.stops ? each.text : each.kind);
    status.textContent = thoughts.filter((each) => !one.known.has(news(each))).map((each) => each.text).join(". ");
    one.known = new Set(thoughts.map(news));
  };
  document.addEventListener("input", (event) => {
    const area = event.target;
    if (!area.matches?.(FIELD)) return;
    if (!status.isConnected) document.body.append(status);
    if (!fields.has(area)) fields.set(area, { known: new Set() });
    const one = fields.get(area);
    clearTimeout(one.waiting);
    one.waiting = setTimeout(() => ask(area, one), PAUSE);
  });
})();
