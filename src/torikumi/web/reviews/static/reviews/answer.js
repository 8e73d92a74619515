// The form of a review sheet: saves by itself, keeps a draft on this machine while it cannot, counts characters.
// Without it the page works all the same: every button is an ordinary one.
"use strict";

const EVERY = 25000; // at the latest so many milliseconds after a change it is saved
const AFTER_LEAVING = 400;
const PREFIX = "torikumi:draft:";

// Drafts on this machine: one for each person, sheet and version. A full or forbidden store keeps none.
const draftPlace = (element) => `${PREFIX}${element.dataset.person}:${element.dataset.sheet}:`;

const draftKeys = (place) => {
  try {
    return Object.keys(window.localStorage).filter((key) => key.startsWith(place));
  } catch {
    return [];
  }
};

const dropDrafts = (place) => {
  for (const key of draftKeys(place)) window.localStorage.removeItem(key);
};

const storeDraft = (key, fields) => {
  try {
    window.localStorage.setItem(key, JSON.stringify({ at: Date.now(), fields }));
    return true;
  } catch {
    return false; // Then the page alone has the text.
  }
};

const readDraft = (key) => {
  try {
    return JSON.parse(window.localStorage.getItem(key));
  } catch {
    return null;
  }
};

class Answer {
  constructor(form) {
    this.form = form;
    this.place = form.querySelector("[data-saved]");
    this.drafts = draftPlace(form);
    this.fields = [...form.querySelectorAll("[data-field]")].map((box) => new Field(form, box));
    this.isStopped = false;
    this.saving = null;
    this.isHandedOver = false;
    this.isOver = false;
    this.timer = 0;
    this.restore();
    form.addEventListener("input", () => this.changed());
    form.addEventListener("change", () => this.soon());
    form.addEventListener("focusout", () => this.soon());
    form.addEventListener("click", (event) => this.repeat(event));
    form.addEventListener("submit", (event) => this.handOver(event));
    // Back to a page that the browser had kept.
    window.addEventListener("pageshow", (event) => { if (event.persisted) this.isHandedOver = false; });
    // ui/app.js removes the drafts of who logs out; a save that fails on the way out may not put one back.
    document.addEventListener("submit", (event) => { this.isOver ||= event.target.matches(".account__logout"); });
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") this.save(true);
    });
    window.addEventListener("online", () => this.save());
  }

  get version() {
    return this.form.elements.namedItem("version");
  }

  dirty() {
    return this.fields.filter((field) => field.text() !== field.seen());
  }

  changed() {
    this.keep();
    if (!this.timer) this.timer = window.setTimeout(() => this.save(), EVERY);
  }

  soon() {
    if (!this.dirty().length) return;
    this.keep();
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.save(), AFTER_LEAVING);
  }

  // Last year's answer goes into the field; the button would do the same by way of the server.
  repeat(event) {
    const button = event.target instanceof Element && event.target.closest("[data-same]");
    const field = button && this.fields.find((one) => one.key === button.dataset.same);
    if (!field || !field.repeat()) return;
    event.preventDefault();
    this.soon();
  }

  // A button was pressed: from now on the form speaks for itself. A save of ours that is on its way goes first, or the
  // form would come with the version of before, as if somebody else had written.
  handOver(event) {
    this.keep();
    window.clearTimeout(this.timer);
    this.timer = 0;
    const again = this.isHandedOver;
    this.isHandedOver = true;
    if (!this.saving) return;
    event.preventDefault();
    if (!again) this.saving.finally(() => this.form.requestSubmit(event.submitter));
  }

  save(isLeaving = false) {
    window.clearTimeout(this.timer);
    this.timer = 0;
    const dirty = this.dirty();
    if (this.isStopped || this.isHandedOver || this.isOver || this.saving || !dirty.length) return;
    this.saving = this.send(dirty, isLeaving).finally(() => { this.saving = null; });
  }

  async send(dirty, isLeaving) {
    const sent = dirty.map((field) => [field, field.text()]);
    const body = new URLSearchParams({
      csrfmiddlewaretoken: this.form.elements.namedItem("csrfmiddlewaretoken").value,
      version: this.version.value,
      do: "save",
    });
    for (const [field, text] of sent) {
      body.set(`f-${field.key}`, text);
      body.set(`b-${field.key}`, field.seen());
    }
    try {
      const answer = await fetch(this.form.action, {
        method: "POST",
        body,
        headers: { Accept: "application/json" },
        redirect: "manual",
        keepalive: isLeaving && body.toString().length < 60000,
      });
      await this.heard(answer, sent);
    } catch {
      this.later("通信ができないため、文はこの端末に残しています。つながると自動で保存します。");
    }
  }

  async heard(answer, sent) {
    if (answer.ok) {
      const said = await answer.json();
      this.version.value = said.version;
      for (const [field, text] of sent) field.setSeen(text);
      this.forget();
      if (this.dirty().length) this.changed();
      this.say(`${said.at} に保存しました`);
      return;
    }
    if (answer.type === "opaqueredirect" || answer.status === 401) {
      this.stop("ログインの期限が切れました。文はこの端末に残しています。ログインし直してこのシートを開くと、続きから書けます。");
    } else if ([409, 412, 428].includes(answer.status)) {
      this.stop("ほかの人がこのシートを書き換えました。文はこの端末に残しています。「下書きを保存」を押すと、両方の文を見比べられます。");
    } else if (answer.status === 503 || answer.status === 429) {
      this.later("混み合っていて保存できません。文はこの端末に残しています。少し待って、自動でもう一度保存します。");
    } else {
      this.stop((await this.problem(answer)) || "自動で保存できません。文はこの端末に残しています。「下書きを保存」を押してください。");
    }
  }

  async problem(answer) {
    try {
      return (await answer.json()).problem;
    } catch {
      return "";
    }
  }

  later(words) {
    this.keep();
    this.say(words);
    this.timer = window.setTimeout(() => this.save(), EVERY);
  }

  stop(words) {
    this.isStopped = true;
    this.keep();
    this.say(words);
  }

  say(words) {
    this.place.textContent = words;
  }

  // What is not saved yet: each field with the text that stood there when the writing began.
  keep() {
    const dirty = this.dirty();
    const kept = this.form.elements.namedItem("kept");
    kept.value = "";
    if (this.isOver || !dirty.length) {
      this.forget();
      return;
    }
    const fields = Object.fromEntries(dirty.map((field) => [field.key, [field.seen(), field.text()]]));
    this.forget();
    // Sent with the form: who has to log in again is told that the text is here.
    if (storeDraft(this.drafts + this.version.value, fields)) kept.value = "1";
  }

  forget() {
    dropDrafts(this.drafts);
  }

  restore() {
    let count = 0;
    let at = 0;
    for (const key of draftKeys(this.drafts)) {
      const draft = readDraft(key);
      for (const field of this.fields) {
        const kept = draft && draft.fields && draft.fields[field.key];
        if (!kept || kept[1] === field.text()) continue;
        field.put(kept[1]);
        field.setSeen(kept[0]);
        count += 1;
        at = Math.max(at, draft.at);
      }
    }
    if (!count) {
      this.forget();
      return;
    }
    const place = this.form.querySelector("[data-local]");
    const when = new Date(at).toLocaleString("ja-JP", { month: "long", day: "numeric", hour: "2-digit", minute: "2-digit" });
    place.textContent = `保存されていなかった文を、この端末から戻しました（${when}、${count}欄）。確かめてから保存してください。`;
    place.hidden = false;
  }
}

class Field {
  constructor(form, box) {
    this.box = box;
    this.key = box.dataset.field;
    this.base = form.elements.namedItem(`b-${this.key}`);
    this.controls = [...box.querySelectorAll(`[name="f-${this.key}"]`)];
    this.isGroup = this.controls.length > 0 && this.controls[0].type === "radio";
    this.counter = box.querySelector("[data-count]");
    if (this.counter) {
      this.controls[0].addEventListener("input", () => this.count());
      this.count();
    }
  }

  text() {
    if (!this.isGroup) return this.controls[0].value;
    const chosen = this.controls.find((control) => control.checked);
    return chosen ? this.sameAsStored(chosen.value) : this.seen();
  }

  // A card that was chosen by the server already is no change, however the stored text writes it (Ｂ, 継続).
  sameAsStored(value) {
    const first = this.controls.find((control) => control.defaultChecked);
    return first && first.value === value && this.startedAs === undefined ? this.seen() : value;
  }

  seen() {
    return this.base.value;
  }

  setSeen(text) {
    this.startedAs = text;
    this.base.value = text;
  }

  put(text) {
    if (!this.isGroup) {
      this.controls[0].value = text;
      this.count();
      return;
    }
    for (const control of this.controls) control.checked = control.value === text;
  }

  // Whether last year's answer could be put in without asking the server.
  repeat() {
    const last = this.box.querySelector("[data-last]");
    if (!last) return false;
    this.put(last.dataset.last);
    (this.controls.find((control) => control.checked) || this.controls[0]).focus();
    return true;
  }

  count() {
    if (!this.counter) return;
    const left = Number(this.controls[0].dataset.limit) - [...this.controls[0].value].length;
    this.counter.textContent = left < 0 ? `${-left}字多い` : `あと${left}字`;
    this.counter.classList.toggle("field__count--over", left < 0);
  }
}

// The page with two texts side by side: what was chosen is kept until the sheet's page shows that it was saved.
const keepChoice = (form) => {
  const place = draftPlace(form);
  const fields = {};
  for (const box of form.querySelectorAll("[data-pair]")) {
    const key = box.dataset.pair;
    const value = (name) => form.elements.namedItem(name).value;
    const chosen = value(`pick-${key}`);
    const text = { theirs: `b-${key}`, mine: `f-${key}`, edit: `e-${key}` }[chosen];
    if (text && value(text) !== value(`b-${key}`)) fields[key] = [value(`b-${key}`), value(text)];
  }
  dropDrafts(place);
  if (Object.keys(fields).length) storeDraft(place + form.elements.namedItem("version").value, fields);
};

document.addEventListener("DOMContentLoaded", () => {
  const form = document.querySelector("form[data-answer]");
  if (form) new Answer(form);
  const settled = document.querySelector("[data-settled]");
  if (settled) dropDrafts(draftPlace(settled));
  const comparing = document.querySelector("form[data-compare]");
  if (!comparing) return;
  comparing.addEventListener("submit", () => keepChoice(comparing));
  comparing.querySelector("[data-drop]").addEventListener("click", () => dropDrafts(draftPlace(comparing)));
});
