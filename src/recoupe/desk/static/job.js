// The progress of a job: asks twice a second and redraws what changed. Everything is set as text.

import { visible } from "./drop.js";

const EVERY_MS = 500;

export function follow_job(root) {
  const main = root.querySelector("[data-job]");
  if (!main || main.dataset.state === "done" || main.dataset.state === "failed") return;
  let missed = 0;
  const ask = async () => {
    try {
      const answer = await fetch(main.dataset.job, { headers: { Accept: "application/json" }, cache: "no-store" });
      if (!answer.ok) throw new Error(String(answer.status));
      const job = await answer.json();
      missed = 0;
      draw(main, job);
      if (job.state === "done" && !job.failed) return location.replace(main.dataset.href);
      if (job.state === "done" || job.state === "failed") return location.reload();
    } catch {
      missed += 1;
      if (missed > 4) {
        main.querySelector("[data-job-head]").textContent = "The desk does not answer";
        return;
      }
    }
    setTimeout(ask, EVERY_MS);
  };
  setTimeout(ask, EVERY_MS);
}

function draw(main, job) {
  main.querySelector("[data-job-seconds]").textContent = `${job.seconds.toFixed(1)} s`;
  const list = main.querySelector("[data-stages]");
  list.replaceChildren(...job.stages.map(stage_line));
  const notices = main.querySelector("[data-notices]");
  for (const notice of job.notices.slice(notices.children.length)) notices.append(notice_line(notice));
}

function stage_line(stage) {
  const line = document.createElement("li");
  line.classList.toggle("finished", stage.finished);
  const bar = document.createElement("progress");
  if (stage.finished) {
    bar.max = 1;
    bar.value = 1;
  } else if (stage.total) {
    bar.max = stage.total;
    bar.value = stage.done;
  }
  const item = document.createElement("bdi");
  item.textContent = visible(stage.item);
  const holder = span("stage-item", "");
  holder.append(item);
  line.append(span("stage-name", stage.name), bar, holder);
  return line;
}

function notice_line(notice) {
  const line = document.createElement("li");
  line.className = `notice-${notice.level}`;
  if (notice.item) {
    const name = document.createElement("strong");
    const item = document.createElement("bdi");
    item.textContent = visible(notice.item);
    name.append(item);
    line.append(name, ": ");
  }
  line.append(visible(notice.text));
  if (notice.todo) line.append(span("todo", visible(notice.todo)));
  return line;
}

function span(name, text) {
  const element = document.createElement("span");
  element.className = name;
  element.textContent = text;
  return element;
}
