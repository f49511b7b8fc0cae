// In Wagtail's editor: counts each suggested text as it is typed, against what its network takes.
(() => {
  const LIMITS = { x: 280, bluesky: 300, mastodon: 500, threads: 500, linkedin: 3000, instagram: 2200 };
  const FIELD = 'textarea[name^="variants-"][name$="-text"]';
  const count = (text) => [...new Intl.Segmenter().segment(text)].length;
  const show = (area) => {
    const network = document.querySelector(`[name="${area.name.replace(/-text$/, "-network")}"]`);
    let out = area.parentElement.querySelector("[data-counts]");
    if (!out) {
      out = document.createElement("p");
      out.dataset.counts = "";
      out.className = "help";
      area.after(out);
    }
    const limit = LIMITS[network?.value] || 3000;
    out.textContent = `${count(area.value)} / ${limit}`;
    out.style.fontWeight = count(area.value) > limit ? "bold" : "";
  };
  const showAll = () => document.querySelectorAll(FIELD).forEach(show);
  document.addEventListener("input", (event) => event.target.matches(FIELD) && show(event.target));
  document.addEventListener("change", showAll);
  document.addEventListener("focusin", (event) => event.target.matches(FIELD) && show(event.target));
  document.addEventListener("DOMContentLoaded", showAll);
})();
