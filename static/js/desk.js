// The editor of a story stands for its textarea: it carries the same label, and a click on the label leads to it.
document.addEventListener("prose-editor:ready", (event) => {
  const { editor, textarea } = event.detail;
  const label = textarea.labels[0];
  if (!label) return;
  label.id ||= `${textarea.id}-label`;
  const attributes = { "aria-labelledby": label.id, "aria-multiline": "true" };
  for (const name of ["aria-describedby", "aria-invalid"]) {
    if (textarea.hasAttribute(name)) attributes[name] = textarea.getAttribute(name);
  }
  editor.setOptions({ editorProps: { attributes } });
  label.addEventListener("click", () => editor.commands.focus());
});
