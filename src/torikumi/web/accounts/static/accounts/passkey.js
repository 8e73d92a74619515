// What allauth's script leaves out: buttons that only browsers with passkeys see, and a word when it fails.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  if (!window.PublicKeyCredential) return;
  for (const button of document.querySelectorAll("[data-passkey]")) button.hidden = false;
});
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  for (const trouble of document.querySelectorAll("[data-passkey-trouble]")) trouble.hidden = false;
});
