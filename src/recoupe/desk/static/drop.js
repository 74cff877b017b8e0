// Handing over files: dropped or chosen, folders walked, sent with their paths and times of change.

const MANY = 4;

export function hand_overs(root) {
  for (const form of root.querySelectorAll("form[data-drop]")) hand_over(form);
}

function hand_over(form) {
  const zone = form.querySelector("[data-drop-zone]");
  const chosen = form.querySelector("[data-chosen]");
  const problem = form.querySelector("[data-problem]");
  const sent = form.querySelector("[data-sent]");
  const button = form.querySelector("button");
  let files = []; // [{path, file}]

  const draw = () => {
    const names = files.slice(0, MANY).map((item) => visible(item.path));
    const more = files.length > MANY ? ` and ${files.length - MANY} more` : "";
    chosen.textContent = files.length ? `${files.length === 1 ? "1 file" : `${files.length} files`}: ${names.join(", ")}${more}` : "";
  };
  const take = (found) => {
    const known = new Set(files.map((item) => item.path));
    files = files.concat(found.filter((item) => !known.has(item.path)));
    problem.textContent = "";
    draw();
  };

  for (const input of form.querySelectorAll("input[type=file]")) {
    input.addEventListener("change", () => {
      take([...input.files].map((file) => ({ path: file.webkitRelativePath || file.name, file })));
    });
  }
  // A file dropped beside the zone must not replace the page.
  for (const name of ["dragover", "drop"]) document.addEventListener(name, (event) => event.preventDefault());
  zone.addEventListener("dragover", () => zone.classList.add("over"));
  for (const name of ["dragleave", "drop"]) zone.addEventListener(name, () => zone.classList.remove("over"));
  zone.addEventListener("drop", async (event) => {
    event.preventDefault();
    const entries = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
    const plain = [...event.dataTransfer.files].map((file) => ({ path: file.name, file }));
    try {
      take(entries.length ? (await Promise.all(entries.map(walk))).flat() : plain);
    } catch {
      problem.textContent = "Something in there cannot be read. Choose the files instead.";
    }
  });

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!files.length) {
      problem.textContent = "Nothing is chosen yet.";
      return;
    }
    send(form, files, { sent, problem, button });
  });
}

/** Every file below an entry, with its path. Entries come in portions: ask until there are none. */
async function walk(entry) {
  if (entry.isFile) {
    const file = await new Promise((resolve, reject) => entry.file(resolve, reject));
    return [{ path: entry.fullPath.replace(/^\//, ""), file }];
  }
  const reader = entry.createReader();
  const found = [];
  for (;;) {
    const portion = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
    if (!portion.length) return found;
    for (const inner of portion) found.push(...(await walk(inner)));
  }
}

/** XMLHttpRequest, because fetch does not tell how much has been sent. */
function send(form, files, { sent, problem, button }) {
  const body = new FormData();
  const title = form.querySelector("[name=title]");
  if (title) body.append("title", title.value);
  for (const { path, file } of files) {
    body.append("modified", String(file.lastModified));
    body.append("files", file, path);
  }
  const request = new XMLHttpRequest();
  const fail = (text) => {
    problem.textContent = text;
    button.disabled = false;
    sent.hidden = true;
  };
  request.open("POST", form.action);
  request.setRequestHeader("Accept", "application/json");
  request.responseType = "json";
  request.upload.addEventListener("progress", (event) => { if (event.total) sent.value = event.loaded / event.total; });
  request.addEventListener("load", () => {
    if (request.status === 202) {
      location.assign(request.response.href);
      return;
    }
    const error = request.response?.error;
    fail(error ? [error.reason, error.todo].filter(Boolean).join(": ") : "The desk did not take the files.");
  });
  request.addEventListener("error", () => fail("The desk does not answer. Is recoupe still running?"));
  button.disabled = true;
  sent.hidden = false;
  sent.value = 0;
  problem.textContent = "";
  request.send(body);
}

/** Characters that hide or turn the writing round, written out. */
export function visible(text) {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (c) => (c === "\u200c" || c === "\u200d" ? c : `⟨U+${c.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}⟩`));
}
