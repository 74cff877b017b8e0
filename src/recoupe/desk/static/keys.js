// The keyboard. Keys go to the player that was used last, or to the first one on the page.

const TYPING = "input:not([type=checkbox]), textarea, select, [contenteditable]";

export function keys(root, all) {
  const help = root.getElementById("help");
  for (const button of root.querySelectorAll("[data-help]")) button.addEventListener("click", () => help.showModal());
  let active = [...all.values()].find((player) => !player.figure.closest("[hidden]")) ?? null;
  const choose = (player) => {
    if (active && active !== player) active.figure.classList.remove("active");
    active = player;
    if (all.size > 1) player.figure.classList.add("active");
  };
  for (const player of all.values()) {
    player.on(player.video, "play", () => { if (!active || !active.playing) choose(player); });
    player.on(player.figure, "pointerdown", () => choose(player));
  }

  const acts = {
    " ": () => active.toggle(),
    k: () => active.pause(),
    j: () => active.jump(-1),
    l: () => active.faster(),
    ArrowLeft: (event) => (event.shiftKey ? active.jump(-1) : active.step(-1)),
    ArrowRight: (event) => (event.shiftKey ? active.jump(1) : active.step(1)),
    v: () => active.toggle_veil(),
    m: () => active.toggle_sound(),
  };
  const edit = (by) => root.querySelector("[data-pair][data-autoopen]")?.dispatchEvent(new CustomEvent("desk:edit", { detail: by }));

  root.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.(TYPING) || help.open) return;
    if (event.key === "?") return help.showModal();
    if (event.key === "[") return edit(-1);
    if (event.key === "]") return edit(1);
    if (event.key.toLowerCase() === "v" && !active) return lift_picture(root);
    const act = acts[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!act || !active) return;
    if (event.key === " " && event.target.closest("a, button, summary, label, [role=button]")) return;
    event.preventDefault();
    act(event);
  });
}

function lift_picture(root) {
  const veil = root.querySelector(".veil-switch");
  if (veil) veil.checked = !veil.checked;
}
