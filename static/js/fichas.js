/* A question that another answer calls for is in sight only with that answer. Without this file, all are. */
(() => {
  "use strict";

  const form = document.querySelector("form[data-autosave]");
  if (!form) return;
  const blocks = [...form.querySelectorAll("[data-when]")];

  const inSight = (control) => !control.closest("[data-when][hidden]");

  const answers = (name) =>
    [...form.querySelectorAll(`[name="${CSS.escape(name)}"]`)]
      .filter((one) => inSight(one) && (!/^(radio|checkbox)$/.test(one.type) || one.checked))
      .map((one) => one.value);

  /* In their order: a question may depend on one that depends on another. What is wrong stays in sight. */
  const settle = () => {
    blocks.forEach((block) => {
      const wanted = Object.entries(JSON.parse(block.dataset.when));
      const asked = wanted.every(([name, values]) => answers(name).some((one) => values.includes(one)));
      block.hidden = !asked && !block.querySelector(".field--bad");
    });
  };

  form.addEventListener("change", settle);
  settle();
})();
