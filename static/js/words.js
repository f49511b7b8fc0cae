// What somebody writes in the share sheet is there again after they had to log in, or read the agreements, in the middle of it.
// sharing.js brings this module in as soon as there is a sheet.
const HOUR = 3600000;
const shown = () => document.querySelector("[data-share-form]");
const keyOf = (form) => `words:${form.dataset.person}:${form.getAttribute("action")}`;
const textOf = (form) => form.elements.namedItem("text");
const chosen = (form) => form.querySelector("[name=network]:checked")?.value;

// Whoever comes from a page of ours begins anew; the pages of logging in and agreeing only lay in between.
const cameBack = () => {
  const from = document.referrer && new URL(document.referrer);
  return !from || from.origin !== location.origin || /^\/(accounts|app\/welcome)\//.test(from.pathname);
};

// `left` is true once the page was left with these words, by sending them or for the log-in.
const keep = (form, left = false) => {
  const kept = { text: textOf(form).value, network: chosen(form), at: Date.now(), left };
  sessionStorage.setItem(keyOf(form), JSON.stringify(kept));
};

const restore = (form) => {
  const kept = JSON.parse(sessionStorage.getItem(keyOf(form)));
  const area = textOf(form);
  if (!kept?.left || !area || !cameBack() || Date.now() - kept.at > HOUR) return;
  if (area.value !== form.elements.prepared.value || area.value === kept.text) return;
  area.value = kept.text;
  area.dispatchEvent(new Event("input", { bubbles: true }));
  const network = form.querySelector(`[name=network][value="${CSS.escape(kept.network)}"]`);
  if (!network || network.checked) return;
  network.checked = true;
  network.dispatchEvent(new Event("change", { bubbles: true }));
};

document.addEventListener("input", (event) => {
  const form = event.target.closest("[data-share-form]");
  if (form) keep(form);
});
document.addEventListener("submit", (event) => event.target.matches("[data-share-form]") && keep(event.target, true));
document.addEventListener("htmx:beforeOnLoad", (event) => {
  if (shown() && event.detail.xhr.getResponseHeader("HX-Redirect")) keep(shown(), true);
});
document.addEventListener("shared", () => shown() && sessionStorage.removeItem(keyOf(shown())));
document.addEventListener("htmx:load", () => shown() && restore(shown()));
if (shown()) restore(shown());
