// Draws the lines of a lineage, and lets a new one be pulled from one project to another. Without it every line is
// said in words, and drawn with the two lists and the button.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const SVG = "http://www.w3.org/2000/svg";
  const NEAR = 80; // pixels from the edge of the window from which on it scrolls
  const LEAST = 6; // pixels after which a press is a pull

  const make = (name, className) => {
    const element = document.createElementNS(SVG, name);
    element.setAttribute("class", className);
    return element;
  };

  // Lines between the cards of a family: from side to side, or along the left edge where the cards stand in one column.
  const drawFamily = (family) => {
    family.querySelector(".family__edges")?.remove();
    const frame = family.getBoundingClientRect();
    const layer = make("svg", "family__edges");
    layer.setAttribute("aria-hidden", "true");
    for (const line of family.querySelectorAll("[data-line]")) {
      const from = [...family.querySelectorAll("[data-old]")].find((card) => card.dataset.old === line.dataset.from);
      const to = [...family.querySelectorAll("[data-new]")].find((card) => card.dataset.new === line.dataset.to);
      if (!from || !to) continue;
      const [a, b] = [from.getBoundingClientRect(), to.getBoundingClientRect()];
      const [ay, by] = [a.top + a.height / 2 - frame.top, b.top + b.height / 2 - frame.top];
      const beside = b.left > a.right;
      const [ax, bx] = [(beside ? a.right : a.left) - frame.left, b.left - frame.left];
      const bend = beside ? (ax + bx) / 2 : ax - 16 - 6 * layer.childElementCount;
      const path = make("path", `family__edge family__edge--${line.dataset.state}`);
      path.setAttribute("d", `M${ax},${ay} C${bend},${ay} ${bend},${by} ${bx},${by}`);
      layer.append(path);
    }
    if (layer.childElementCount) family.append(layer);
  };
  const drawAll = () => document.querySelectorAll("[data-family]").forEach(drawFamily);
  drawAll();
  window.addEventListener("resize", drawAll);
  document.fonts?.ready.then(drawAll);

  const form = document.querySelector("[data-draw]");
  if (!form) return;
  const said = document.querySelector("[data-said]");
  const old = form.elements.namedItem("old");
  const fresh = form.elements.namedItem("new");
  const kind = form.elements.namedItem("kind");
  const words = (list) => list.selectedOptions[0]?.textContent ?? "";
  document.querySelectorAll(".draw__drag").forEach((one) => { one.hidden = false; });

  // Which kind is meant: a project that has a line already is merged or split, an equal name goes on.
  const guessKind = (from, to) => {
    const lines = [...document.querySelectorAll("[data-line]")].filter((line) => line.dataset.to !== "0");
    if (lines.some((line) => line.dataset.to === to.dataset.new && line.dataset.from)) return "merged";
    if (lines.some((line) => line.dataset.from === from.dataset.old)) return "split";
    return from.dataset.name === to.dataset.name ? "continues" : "renamed";
  };

  const mark = () => {
    for (const card of document.querySelectorAll(".project")) {
      const isPicked = (card.dataset.old && card.dataset.old === old.value) || (card.dataset.new && card.dataset.new === fresh.value);
      card.classList.toggle("project--picked", Boolean(isPicked));
    }
  };
  form.addEventListener("change", mark);
  mark();

  // A form that stays in sight is not scrolled to.
  const focus = (list) => {
    const isInSight = window.getComputedStyle(form.closest(".draw")).position === "sticky";
    list.focus({ preventScroll: isInSight });
  };

  const pick = (from, to) => {
    if (from) old.value = from.dataset.old;
    if (to) fresh.value = to.dataset.new;
    if (from && to) kind.value = guessKind(from, to);
    mark();
    if (old.value && fresh.value) {
      said.textContent = `「${words(old)}」から「${words(fresh)}」への線です。種類を確かめて「線を引く」を押してください。`;
      focus(kind);
    } else if (old.value) {
      said.textContent = `「${words(old)}」からの線です。新しい版の事業を選んでください。`;
      focus(fresh);
    } else {
      said.textContent = `「${words(fresh)}」への線です。前の版の事業を選んでください。`;
      focus(old);
    }
  };

  let pull = null;
  let wasPulled = false;
  const layer = make("svg", "drag");
  layer.setAttribute("aria-hidden", "true");
  const rubber = make("path", "drag__line");
  layer.append(rubber);

  const cardAt = (x, y) => document.elementFromPoint(x, y)?.closest("[data-new]") ?? null;
  const show = () => {
    const box = pull.card.getBoundingClientRect();
    rubber.setAttribute("d", `M${box.right},${box.top + box.height / 2} L${pull.x},${pull.y}`);
    const target = cardAt(pull.x, pull.y);
    for (const card of document.querySelectorAll(".project--target")) card.classList.remove("project--target");
    target?.classList.add("project--target");
  };
  const scroll = () => {
    if (!pull?.isPulling) return;
    const speed = pull.y < NEAR ? pull.y - NEAR : Math.max(0, pull.y - (window.innerHeight - NEAR));
    if (speed) {
      window.scrollBy(0, speed / 4);
      show();
    }
    window.requestAnimationFrame(scroll);
  };
  const stop = () => {
    pull = null;
    layer.remove();
    for (const card of document.querySelectorAll(".project--target")) card.classList.remove("project--target");
  };

  document.addEventListener("pointermove", (event) => {
    if (!pull || event.pointerId !== pull.id) return;
    [pull.x, pull.y] = [event.clientX, event.clientY];
    if (!pull.isPulling && Math.hypot(pull.x - pull.from[0], pull.y - pull.from[1]) > LEAST) {
      pull.isPulling = true;
      document.body.append(layer);
      window.requestAnimationFrame(scroll);
    }
    if (pull.isPulling) show();
  });
  document.addEventListener("pointerup", (event) => {
    if (!pull || event.pointerId !== pull.id) return;
    const { card, isPulling } = pull;
    const target = isPulling ? cardAt(event.clientX, event.clientY) : null;
    wasPulled = isPulling;
    window.setTimeout(() => { wasPulled = false; }, 0);
    stop();
    if (target) pick(card, target);
  });
  document.addEventListener("pointercancel", stop);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && pull) stop();
  });

  for (const tie of document.querySelectorAll(".tie")) {
    const card = tie.closest(".project");
    tie.draggable = false;
    tie.addEventListener("click", (event) => {
      event.preventDefault();
      if (wasPulled) return;
      if (card.dataset.old) pick(card, null);
      else pick(null, card);
    });
    if (!card.dataset.old) continue;
    tie.classList.add("tie--drag");
    tie.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      pull = { card, id: event.pointerId, from: [event.clientX, event.clientY], x: event.clientX, y: event.clientY, isPulling: false };
    });
  }
});
