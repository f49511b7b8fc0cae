// In Wagtail's editor: advice below each suggested text, a moment after the last key or once somebody turns to it. A question in the air gives way to a newer
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
    const open = Array.from(one.list.querySelectorAll("details[open]"), (each) => each.dataset.kind);
    one.list.replaceChildren(...advice.map((each) => drawn(area, one, each, open.includes(each.kind))));
    clearTimeout(resting);
    resting = setTimeout(() => tell(one, advice.filter((each) => !each.done)), REST);
  };
  const made = (name, text) => Object.assign(document.createElement(name), { textContent: text });
  const button = (words, act) => {
    const pressed = made("button", words);
    pressed.type = "button";
    pressed.className = "button button-small button-secondary";
    pressed.addEventListener("click", act);
    return pressed;
  };
  // Why stands one step away, and whoever has heard it often enough switches it off; what stops a post cannot be.
  const drawn = (area, one, each, isOpen) => {
    const item = document.createElement("li");
    const words = `${each.done ? "✓" : each.stops ? "✗" : "○"} ${each.text}`;
    if (!each.why) {
      item.textContent = words;
      return item;
    }
    const details = document.createElement("details");
    details.dataset.kind = each.kind;
    details.open = isOpen;
    details.append(made("summary", words), made("p", each.why));
    details.firstChild.className = "w-underline"; // Wagtail takes the triangle away
    if (each.silence) details.lastChild.append(" ", button(script.dataset.notAgain, () => silence(area, one, item, each)));
    item.append(details);
    return item;
  };
  const silence = async (area, one, item, each) => {
    if (!(await post(area, each.silence))) return;
    const undone = async () => {
      await post(area, `${each.silence}?_undo=1`);
      one.answered = "";
      ask(area, one);
    };
    item.replaceChildren(`${script.dataset.silenced} `, button(script.dataset.undo, undone));
    item.querySelector("button").focus();
  };
  const post = async (area, address) => {
    const headers = { "X-CSRFToken": area.form.elements.csrfmiddlewaretoken.value, "HX-Request": "true" };
    return (await fetch(address, { method: "POST", headers })).ok;
  };
  const tell = (one, thoughts) => {
    const news = (each) => (each.stops ? each.text : each.kind);
    status.textContent = thoughts.filter((each) => !one.known.has(news(each))).map((each) => each.text).join(". ");
    one.known = new Set(thoughts.map(news));
  };
  const soon = (area) => {
    if (!area?.matches?.(FIELD) || !area.value.trim() && !fields.has(area)) return;
    if (!status.isConnected) document.body.append(status);
    if (!fields.has(area)) fields.set(area, { known: new Set() });
    const one = fields.get(area);
    clearTimeout(one.waiting);
    one.waiting = setTimeout(() => ask(area, one), PAUSE);
  };
  document.addEventListener("input", (event) => soon(event.target));
  // A text that stands there already gets its advice once somebody turns to it.
  document.addEventListener("focusin", (event) => soon(event.target));
  // Another network, theme or language asks for other words.
  document.addEventListener("change", (event) => {
    const { name = "", form } = event.target;
    if (!form || !/^(variants-\d+-network|themes|language)$/.test(name)) return;
    for (const area of fields.keys()) if (area.isConnected) soon(area);
  });
})();
