// The editor of a story stands for its textarea: it carries the same label, and a click on the label leads to it.
(() => {
  let desk = null;
  let said = {};
  document.addEventListener("prose-editor:ready", (event) => {
    const { editor, textarea } = event.detail;
    desk = editor;
    const label = textarea.labels[0];
    if (!label) return;
    label.id ||= `${textarea.id}-label`;
    const attributes = said = { "aria-labelledby": label.id, "aria-multiline": "true" };
    for (const name of ["aria-describedby", "aria-invalid"]) {
      if (textarea.hasAttribute(name)) attributes[name] = textarea.getAttribute(name);
    }
    editor.setOptions({ editorProps: { attributes } });
    label.addEventListener("click", () => editor.commands.focus());
  });
  // What was said of an empty story is over once there is one that was kept.
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.target.id !== "desk-saved" || !desk?.getText().trim() || !said["aria-invalid"]) return;
    desk.view.dom.closest(".field")?.querySelector(".field__errors")?.remove();
    delete said["aria-invalid"];
    desk.setOptions({ editorProps: { attributes: said } });
  });
  // A picture that was just handed in stands where somebody was writing; its fields are free for the next one.
  document.addEventListener("htmx:afterSwap", (event) => {
    const kept = event.target.querySelector?.("[data-desk-picture]");
    if (!kept || !desk) return;
    const { deskPicture: file, address: src, alt } = kept.dataset;
    desk.chain().focus().insertContent({ type: "image", attrs: { src, alt, file } }).createParagraphNear().run();
    document.querySelectorAll("#text-picture input").forEach((field) => { field.value = ""; });
  });
})();
