// In Wagtail's editor: says anew how many people an audience is, whenever one of its fields changes.
(() => {
  const FIELDS = ["language", "audience_teams", "audience_roles", "audience_places", "audience_followers", "themes", "story", "is_urgent"];
  let waiting;
  const count = async (panel) => {
    const form = panel.closest("form");
    const chosen = new URLSearchParams([...new FormData(form)].filter(([name]) => FIELDS.includes(name)));
    const answer = await fetch(`${panel.dataset.headcount}?${chosen}`, { headers: { Accept: "application/json" } });
    if (!answer.ok) return;
    const said = await answer.json();
    panel.querySelector("[data-headcount-words]").textContent = said.words;
    const urgent = form.querySelector("[data-urgent-words]");
    if (urgent && said.urgent) urgent.textContent = said.urgent;
  };
  document.addEventListener("change", (event) => {
    const panel = document.querySelector("[data-headcount]");
    if (!panel || !FIELDS.includes(event.target.name)) return;
    clearTimeout(waiting);
    waiting = setTimeout(() => count(panel), 150);
  });
})();
