// Search without a server: the index is a script that sets window.torikumiSearch, so it also works from a folder of files.
"use strict";

(function () {
  const index = window.torikumiSearch;
  const field = document.getElementById("q");
  const status = document.getElementById("status");
  const results = document.getElementById("results");
  const MOST = 100;

  function isDropped(code) {
    return index.dropped.some(([first, last]) => first <= code && code <= last);
  }

  function foldOnce(text) {
    let folded = "";
    for (const character of text) {
      if (isDropped(character.codePointAt(0))) continue;
      folded += Object.hasOwn(index.table, character) ? index.table[character] : character;
    }
    return folded;
  }

  // The same folding as the keys of the index; the table comes from there.
  function fold(text) {
    let key = foldOnce(text);
    for (let round = 0; round < 8; round += 1) {
      const again = foldOnce(key.normalize("NFKC"));
      if (again === key) break;
      key = again;
    }
    return key;
  }
  index.fold = fold;

  function show(entry) {
    const item = document.createElement("li");
    item.className = "result";
    const name = document.createElement("h2");
    name.className = "result__name";
    const link = document.createElement("a");
    link.href = entry.address;
    link.textContent = entry.name;
    name.append(link);
    const context = document.createElement("p");
    context.className = "result__context";
    const badge = document.createElement("span");
    badge.className = "badge " + entry.css;
    if (entry.letter) {
      const letter = document.createElement("b");
      letter.className = "badge__letter";
      letter.textContent = entry.letter;
      badge.append(letter, "\u00a0");
    }
    badge.append(entry.word);
    context.append(badge, " ", entry.context);
    item.append(name, context);
    return item;
  }

  function search() {
    const words = field.value.split(/\s+/u).map(fold).filter((word) => word !== "");
    results.replaceChildren();
    if (words.length === 0) {
      status.textContent = "";
      return;
    }
    const found = index.entries.filter((entry) => words.every((word) => entry.key.includes(word)));
    // What has the words in its name comes first.
    const ranked = [
      ...found.filter((entry) => words.every((word) => entry.title.includes(word))),
      ...found.filter((entry) => !words.every((word) => entry.title.includes(word))),
    ];
    results.append(...ranked.slice(0, MOST).map(show));
    status.textContent =
      found.length === 0
        ? "見つかりませんでした。言葉を短くするか、別の言葉でさがしてください。"
        : found.length > MOST
          ? `${found.length}件見つかりました。はじめの${MOST}件を示しています。`
          : `${found.length}件見つかりました。`;
  }

  field.value = new URLSearchParams(window.location.search).get("q") ?? "";
  field.addEventListener("input", search);
  search();
})();
