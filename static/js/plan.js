// The content plan: a piece that is dragged to another day is moved by the same form that stands at it.
(() => {
  let dragged;
  const place = (event) => event.target.closest("[data-day]");
  document.addEventListener("dragstart", (event) => {
    dragged = event.target.closest("[data-piece]");
    if (dragged) event.dataTransfer.effectAllowed = "move";
  });
  document.addEventListener("dragover", (event) => {
    if (!dragged || !place(event)) return;
    event.preventDefault();
    document.querySelectorAll(".plan__over").forEach((one) => one.classList.remove("plan__over"));
    place(event).classList.add("plan__over");
  });
  document.addEventListener("dragend", () => {
    document.querySelectorAll(".plan__over").forEach((one) => one.classList.remove("plan__over"));
    dragged = undefined;
  });
  document.addEventListener("drop", (event) => {
    const day = place(event)?.dataset.day;
    const form = dragged?.querySelector("form[data-move]");
    if (day === undefined || !form) return;
    event.preventDefault();
    const field = form.querySelector("input[type=date]"); // a button of the form is called “day” as well
    if (field.defaultValue === day) return;
    field.value = day;
    form.submit();
  });
})();
