/* «Salir rápido»: hide first, leave after, and do not come back with the arrow. */
(() => {
  "use strict";
  const link = document.querySelector("[data-quick-exit]");
  if (!link) return;
  let shifts = [];

  const leave = () => {
    const cover = document.createElement("div");
    cover.className = "leaving";
    document.body.append(cover);
    document.title = "…";
    window.location.replace(link.href);
  };

  link.addEventListener("click", (event) => {
    event.preventDefault();
    leave();
  });

  document.addEventListener("keyup", (event) => {
    if (event.key !== "Shift") return void (shifts = []);
    const now = Date.now();
    shifts = [...shifts.filter((at) => now - at < 3000), now];
    if (shifts.length >= 3) leave();
  });
})();
