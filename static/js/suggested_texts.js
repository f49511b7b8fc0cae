// In Wagtail's editor: each suggested text is counted as its network counts, for the room beside a tracked link.
(() => {
  const NETWORKS = JSON.parse(document.currentScript.dataset.networks);
  const FIELD = 'textarea[name^="variants-"][name$="-text"]';
  const set = (area) => {
    const network = document.querySelector(`[name="${area.name.replace(/-text$/, "-network")}"]`);
    const { limit, method, urlLength } = NETWORKS[network?.value] || { limit: 3000, method: "characters" };
    Object.assign(area.dataset, { limit, method });
    if (urlLength) area.dataset.urlLength = urlLength;
    else delete area.dataset.urlLength;
    area.dispatchEvent(new CustomEvent("counted", { bubbles: true }));
  };
  const setAll = () => document.querySelectorAll(FIELD).forEach(set);
  document.addEventListener("change", setAll);
  document.addEventListener("focusin", (event) => event.target.matches(FIELD) && set(event.target));
  setAll();
})();
