// Says so when the screen has lost its connection, and starts anew when its link was taken back or a new release is there.
(() => {
  const tell = (offline) => {
    const message = document.getElementById("wall-offline");
    if (message) message.hidden = !offline;
  };
  document.addEventListener("htmx:sendError", () => tell(true));
  document.addEventListener("htmx:timeout", () => tell(true));
  document.addEventListener("htmx:responseError", (event) => {
    if (event.detail.xhr.status === 404) location.reload();
    else tell(true);
  });
  document.addEventListener("htmx:afterRequest", (event) => event.detail.successful && tell(false));
  addEventListener("offline", () => tell(true));
})();
