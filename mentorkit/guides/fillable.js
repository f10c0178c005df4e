"use strict";
(() => {
  const about = JSON.parse(document.getElementById("about").textContent);
  const words = about.words;
  const own = "mentorkit/" + about.worksheet;
  const byId = (id) => document.getElementById(id);
  const boxes = [...document.querySelectorAll("[data-field]")];
  const shelf = openShelf();
  let started = now();
  let unsaved = false;

  function now() {
    return new Date().toISOString().replace(/\.\d+Z$/, "Z");
  }

  function openShelf() {
    try {
      const shelf = window.localStorage;
      shelf.setItem("mentorkit/try", "1");
      shelf.removeItem("mentorkit/try");
      return shelf;
    } catch {
      return null;
    }
  }

  // ------------------------------------------------------------ what is written

  const parts = (box) => [...box.querySelectorAll("[data-part]")];

  function rowsOf(box) {
    const rows = {};
    for (const part of parts(box)) {
      const [row, column] = part.dataset.part.split("/");
      rows[row] = rows[row] || {};
      if (part.value.trim()) rows[row][column] = part.value;
    }
    return rows;
  }

  function withoutEmptyEnd(list, empty) {
    const kept = list.slice();
    while (kept.length && empty(kept[kept.length - 1])) kept.pop();
    return kept.length ? kept : null;
  }

  function value(box) {
    const type = box.dataset.type;
    if (type === "choice" || type === "scale") {
      const picked = box.querySelector("input:checked");
      return picked ? (type === "scale" ? Number(picked.value) : picked.value) : null;
    }
    if (type === "list") return withoutEmptyEnd(parts(box).map((part) => part.value), (text) => !text.trim());
    if (type === "log") return withoutEmptyEnd(Object.values(rowsOf(box)), (row) => !Object.keys(row).length);
    if (type === "grid") {
      const rows = Object.entries(rowsOf(box)).filter(([, row]) => Object.keys(row).length);
      return rows.length ? Object.fromEntries(rows) : null;
    }
    return parts(box)[0].value.trim() ? parts(box)[0].value : null;
  }

  function fill(box, answer) {
    const type = box.dataset.type;
    for (const part of parts(box)) {
      if (type === "choice" || type === "scale") part.checked = String(answer ?? "") === part.value;
      else if (type === "list") part.value = answer?.[Number(part.dataset.part)] ?? "";
      else if (part.dataset.part) {
        const [row, column] = part.dataset.part.split("/");
        part.value = answer?.[row]?.[column] ?? "";
      } else part.value = answer ?? "";
    }
  }

  function answers() {
    const found = boxes.map((box) => [box.dataset.field, value(box)]).filter(([, answer]) => answer !== null);
    return Object.fromEntries(found);
  }

  function sheet() {
    const { schema, worksheet, language } = about;
    return { schema, worksheet, language, started, saved: now(), answers: answers() };
  }

  const texts = (row, columns) =>
    row !== null && typeof row === "object" && !Array.isArray(row) &&
    Object.entries(row).every(([key, text]) => columns.has(key) && typeof text === "string");

  function fits(box, answer) {
    const type = box.dataset.type;
    const keys = parts(box).map((part) => part.dataset.part);
    const columns = new Set(keys.map((key) => key.split("/")[1]));
    if (type === "choice" || type === "scale") {
      const known = parts(box).map((part) => (type === "scale" ? Number(part.value) : part.value));
      return known.includes(answer);
    }
    const rows = new Set(keys.map((key) => key.split("/")[0]));
    const listed = Array.isArray(answer) && answer.length <= rows.size;
    if (type === "list") return listed && answer.every((text) => typeof text === "string");
    if (type === "log") return listed && answer.every((row) => texts(row, columns));
    if (type === "date") return typeof answer === "string" && /^\d{4}-\d\d-\d\d$/.test(answer);
    if (type === "grid") {
      return answer !== null && typeof answer === "object" && !Array.isArray(answer) &&
        Object.entries(answer).every(([row, cells]) => rows.has(row) && texts(cells, columns));
    }
    return typeof answer === "string";
  }

  function parsed(text) {
    try {
      const found = JSON.parse(text);
      const good = found.schema === about.schema && found.worksheet === about.worksheet &&
        typeof found.started === "string" && Object.entries(found.answers).every(([id, answer]) => {
          const box = boxes.find((one) => one.dataset.field === id);
          return box !== undefined && fits(box, answer);
        });
      return good ? found : null;
    } catch {
      return null;
    }
  }

  function show(found) {
    started = found.started;
    for (const box of boxes) fill(box, found.answers[box.dataset.field]);
    for (const fold of document.querySelectorAll("details")) {
      fold.open = [...fold.querySelectorAll("[data-part]")].some((part) => part.value);
    }
    settle();
  }

  // ------------------------------------------------------------ keeping

  const chosen = () => document.querySelector("input[name=keep]:checked")?.value;
  const tell = (text) => { byId("told").textContent = text; };

  function keep() {
    if (chosen() !== "device") {
      tell(chosen() === "none" ? words.kept_none : words.unkept);
      return;
    }
    try {
      shelf.setItem(own, JSON.stringify(sheet()));
      shelf.setItem("mentorkit/keep", "device");
      unsaved = false;
      tell(words.kept + " " + new Date().toLocaleTimeString(about.language, { hour: "2-digit", minute: "2-digit" }));
    } catch {
      tell(words.kept_fails);
    }
  }

  function choose(event) {
    if (event.target.value === "none" && shelf?.getItem(own)) {
      if (!window.confirm(words.forget_ask)) {
        document.querySelector("input[name=keep][value=device]").checked = true;
        return;
      }
      shelf.removeItem(own);
      unsaved = Object.keys(answers()).length > 0;
    }
    if (event.target.value === "none") shelf?.removeItem("mentorkit/keep");
    keep();
  }

  function changed() {
    unsaved = true;
    settle();
    keep();
  }

  function settle() {
    for (const part of document.querySelectorAll("textarea[data-part]")) {
      part.style.height = "auto";
      if (part.scrollHeight) part.style.height = part.scrollHeight + 2 + "px";
    }
    for (const box of boxes) {
      const clear = box.querySelector(".clear");
      if (clear) clear.hidden = value(box) === null;
    }
    document.querySelectorAll(".reader").forEach(offer);
  }

  function erase() {
    if (!window.confirm(words.erase_ask)) return;
    for (const box of boxes) fill(box, null);
    shelf?.removeItem(own);
    started = now();
    unsaved = false;
    settle();
    tell(words.erased);
  }

  // ------------------------------------------------------------ copies

  function download(text, kind, ending) {
    const link = document.createElement("a");
    const name = "mentorkit-" + about.session.toLowerCase() + "-" + new Date().toLocaleDateString("sv") + ending;
    link.href = URL.createObjectURL(new Blob([text], { type: kind }));
    link.download = name;
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
    unsaved = false;
    tell(words.copied_file + " " + name);
  }

  function restore(event) {
    const [file] = event.target.files;
    event.target.value = "";
    if (!file) return;
    file.text().then((text) => {
      const found = parsed(text);
      if (!found) return tell(words.opened_wrong);
      if (Object.keys(answers()).length && !window.confirm(words.open_ask)) return;
      show(found);
      keep();
      tell(words.opened + " " + byId("told").textContent);
    });
  }

  const label = (box) => box.querySelector(".name").textContent;

  function rowText(row) {
    const cells = [...row.querySelectorAll("label")].filter((cell) => cell.querySelector("textarea").value.trim());
    const single = row.querySelectorAll("label").length === 1;
    return cells.map((cell) => (single ? "" : cell.querySelector("span").textContent + ": ") + cell.querySelector("textarea").value).join("; ");
  }

  function answerText(box) {
    const type = box.dataset.type;
    if (type === "scale") return value(box) + " / 4";
    if (type === "choice") return box.querySelector("input:checked").nextElementSibling.textContent;
    if (type === "list") return value(box).map((text, place) => [place + 1 + ". " + text, text]).filter(([, text]) => text).map(([line]) => line).join("\n");
    if (type === "grid" || type === "log") {
      const rows = [...box.querySelectorAll(".row")].map((row, place) => [row.querySelector("legend").textContent, rowText(row), place + 1]);
      return rows.filter(([, text]) => text).map(([title, text, place]) => (type === "log" ? place + ". " : title + ": ") + text).join("\n");
    }
    return value(box);
  }

  function asText(some) {
    const written = some.filter((box) => value(box) !== null).map((box) => label(box) + "\n" + answerText(box));
    return written.length ? [document.title.split(" · ").slice(1).join(" · "), ...written].join("\n\n") : "";
  }

  // ------------------------------------------------------------ handing over

  function ticked(reader) {
    const ids = [...reader.querySelectorAll("input:checked")].map((tick) => tick.value);
    return boxes.filter((box) => box.dataset.share === reader.dataset.who && ids.includes(box.dataset.field));
  }

  function offer(reader) {
    for (const tick of reader.querySelectorAll("input")) {
      const empty = value(boxes.find((box) => box.dataset.field === tick.value)) === null;
      tick.disabled = empty;
      if (empty) tick.checked = false;
      tick.parentElement.querySelector(".empty").hidden = !empty;
    }
    const text = asText(ticked(reader));
    const preview = reader.querySelector(".preview");
    preview.hidden = !text;
    preview.querySelector("textarea").value = text;
    preview.querySelector("textarea").rows = Math.min(10, text.split("\n").length + 1);
    reader.querySelector(".take").disabled = !text;
    reader.querySelector(".do").hidden = !navigator.share;
    reader.querySelector(".do").disabled = !text;
  }

  function take(reader) {
    const area = reader.querySelector(".preview textarea");
    const selected = () => {
      area.select();
      return document.execCommand("copy");
    };
    const asked = navigator.clipboard ? navigator.clipboard.writeText(area.value).then(() => true, selected) : Promise.resolve(selected());
    asked.then((done) => tell(done ? words.shared_copied : words.shared_failed));
  }

  // ------------------------------------------------------------ beginning

  byId("sheet").addEventListener("input", changed);
  byId("sheet").addEventListener("submit", (event) => event.preventDefault());
  byId("keep").addEventListener("change", choose);
  byId("copy").addEventListener("click", () => download(JSON.stringify(sheet(), null, 1) + "\n", "application/json", ".json"));
  byId("readable").addEventListener("click", () => download(asText(boxes) + "\n", "text/plain", ".txt"));
  byId("open").addEventListener("click", () => byId("file").click());
  byId("file").addEventListener("change", restore);
  byId("print").addEventListener("click", () => window.print());
  byId("erase").addEventListener("click", erase);
  for (const button of document.querySelectorAll(".clear")) {
    button.addEventListener("click", () => {
      fill(button.closest("[data-field]"), null);
      changed();
    });
  }
  for (const reader of document.querySelectorAll(".reader")) {
    reader.addEventListener("change", () => offer(reader));
    reader.querySelector(".take").addEventListener("click", () => take(reader));
    reader.querySelector(".do").addEventListener("click", () => {
      navigator.share({ text: reader.querySelector(".preview textarea").value }).catch(() => {});
    });
  }
  window.addEventListener("beforeprint", () => {
    for (const fold of document.querySelectorAll("details")) fold.open = true;
    settle();
  });
  window.addEventListener("beforeunload", (event) => {
    if (unsaved && Object.keys(answers()).length) event.preventDefault();
  });
  window.addEventListener("storage", (event) => {
    if (event.key === own) tell(words.changed_elsewhere);
  });

  const found = shelf && parsed(shelf.getItem(own) ?? "");
  const device = document.querySelector("input[name=keep][value=device]");
  device.disabled = !shelf;
  if (shelf?.getItem("mentorkit/keep") === "device") device.checked = true;
  if (found) show(found);
  settle();
  if (!shelf) tell(words.kept_fails);
  else if (!chosen()) tell(words.unkept);
  else if (found) tell(words.kept + " " + new Date(found.saved).toLocaleString(about.language, { dateStyle: "short", timeStyle: "short" }));
})();
