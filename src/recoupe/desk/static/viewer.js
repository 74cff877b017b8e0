// The page of one clip: the playhead on its time line, marks that seek, and an address that names the instant shown.

import { instant, place, written } from "./times.js";

export function viewers(root, all) {
  const viewer = root.querySelector("[data-viewer]");
  if (!viewer) return;
  const player = all.get(viewer.querySelector("[data-clip]"));
  const timeline = viewer.querySelector(".timeline");
  const link = viewer.querySelector("[data-instant]");
  const svg = timeline?.querySelector("svg");
  const head = svg?.querySelector(".playhead");
  const [left, right, length] = timeline ? ["left", "right", "length"].map((k) => Number(timeline.dataset[k])) : [0, 1, 1];
  const width = svg ? svg.viewBox.baseVal.width : 1;

  const draw = () => {
    if (!head) return;
    const x = String(place(player.at, length, left, right) * width);
    head.setAttribute("x1", x);
    head.setAttribute("x2", x);
  };
  const name_instant = () => {
    const address = new URL(location.href);
    address.searchParams.set("t", written(player.at));
    address.searchParams.delete("mark");
    address.hash = "";
    history.replaceState(null, "", address);
    if (link) {
      link.textContent = address.search;
      link.href = address.search;
    }
  };
  const go = (seconds) => {
    player.seek(seconds);
    draw();
    name_instant();
  };

  const tick = () => {
    draw();
    if (player.playing) requestAnimationFrame(tick);
  };
  player.on(player.video, "play", tick);
  player.on(player.video, "seeked", draw);
  player.on(player.video, "seeked", () => { if (!player.playing) name_instant(); });
  player.on(player.video, "pause", name_instant);
  player.on(root, "click", (event) => {
    const mark = event.target.closest("[data-t], [data-seek]");
    if (!mark || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    go(Number(mark.dataset.t ?? mark.dataset.seek));
    if (mark.dataset.seek) viewer.scrollIntoView({ block: "start" });
  });
  player.on(timeline, "click", (event) => {
    if (event.target.closest("a")) return;
    const box = timeline.getBoundingClientRect();
    const seconds = instant((event.clientX - box.left) / box.width, length, left, right);
    if (seconds !== null) go(seconds);
  });
  if (player.start > 0) player.seek(player.start);
  draw();
}
