/* Small improvements over pages that work without them. No inline handlers, no globals. */
(() => {
  "use strict";

  const focusErrors = (root) => root.querySelector("[data-focus]")?.focus();

  const closeMenus = (except) => {
    document.querySelectorAll("[data-menu][open]").forEach((menu) => {
      if (menu !== except) menu.open = false;
    });
  };

  document.addEventListener("click", (event) => {
    closeMenus(event.target.closest("[data-menu]"));
    if (event.target.closest("[data-print]")) window.print();
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const menu = event.target.closest?.("[data-menu][open]");
    closeMenus(null);
    menu?.querySelector("summary").focus();
  });

  /* A choice with data-reveals="id" shows that block only while it is chosen. */
  const reveal = (root) => {
    root.querySelectorAll("[data-reveals]").forEach((input) => {
      const block = document.getElementById(input.dataset.reveals);
      if (block) block.hidden = !input.checked;
    });
  };

  const humanSize = (bytes) =>
    bytes < 1048576 ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${(bytes / 1048576).toFixed(1).replace(".", ",")} MB`;

  const listFiles = (box) => {
    const input = box.querySelector("input[type=file]");
    const limit = Number(box.dataset.maxMb) * 1048576;
    const items = [...input.files].map((file) => {
      const item = document.createElement("li");
      const name = document.createElement("span");
      const size = document.createElement("span");
      name.textContent = file.name;
      size.textContent = file.size > limit ? `${humanSize(file.size)}: pasa de ${box.dataset.maxMb} MB` : humanSize(file.size);
      size.className = file.size > limit ? "is-bad" : "num";
      item.append(name, size);
      return item;
    });
    box.querySelector(".upload__files").replaceChildren(...items);
  };

  const wireUploads = (root) => {
    root.querySelectorAll("[data-upload]").forEach((box) => {
      box.addEventListener("change", () => listFiles(box));
      box.addEventListener("dragover", () => box.classList.add("is-over"));
      ["dragleave", "drop"].forEach((name) => box.addEventListener(name, () => box.classList.remove("is-over")));
    });
  };

  /* Autosave: the form keeps itself 1.5 s after the last key, and says so. */
  const sayKept = (status, state, text) => {
    if (!status) return;
    status.dataset.state = state;
    status.textContent = text;
  };

  const keep = async (form, status) => {
    sayKept(status, "saving", "Guardando…");
    try {
      const answer = await fetch(form.dataset.autosave, {
        method: "POST", body: new FormData(form), headers: { "X-Autosave": "1" }, redirect: "error",
      });
      if (!answer.ok) throw new Error(String(answer.status));
      const hour = new Date().toLocaleTimeString("es-CL", { hour: "2-digit", minute: "2-digit", hour12: false });
      sayKept(status, "saved", `Guardado a las ${hour}`);
    } catch {
      sayKept(status, "failed", "Sin guardar: se intentará de nuevo con el próximo cambio. No cierre esta página.");
    }
  };

  const wireAutosave = (root) => {
    root.querySelectorAll("form[data-autosave]").forEach((form) => {
      const status = document.querySelector("[data-autosave-status]");
      let timer = null;
      form.addEventListener("input", () => {
        clearTimeout(timer);
        timer = setTimeout(() => keep(form, status), 1500);
      });
      form.addEventListener("submit", () => clearTimeout(timer));
    });
  };

  /* A form sent twice is one act: the second press of the button is ignored. */
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || form.hasAttribute("hx-post")) return;
    if (form.dataset.sent) return event.preventDefault();
    form.dataset.sent = "1";
    setTimeout(() => delete form.dataset.sent, 8000);
  });
  window.addEventListener("pageshow", () => {
    document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent);
  });

  /* On a narrow screen, the tab one is in is brought into view. */
  const showTab = () => {
    document.querySelectorAll(".mainnav [aria-current], .tabs [aria-current]").forEach((tab) => {
      const list = tab.closest("ul");
      list.scrollLeft = tab.offsetLeft - list.offsetLeft - (list.clientWidth - tab.offsetWidth) / 2;
    });
  };

  const wire = (root) => {
    wireUploads(root);
    wireAutosave(root);
    reveal(root);
  };

  document.addEventListener("change", (event) => {
    if (event.target.matches("input[type=radio], input[type=checkbox]")) reveal(document);
  });
  document.addEventListener("htmx:load", (event) => {
    if (event.detail.elt !== document.body) {
      wire(event.detail.elt);
      focusErrors(event.detail.elt);
    }
  });
  document.addEventListener("htmx:afterSettle", showTab);
  wire(document);
  showTab();
  focusErrors(document);
})();
