// Counts a text as a network counts it: data-limit, data-method (characters, graphemes, utf16, weighted), data-url-length.
// A radio or checkbox with data-counts-for="textarea-id" hands its own limits to that textarea when it is chosen.
(() => {
  const LINK = /https?:\/\/[^\s]+/g;
  const graphemes = (text) => {
    if (!("Segmenter" in Intl)) return [...text];
    return Array.from(new Intl.Segmenter().segment(text), (part) => part.segment);
  };
  // X counts Latin and common punctuation as one and everything else, an emoji too, as two.
  const LIGHT = [[0, 4351], [8192, 8205], [8208, 8223], [8242, 8247]];
  const EMOJI = /\p{Extended_Pictographic}|\p{Regional_Indicator}/u;
  const weight = (grapheme) => {
    if ((EMOJI.test(grapheme) && grapheme.codePointAt(0) > 255) || grapheme.includes("\u20e3")) return 2;
    const isLight = (point) => LIGHT.some(([low, high]) => low <= point && point <= high);
    return [...grapheme].reduce((sum, sign) => sum + (isLight(sign.codePointAt(0)) ? 1 : 2), 0);
  };
  const methods = {
    characters: (text) => [...text].length,
    graphemes: (text) => graphemes(text).length,
    utf16: (text) => text.length,
    weighted: (text) => graphemes(text.normalize("NFC")).reduce((sum, part) => sum + weight(part), 0),
  };
  const count = (text, method, urlLength) => {
    const measure = methods[method] || methods.characters;
    const plain = text.replace(/\r\n/g, "\n");
    if (!urlLength) return measure(plain);
    const links = plain.match(LINK) || [];
    return measure(plain.replace(LINK, "")) + links.length * urlLength;
  };
  const output = (area) => {
    let out = document.querySelector(`[data-count-of="${area.id}"]`);
    if (!out) {
      out = document.createElement("p");
      out.className = "field__count";
      out.dataset.countOf = area.id;
      area.insertAdjacentElement("afterend", out);
    }
    return out;
  };
  const show = (area) => {
    const limit = Number(area.dataset.limit);
    if (!limit) return;
    const used = count(area.value, area.dataset.method, Number(area.dataset.urlLength || 0));
    const out = output(area);
    const format = new Intl.NumberFormat(document.documentElement.lang);
    out.textContent = `${format.format(used)} / ${format.format(limit)}`;
    out.toggleAttribute("data-over", used > limit);
    out.style.fontWeight = used > limit ? "bold" : "";
    // Read aloud only near the end, not at each letter.
    out.setAttribute("aria-live", used > limit * 0.9 ? "polite" : "off");
  };
  const COUNTED = "textarea[data-limit], input[data-limit]:not([data-counts-for])";
  const recount = (event) => event.target.matches(COUNTED) && show(event.target);
  document.addEventListener("input", recount);
  document.addEventListener("counted", recount);
  const adopt = (choice) => {
    const area = document.getElementById(choice.dataset.countsFor);
    if (!area) return;
    for (const key of ["limit", "method", "urlLength"]) {
      if (choice.dataset[key]) area.dataset[key] = choice.dataset[key];
      else delete area.dataset[key];
    }
    show(area);
  };
  document.addEventListener("change", (event) => event.target.matches("[data-counts-for]") && adopt(event.target));
  const start = () => {
    document.querySelectorAll("[data-counts-for]:checked").forEach(adopt);
    document.querySelectorAll(COUNTED).forEach(show);
  };
  document.addEventListener("htmx:load", start);
  start();
})();
