// Advice a moment after the last key. What did not change is not asked for again, what somebody opened stays open, and a screen
// reader is told of what is new alone, once the typing rests. Who asks carries data-advises.
(() => {
  const REST = 1200;
  const answered = new WeakMap();
  const known = new WeakMap();
  let resting = 0;
  const question = (config) => {
    const words = [...config.formData].filter(([name, value]) => name !== "csrfmiddlewaretoken" && typeof value === "string");
    return JSON.stringify(words);
  };
  const asks = (event) => event.target.matches?.("[data-advises]");
  document.addEventListener("htmx:configRequest", (event) => {
    if (asks(event) && question(event.detail) === answered.get(event.target)) event.preventDefault();
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    if (asks(event) && event.detail.successful) answered.set(event.target, question(event.detail.requestConfig));
  });
  // What is worth a thought, by its kind: a number in it that changes with each word is no news.
  const thoughts = (place) => {
    const found = place.querySelectorAll(".advice__one[data-kind]:not(.advice__one--done)");
    return new Map(Array.from(found, (one) => {
      const words = one.querySelector("summary, .advice__plain").textContent.trim();
      return [one.matches(".advice__one--stops") ? words : one.dataset.kind, words];
    }));
  };
  const tell = (place) => {
    const now = thoughts(place);
    const fresh = [...now].filter(([kind]) => !known.get(place).has(kind)).map(([, words]) => words);
    known.set(place, now);
    const status = document.querySelector("[data-advice-said]");
    if (status) status.textContent = fresh.join(". ");
  };
  const OPEN = "details[data-kind][open]";
  let open = [];
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (!event.detail.requestConfig?.elt.matches("[data-advises]")) return;
    const place = event.detail.target;
    open = Array.from(place.querySelectorAll(OPEN), (one) => one.dataset.kind);
    if (!known.has(place)) known.set(place, thoughts(place));
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    const place = event.target;
    if (!known.has(place)) return;
    for (const one of place.querySelectorAll("details[data-kind]")) one.open = open.includes(one.dataset.kind);
    clearTimeout(resting);
    resting = setTimeout(() => tell(place), REST);
  });
})();
