// Search without a server: the index is a script that sets window.torikumiSearch, so it also works from a folder of files.
"use strict";

(function () {
  const index = window.torikumiSearch;
  const field = document.getElementById("q");
  const status = document.getElementById("status");
  const results = document.getElementById("results");
  const places = document.getElementById("places");
  const near = document.getElementById("near");
  const elsewhere = document.getElementById("elsewhere");
  const MOST = 100;
  // With fewer hits than this the nearest are shown as well.
  const FEW = 5;
  const MOST_NEAR = 10;
  // What shares less than this part of the query's pairs of letters is not near.
  const LEAST_SHARED = 0.25;

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

  // The pairs of neighbouring letters, and each Chinese character, for it has a meaning of its own.
  function piecesOf(words) {
    const pieces = new Set();
    for (const word of words) {
      const letters = Array.from(word);
      letters.forEach((letter, at) => {
        if (/\p{Script=Han}/u.test(letter)) pieces.add(letter);
        if (at > 0) pieces.add(letters[at - 1] + letter);
      });
    }
    return Array.from(pieces);
  }

  // The things that share most with the query, the nearest first; never one that has all of its words.
  function nearest(things, words) {
    const pieces = piecesOf(words);
    const weigh = (found) => found.reduce((sum, piece) => sum + Array.from(piece).length, 0);
    const least = Math.max(1, weigh(pieces) * LEAST_SHARED);
    return things
      .filter((thing) => !words.every((word) => has(thing.key, waysOf(word))))
      .map((thing) => ({ thing, weight: weigh(pieces.filter((piece) => thing.key.includes(piece))) }))
      .filter(({ weight }) => weight >= least)
      .sort((one, other) => other.weight - one.weight)
      .slice(0, MOST_NEAR)
      .map(({ thing }) => thing);
  }

  // A word in each of the ways that it is written: 子ども, こども, 子供.
  function waysOf(word) {
    const ways = new Set([word]);
    for (const group of index.spellings) {
      for (const one of group) {
        if (word.includes(one)) group.forEach((other) => ways.add(word.replace(one, other)));
      }
    }
    return Array.from(ways);
  }

  const has = (key, ways) => ways.some((way) => key.includes(way));

  function linkTo(thing) {
    const link = document.createElement("a");
    link.href = thing.address;
    link.textContent = thing.name;
    return link;
  }

  function showPlace(place) {
    const item = document.createElement("li");
    const kind = document.createElement("span");
    kind.className = "remark";
    kind.textContent = place.kind;
    item.append(linkTo(place), " ", kind);
    return item;
  }

  function fill(section, items) {
    section.hidden = items.length === 0;
    section.querySelector("ul, ol").replaceChildren(...items);
  }

  function show(entry, heading, className) {
    const item = document.createElement("li");
    item.className = className;
    const name = document.createElement(heading);
    name.className = `${className}__name`;
    name.append(linkTo(entry));
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
    elsewhere.hidden = true;
    if (words.length === 0) {
      fill(places, []);
      fill(near, []);
      status.textContent = "";
      return;
    }
    const wanted = words.map(waysOf);
    const found = index.entries.filter((entry) => wanted.every((ways) => has(entry.key, ways)));
    // What has the words in its name comes first.
    const ranked = [
      ...found.filter((entry) => wanted.every((ways) => has(entry.title, ways))),
      ...found.filter((entry) => !wanted.every((ways) => has(entry.title, ways))),
    ];
    results.append(...ranked.slice(0, MOST).map((entry) => show(entry, "h2", "result")));
    const isFew = found.length < FEW;
    const named = index.places.filter((place) => wanted.every((ways) => has(place.key, ways)));
    const like = isFew ? nearest(index.places, words) : [];
    fill(places, [...named, ...like].slice(0, MOST_NEAR).map(showPlace));
    const others = isFew ? nearest(index.entries, words) : [];
    fill(near, others.map((entry) => show(entry, "h3", "near")));
    elsewhere.hidden = found.length > 0;
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
