// The whole of our own script. Every page works without it.
"use strict";

// Bring the list of errors to the person, wherever the page came from.
const bringErrors = (root) => {
  const errors = root.querySelector("[data-focus]");
  if (errors) errors.focus();
};

// A marked cell of a wide table is brought to where it is seen; the page itself stays where it is.
const bringMark = (root) => {
  const mark = root.querySelector("[data-show]");
  const frame = mark && mark.closest(".scroll");
  if (frame) frame.scrollLeft = mark.offsetLeft - (frame.clientWidth - mark.offsetWidth) / 2;
};

const bring = () => {
  bringErrors(document);
  bringMark(document);
};
document.addEventListener("DOMContentLoaded", bring);
document.addEventListener("htmx:after:swap", bring);

// A form that was sent once is not sent again by a second, impatient press.
document.addEventListener("submit", (event) => {
  const form = event.target;
  // A form that its own script holds back for a moment has not been sent.
  if (event.defaultPrevented || !(form instanceof HTMLFormElement) || form.method !== "post") return;
  if (form.dataset.sent === "yes") {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  window.setTimeout(() => delete form.dataset.sent, 5000);
});

// Who logs out leaves nothing behind on this machine: drafts that could not be saved go with the session.
document.addEventListener("submit", (event) => {
  if (!event.target.matches(".account__logout")) return;
  for (const key of Object.keys(window.localStorage)) {
    if (key.startsWith("torikumi:draft:")) window.localStorage.removeItem(key);
  }
});
