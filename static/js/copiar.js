/* «Copiar»: without it, the text is selected by hand. */
(() => {
  "use strict";

  const say = (id, text) => {
    const status = document.querySelector(`[data-copy-status="${CSS.escape(id)}"]`);
    if (status) status.textContent = text;
  };

  const copy = async (button) => {
    const area = document.getElementById(button.dataset.copy);
    area.select();
    try {
      await navigator.clipboard.writeText(area.value);
      say(area.id, "Copiado: péguelo en el libro de clases.");
    } catch {
      say(area.id, "El texto quedó seleccionado: cópielo con Ctrl + C.");
    }
  };

  document.querySelectorAll("[data-copy]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => copy(button));
  });
})();
