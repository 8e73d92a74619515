/* Shows the words of the frame in English, and back; what the city wrote stays Japanese. The choice travels in the
   address of the links (?lang=en): nothing is stored, and it works from a folder without a server. */
"use strict";

(() => {
  const button = document.getElementById("language");
  if (!button) return;
  const japanese = new Map();

  function isEnglish() {
    return document.documentElement.dataset.frame === "en";
  }

  function show(english) {
    document.documentElement.dataset.frame = english ? "en" : "ja";
    for (const element of document.querySelectorAll("[data-en]")) {
      if (!japanese.has(element)) japanese.set(element, element.textContent);
      element.textContent = english ? element.dataset.en : japanese.get(element);
      if (english) element.setAttribute("lang", "en");
      else element.removeAttribute("lang");
    }
    for (const element of document.querySelectorAll("[data-en-name]")) {
      if (!element.dataset.jaName) element.dataset.jaName = element.getAttribute("aria-label");
      element.setAttribute("aria-label", english ? element.dataset.enName : element.dataset.jaName);
    }
    button.textContent = english ? "日本語" : "English";
    button.setAttribute("lang", english ? "ja" : "en");
    document.querySelectorAll("a[href]").forEach(carry);
    document.querySelectorAll("form").forEach(carryInForm);
  }

  function carry(link) {
    const written = link.getAttribute("href");
    if (written.startsWith("#") || /^[a-z]+:/i.test(written) || !/\.html([?#]|$)/.test(written)) return;
    const [rest, hash] = written.split("#");
    const [path, query] = rest.split("?");
    const words = new URLSearchParams(query || "");
    if (isEnglish()) words.set("lang", "en");
    else words.delete("lang");
    const asked = words.toString();
    link.setAttribute("href", path + (asked ? `?${asked}` : "") + (hash ? `#${hash}` : ""));
  }

  function carryInForm(form) {
    const field = form.querySelector("input[name=lang]");
    if (field) field.remove();
    if (!isEnglish()) return;
    const added = document.createElement("input");
    added.type = "hidden";
    added.name = "lang";
    added.value = "en";
    form.append(added);
  }

  function rememberInAddress() {
    const address = new URL(location.href);
    if (isEnglish()) address.searchParams.set("lang", "en");
    else address.searchParams.delete("lang");
    try {
      history.replaceState(history.state, "", address);
    } catch {
      // A browser that keeps the address of a file as it is; the links carry the choice all the same.
    }
  }

  button.hidden = false;
  button.addEventListener("click", () => {
    show(!isEnglish());
    rememberInAddress();
  });
  // Links that come later (the results of the search) get the choice when they are used.
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element && event.target.closest("a[href]");
    if (link) carry(link);
  }, true);
  if (new URLSearchParams(location.search).get("lang") === "en") show(true);
})();
