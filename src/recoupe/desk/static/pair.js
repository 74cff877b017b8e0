// Two copies side by side, kept in step by their edit map; and a single clip that a button opens.

import { across } from "./times.js";

const DRIFT_S = 0.08; // more than this apart and B is set right; browsers seek to about a frame

export class Pair {
  constructor(root, a, b) {
    this.root = root;
    this.a = a;
    this.b = b;
    this.steps = JSON.parse(root.dataset.steps || "[]");
    this.word = root.querySelector("[data-step-word]");
    this.stepping = false;
  }

  /** Begin both where an edit begins; both play as they are, so that what one lacks can be heard and seen. */
  async play_from(a_from, b_from) {
    this.leave_step();
    const wish = (this.wish = Symbol("wish"));
    this.a.pause();
    this.b.pause();
    this.a.seek(a_from);
    this.b.seek(b_from);
    // Together or not at all: a rendition that is still being made would leave one copy running alone.
    await Promise.all([this.a.ready(), this.b.ready()]);
    if (this.wish !== wish) return;
    await Promise.all([this.a.play(), this.b.play()]);
  }

  both() {
    if (this.stepping) {
      this.leave_step();
      this.a.pause();
      this.b.pause();
      return;
    }
    this.stepping = true;
    const { at } = across(this.steps, this.a.at, 0);
    this.b.seek(at);
    this.a.play();
    this.follow();
  }

  leave_step() {
    this.stepping = false;
    if (this.word) this.word.textContent = "";
  }

  /** A leads; B is held where it lacks what A shows, and set right when it drifts. */
  follow() {
    if (!this.stepping) return;
    if (!this.a.playing && this.a.video.readyState > 2) {
      this.leave_step();
      this.b.pause();
      return;
    }
    const { at, held } = across(this.steps, this.a.at, 0);
    if (!held) {
      this.b.pause();
      if (this.word) this.word.textContent = "B lacks what A shows here";
    } else {
      if (this.word) this.word.textContent = "in step";
      if (Math.abs(this.b.at - at) > DRIFT_S && !this.b.video.seeking) this.b.seek(at);
      if (!this.b.playing) this.b.play();
    }
    requestAnimationFrame(() => this.follow());
  }
}

export function pairs(root, all) {
  for (const element of root.querySelectorAll("[data-pair]")) {
    const box = element.querySelector("[data-pair-clips]");
    const figures = box ? [...box.querySelectorAll("[data-clip]")] : [];
    if (figures.length !== 2) continue;
    const pair = new Pair(element, all.get(figures[0]), all.get(figures[1]));
    const edits = [...element.querySelectorAll("[data-edit]")];
    const show = (button) => {
      box.hidden = false;
      for (const other of edits) other.classList.toggle("current", other === button);
      pair.play_from(Number(button.dataset.a), Number(button.dataset.b));
      if (element.hasAttribute("data-autoopen")) history.replaceState(null, "", button.getAttribute("href"));
    };
    for (const button of edits) {
      button.addEventListener("click", (event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        show(button);
      });
    }
    element.querySelector('[data-act="both"]')?.addEventListener("click", () => pair.both());
    element.addEventListener("desk:edit", (event) => {
      const now = edits.findIndex((button) => button.classList.contains("current"));
      const next = edits[Math.min(edits.length - 1, Math.max(0, now + event.detail))];
      if (next) show(next);
    });
  }
}

export function singles(root, all) {
  for (const element of root.querySelectorAll("[data-single]")) {
    const box = element.querySelector("[data-single-clip]");
    const player = all.get(box?.querySelector("[data-clip]"));
    const button = element.querySelector("[data-play]");
    if (!player || !button) continue;
    button.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      box.hidden = false;
      player.seek(Number(button.dataset.play));
      player.play();
    });
  }
}
