/* Says in Spanish that the key did not answer, and shows its button only where there can be one. */
(() => {
  const status = document.querySelector("[data-key-status]");
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    if (status) {
      status.hidden = false;
      status.textContent = "No se pudo usar la llave. Inténtelo otra vez o use el código de su teléfono.";
      status.focus();
    }
  });
  if (!window.PublicKeyCredential) return;
  document.querySelectorAll("[data-key]").forEach((part) => { part.hidden = false; });
})();
