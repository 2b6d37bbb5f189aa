/* Signatures drawn on the screen. Without this file, the other ways of signing remain. */
(() => {
  "use strict";

  const HEIGHT = 170;

  function board(block) {
    const canvas = block.querySelector("[data-firma-lienzo]");
    const field = block.querySelector("input[name$='drawn']");
    const state = block.querySelector("[data-firma-estado]");
    if (!window.SignaturePad || !canvas || !field) return null;
    const pad = new window.SignaturePad(canvas, { penColor: "rgb(23, 36, 47)", minWidth: 1, maxWidth: 2.8 });

    function fit() {
      const width = canvas.clientWidth;
      if (!width) return;
      const strokes = pad.toData();
      const ratio = Math.min(window.devicePixelRatio || 1, 2);
      canvas.style.height = `${HEIGHT}px`;
      canvas.width = width * ratio;
      canvas.height = HEIGHT * ratio;
      canvas.getContext("2d").scale(ratio, ratio);
      pad.clear();
      pad.fromData(strokes);
    }

    function keep() {
      field.value = pad.isEmpty() ? "" : pad.toDataURL("image/png");
      if (state) state.textContent = pad.isEmpty() ? "" : "Firma lista.";
    }

    pad.addEventListener("endStroke", keep);
    block.querySelector("[data-firma-borrar]").addEventListener("click", () => {
      pad.clear();
      keep();
    });
    window.addEventListener("resize", fit);
    return { fit, keep };
  }

  function start(block) {
    if (block.dataset.firmaLista) return;
    block.dataset.firmaLista = "1";
    const drawing = board(block);
    const radios = block.querySelectorAll("input[type=radio][name$='method']");
    const parts = block.querySelectorAll("[data-firma-para]");

    function show() {
      const chosen = [...radios].find((radio) => radio.checked)?.value || "";
      for (const part of parts) part.hidden = !part.dataset.firmaPara.split(" ").includes(chosen);
      if (chosen === "dibujada" && drawing) drawing.fit();
    }

    for (const radio of radios) {
      if (radio.value === "dibujada") {
        const choice = radio.closest(".choice") || radio.parentElement;
        choice.hidden = !drawing;
      }
      radio.addEventListener("change", show);
    }
    block.closest("form")?.addEventListener("submit", () => drawing?.keep());
    show();
  }

  function startAll(root) {
    for (const block of root.querySelectorAll("[data-firma]")) start(block);
  }

  startAll(document);
  document.addEventListener("htmx:afterSwap", (event) => startAll(event.target));
})();
