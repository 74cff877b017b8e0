"use strict";
// Everything here is a convenience: without it pictures unveil, films play and evidence opens all the same.

// An address that points into closed evidence opens it.
function openTo(hash) {
  const target = hash.length > 1 ? document.getElementById(hash.slice(1)) : null;
  for (let up = target; up; up = up.parentElement) if (up.tagName === "DETAILS") up.open = true;
  if (target) {
    const own = target.querySelector(":scope > details.evidence");
    if (own) own.open = true;
    target.scrollIntoView();
  }
}
addEventListener("hashchange", () => openTo(location.hash));
openTo(location.hash);

// Print shows all evidence.
let closed = [];
addEventListener("beforeprint", () => {
  closed = [...document.querySelectorAll("details:not([open])")];
  for (const one of closed) one.open = true;
});
addEventListener("afterprint", () => { for (const one of closed) one.open = false; });

// Play two excerpts together without sound, or one after the other with it.
const all = [...document.querySelectorAll("video")];
function quiet() { for (const film of all) { film.pause(); film.onended = null; } }
function lift(film) {
  const veil = film.parentElement.querySelector("input");
  if (veil) veil.checked = true;
}
for (const button of document.querySelectorAll("button[data-play]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const films = [...button.closest(".moment").querySelectorAll("video")];
    quiet();
    films.forEach(lift);
    for (const film of films) { film.currentTime = 0; film.muted = button.dataset.play === "both"; }
    if (button.dataset.play === "both") { for (const film of films) film.play(); return; }
    films.forEach((film, i) => { film.onended = () => { const next = films[i + 1]; if (next) next.play(); }; });
    if (films[0]) films[0].play();
  });
}

// Keys: E opens or closes all evidence, V veils or shows all pictures, M mutes.
addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName) && event.target.type !== "checkbox") return;
  const key = event.key.toLowerCase();
  if (key === "e") {
    const boxes = [...document.querySelectorAll("details.evidence")];
    const open = boxes.some((box) => !box.open);
    for (const box of boxes) box.open = open;
  } else if (key === "v") {
    const veil = document.getElementById("unveil");
    if (veil) veil.checked = !veil.checked;
  } else if (key === "m") {
    for (const film of all) film.muted = true;
  }
});
