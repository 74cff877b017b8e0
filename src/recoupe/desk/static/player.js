// A player: one <video> with its veil, its sound and its own controls, because a veil must cover the picture whole.

import { clock } from "./times.js";

const FASTER = [1, 1.5, 2, 4];

export class Player {
  constructor(figure) {
    this.figure = figure;
    this.video = figure.querySelector("video");
    this.frame = Number(figure.dataset.frame) || 0.04;
    this.start = Number(figure.dataset.start) || 0;
    this.veil = figure.querySelector(".veil-switch");
    this.play_button = figure.querySelector('[data-act="play"]');
    this.sound_button = figure.querySelector('[data-act="sound"]');
    this.clock = figure.querySelector("[data-clock]");
    this.problem = figure.querySelector("[data-problem]");
    this.making = figure.querySelector("[data-making]");
    this.watching = false;
    this.begun = false;
    this.listeners = new AbortController();
    this.video.controls = false;
    this.video.muted = true;
    this.video.loop = false;
    this.on(this.play_button, "click", () => this.toggle());
    this.on(this.sound_button, "click", () => this.toggle_sound());
    for (const name of ["play", "pause", "ended"]) this.on(this.video, name, () => this.draw());
    for (const name of ["timeupdate", "seeked", "loadedmetadata"]) this.on(this.video, name, () => this.draw());
    this.on(this.video, "volumechange", () => this.draw());
    this.on(this.video, "error", () => this.say_problem());
    this.on(this.video, "loadstart", () => this.watch());
    if (this.video.networkState === HTMLMediaElement.NETWORK_LOADING) this.watch();
    this.draw();
  }

  /** Listen until `dispose`. */
  on(target, name, handler) {
    target?.addEventListener(name, handler, { signal: this.listeners.signal });
  }

  dispose() {
    this.listeners.abort();
  }

  get playing() {
    return !this.video.paused && !this.video.ended;
  }

  /** Where it is, or where it will begin. */
  get at() {
    return this.video.readyState ? this.video.currentTime : this.begun ? this.wanted ?? this.start : this.start;
  }

  seek(seconds) {
    this.begun = true;
    this.wanted = Math.max(0, seconds);
    if (this.video.readyState) {
      this.video.currentTime = Math.min(this.wanted, this.video.duration || this.wanted);
    } else {
      this.video.addEventListener("loadedmetadata", () => { this.video.currentTime = this.wanted; }, { once: true, signal: this.listeners.signal });
      this.video.preload = "auto";
      this.video.load();
    }
    this.draw();
  }

  /** Settled once there is a picture or sound to show at the instant sought, or none will come. */
  ready() {
    return new Promise((resolve) => {
      const look = () => {
        const there = this.video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA && !this.video.seeking;
        if (there || this.video.error || this.listeners.signal.aborted) resolve();
        else setTimeout(look, 40);
      };
      look();
    });
  }

  async play() {
    if (!this.begun) this.seek(this.start);
    try {
      await this.video.play();
    } catch (error) {
      if (error.name !== "AbortError") this.say_problem();
    }
  }

  pause() {
    this.video.pause();
  }

  toggle() {
    this.playing ? this.pause() : this.play();
  }

  /** One frame on (1) or back (-1). The picture shown is a rendition's. */
  step(frames) {
    this.pause();
    // The middle of a frame, so that rounding never lands on its neighbour.
    const here = Math.floor(this.at / this.frame + 1e-6);
    this.seek((here + frames + 0.5) * this.frame);
  }

  jump(seconds) {
    this.seek(this.at + seconds);
  }

  faster() {
    if (!this.playing) {
      this.video.playbackRate = 1;
      this.play();
      return;
    }
    const now = FASTER.indexOf(this.video.playbackRate);
    this.video.playbackRate = FASTER[Math.min(now + 1, FASTER.length - 1)];
  }

  toggle_veil() {
    if (this.veil) this.veil.checked = !this.veil.checked;
  }

  toggle_sound() {
    this.video.muted = !this.video.muted;
  }

  /** While nothing can be played yet: say how much of the rendition is made. */
  async watch() {
    if (this.watching || !this.making) return;
    this.watching = true;
    const address = `${this.video.src.split("#")[0]}.json`;
    for (let quick = true; !this.video.readyState && !this.video.error && !this.listeners.signal.aborted; quick = false) {
      await new Promise((resolve) => setTimeout(resolve, quick ? 600 : 1000));
      if (this.video.readyState || this.video.error) break;
      const answer = await fetch(address, { cache: "no-store" }).catch(() => null);
      const share = answer?.ok ? (await answer.json()).share : null;
      if (share === null || share === 1) continue;
      const part = share > 0 ? `: ${Math.floor(share * 100)} %` : " …";
      this.making.textContent = `A rendition is being made for looking${part}`;
      this.making.hidden = false;
    }
    this.making.hidden = true;
    this.watching = false;
  }

  say_problem() {
    if (!this.problem) return;
    this.problem.textContent = "No rendition of this clip can be played. The original is untouched.";
    this.problem.hidden = false;
  }

  draw() {
    if (this.play_button) this.play_button.textContent = this.playing ? "Pause" : "Play";
    if (this.sound_button) {
      this.sound_button.textContent = this.video.muted ? "Sound is off" : "Sound is on";
      this.sound_button.setAttribute("aria-pressed", String(!this.video.muted));
    }
    if (this.clock) this.clock.textContent = clock(this.at);
  }
}

/** All players of a page, by their figure. */
export function players(root) {
  const made = new Map();
  for (const figure of root.querySelectorAll("[data-clip]")) made.set(figure, new Player(figure));
  return made;
}
