"use strict";
/* The page: files go to the server as they are dropped, records come back, and everything shown is made of those.
   Texts of a file are only ever text (textContent). The addresses are those of iku_excel/page/app.py. */

const SEVERITIES = { error: "kesalahan", warning: "peringatan", info: "keterangan" };
const MARKS = { error: "✗", warning: "!", info: "i" };
const WORKBOOK = /\.(xlsx|xlsm|xls|xlsb|ods)$/i;
const AT_ONCE = 4; // uploads under way
const SHOWN = 200; // faults of a file that are listed
const BEAT = 60_000; // milliseconds between signs of life

const state = { files: new Map(), open: null, about: null, limit: 0 };
const $ = (id) => document.getElementById(id);

/* ---------------------------------------------------------------- small tools */

function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value === true) node.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) node.setAttribute(name, value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

const numbers = new Intl.NumberFormat("id-ID", { maximumFractionDigits: 4 });
const percents = new Intl.NumberFormat("id-ID", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const percent = (value) => (typeof value === "number" ? `${percents.format(value)}%` : "-");

async function call(method, address, body) {
  let answer;
  try {
    answer = await fetch(address, { method, body });
  } catch {
    gone();
    throw new Error("Halaman ini sudah tidak berjalan.");
  }
  if (answer.status === 204) return null;
  const told = await answer.json().catch(() => ({}));
  if (!answer.ok) {
    const error = new Error(told.error || `Tidak berhasil (${answer.status}).`);
    error.status = answer.status;
    error.wait = Number(answer.headers.get("Retry-After")) || 1;
    throw error;
  }
  return told;
}

const pause = (seconds) => new Promise((resolve) => setTimeout(resolve, 1000 * seconds));

function gone() {
  $("gone").textContent = "Halaman ini sudah tidak berjalan. Buka lagi programnya, lalu seret berkasnya sekali lagi.";
  $("gone").hidden = false;
  for (const control of document.querySelectorAll("main button, main input, #close")) control.disabled = true;
}

/* Something that may take long: told in words at once, as a bar when it takes longer than a second. */
async function waiting(place, words, work) {
  place.textContent = words;
  const bar = setTimeout(() => { $("progress").hidden = false; }, 1000);
  try {
    const done = await work();
    place.textContent = "";
    return done;
  } catch (error) {
    place.textContent = error.message;
    return null;
  } finally {
    clearTimeout(bar);
    $("progress").hidden = true;
    $("progress").removeAttribute("value");
  }
}

/* ---------------------------------------------------------------- files in */

async function* inFolder(entry) {
  if (entry.isFile) {
    yield await new Promise((resolve, reject) => entry.file(resolve, reject));
    return;
  }
  const reader = entry.createReader();
  for (;;) {
    const some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
    if (!some.length) return;
    for (const child of some) for await (const file of inFolder(child)) yield file;
  }
}

const ofFolder = (file) => WORKBOOK.test(file.name) && !/^(~\$|\.)/.test(file.name);

async function dropped(transfer) {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  if (!entries.length) return [...transfer.files];
  const found = [];
  for (const entry of entries) {
    for await (const file of inFolder(entry)) if (entry.isFile || ofFolder(file)) found.push(file);
  }
  return found;
}

async function upload(file) {
  if (file.size > state.about.limit) throw new Error("terlalu besar; paling besar 25 MB");
  for (;;) {
    try {
      return await call("PUT", `files/${encodeURIComponent(file.name)}`, file);
    } catch (error) {
      if (error.status !== 503) throw error;
      await pause(error.wait);
    }
  }
}

async function take(files) {
  if (!files.length) return;
  const sorted = [...files].sort((a, b) => a.name.localeCompare(b.name, "id"));
  const failed = [];
  let done = 0;
  let last = null;
  const next = sorted.values();
  const worker = async () => {
    for (const file of next) {
      try {
        const record = await upload(file);
        state.files.set(record.id, record);
        last = record;
      } catch (error) {
        failed.push(`${file.name}: ${error.message}`);
      }
      done += 1;
      $("status").textContent = `Memeriksa: ${done} dari ${sorted.length}`;
      $("progress").value = done / sorted.length;
      showMany();
    }
  };
  await waiting($("status"), `Memeriksa ${sorted.length} berkas`, () => Promise.all(Array.from({ length: AT_ONCE }, worker)));
  $("status").textContent = failed.length ? `Tidak dapat diperiksa: ${failed.join("; ")}` : `${done} berkas diperiksa.`;
  if (last && sorted.length === 1) await show(last.id);
  else if (state.files.size && !state.files.has(state.open)) await show(null);
}

/* ---------------------------------------------------------------- many */

const count = (record, severity) => record.findings.filter((finding) => finding.severity === severity).length;

function verdict(record) {
  const errors = count(record, "error");
  const warnings = count(record, "warning");
  const beside = warnings ? `, ${warnings} peringatan` : "";
  if (record.status !== "refused") return { kind: "good", words: `✓ SIAP DIKIRIM${beside}` };
  if (!record.organization && record.findings.length) return { kind: "error", words: `✗ BELUM: ${record.findings[0].message}` };
  return { kind: "error", words: `✗ BELUM: ${errors} hal perlu diperbaiki${beside}` };
}

const PERIOD_WORDS = { thn: "Setahun", s: "Semester ", tw: "Triwulan ", b: "Bulan " };
const ROMAN = ["", "I", "II", "III", "IV"];
function reach(code) {
  if (!code) return "-";
  const [, kind, number] = /^([a-z]+)(\d*)$/.exec(code) || [];
  if (!(kind in PERIOD_WORDS)) return code;
  const shown = kind === "b" || !number ? Number(number || 0) || "" : ROMAN[Number(number)];
  return `${PERIOD_WORDS[kind]}${shown}`;
}

const HEADS = ["Organisasi", "Berkas", "Sampai dengan", "Putusan"];
function office(cells, kind, current = false) {
  return el("tr", { role: "row", "aria-current": current ? "true" : null },
    ...cells.map((cell, at) => el("td", { role: "cell", "data-head": HEADS[at], class: at === 3 ? kind : null }, el("span", {}, cell))));
}

const key = (name) => (name || "").toUpperCase().replace(/[^A-Z0-9]+/g, " ").trim();

function showMany() {
  const records = [...state.files.values()].sort((a, b) => (a.organization || "~").localeCompare(b.organization || "~", "id") || a.input.localeCompare(b.input, "id"));
  const roster = state.about.roster;
  const rows = records.map((record) => {
    const judged = verdict(record);
    const name = el("button", { type: "button", onclick: () => show(record.id, true) }, record.input);
    return office([record.organization || "-", name, reach(record.through), judged.words], judged.kind, record.id === state.open);
  });
  const sent = new Set(records.map((record) => key(record.organization)));
  const missing = (roster?.offices || []).filter((office) => !sent.has(key(office.organization)));
  for (const { organization } of missing) {
    rows.push(office([organization, "-", "-", "belum ada berkas"], "warning"));
  }
  $("offices").tBodies[0].replaceChildren(...rows);
  const ready = records.filter((record) => record.status !== "refused").length;
  $("tally").textContent = `${records.length} berkas, ${ready} siap dikirim` + (roster ? `; ${missing.length} dari ${roster.offices.length} organisasi belum ada berkasnya.` : ".");
  $("many").hidden = records.length < 2 && !roster;
  $("drop-roster").hidden = !roster;
  if (!records.length && !roster) $("recapped").hidden = true;
}

async function takeRoster(file) {
  const told = await waiting($("roster-told"), "Membaca daftar", () => call("PUT", `roster/${encodeURIComponent(file.name)}`, file));
  if (!told) return;
  const faults = told.findings.map((finding) => `${finding.message} ${finding.fix}`).join(" ");
  if (told.valid) state.about.roster = told;
  $("roster-told").textContent = told.valid ? `Daftar ${told.name}: ${told.offices.length} organisasi. ${faults}` : `Daftar ini belum dapat dipakai. ${faults}`;
  showMany();
}

async function recap() {
  $("recap").disabled = true;
  const told = await waiting($("status"), "Menyusun rekap", () => call("POST", "recap", JSON.stringify({ ids: [...state.files.keys()] })));
  $("recap").disabled = false;
  if (!told) return;
  $("status").textContent = "Rekap selesai.";
  const left = told.inputs.filter((input) => !input.state.startsWith("dihitung"));
  const blocks = told.blocks.map((block) => el("div", { class: "scroll", role: "region", tabindex: "0", "aria-label": `Jumlah blok ${block.number}` },
    el("table", {},
      el("caption", { class: "muted" }, `${block.offices} organisasi, sampai dengan ${reach(block.through)}`),
      el("thead", {}, el("tr", {}, ...["Indikator", "Pembilang", "Penyebut", "Realisasi", "Organisasi"].map((head) => el("th", { scope: "col", class: "number" }, head)))),
      el("tbody", {}, ...block.totals.map((total) => el("tr", {},
        ...[total.number, counted(total.numerator), counted(total.denominator), summed(total), total.offices].map((cell) => el("td", { class: "number" }, String(cell)))))))));
  $("recapped").replaceChildren(
    el("h3", {}, "Rekap"),
    el("p", {}, `${told.counted} organisasi dihitung${told.expected ? ` dari ${told.expected}` : ""}.` + (told.missing.length ? ` Belum: ${told.missing.join(", ")}.` : "")),
    ...blocks,
    left.length ? el("p", {}, "Tidak dihitung:") : null,
    left.length ? el("ul", {}, ...left.map((input) => el("li", {}, `${input.input} (${input.state}): ${input.findings[0]?.message || ""}`))) : null,
    el("div", { class: "buttons" }, ...Object.values(told.downloads).map((url) => el("a", { class: "button main", href: url, download: true }, "Unduh rekap"))));
  $("recapped").hidden = false;
}

/* What offices come to together depends on the measure: a sum, a middle, how many at each step, or a ratio of sums. */
function summed(total) {
  if (typeof total.sum === "number") return figure({ measure: "jumlah", unit: total.unit }, total.sum);
  if (typeof total.median === "number") return `${numbers.format(total.median)} (${numbers.format(total.lowest)} s.d. ${numbers.format(total.highest)})`;
  if (total.steps) return Object.entries(total.steps).map(([label, offices]) => `${label}: ${offices}`).join(", ");
  return figure(total);
}

/* ---------------------------------------------------------------- one */

async function show(id, focused = false) {
  state.open = id;
  showMany();
  const record = state.files.get(id);
  $("detail").hidden = !record;
  if (!record) return;
  const judged = verdict(record);
  $("detail-title").textContent = record.organization ? `${record.organization}, ${record.year}` : record.input;
  $("verdict").className = `verdict ${judged.kind}`;
  $("verdict").textContent = judged.words;
  $("detail-status").textContent = "";
  showDownloads(record);
  const view = await call("GET", `files/${id}/view`).catch(() => ({ form: null, sheets: {} }));
  if (state.open !== id) return;
  $("faults").replaceChildren(...faults(record, view.sheets));
  $("form").replaceChildren(...form(record, view.form));
  $("faults").hidden = !record.findings.length;
  document.querySelector(".beside").classList.toggle("both", Boolean(record.findings.length && view.form));
  if (focused) {
    $("detail-title").focus();
    $("detail").scrollIntoView();
  }
}

/* The buttons are what there is: a link for each download, a button for what can be made of one. */
function showDownloads(record) {
  const buttons = state.about.kinds.flatMap(({ kind, label, source }) => {
    const url = record.downloads[kind];
    if (url) return [el("a", { class: "button main", href: url, download: true, "data-kind": kind }, label)];
    if (!source || !record.downloads[source]) return [];
    return [el("button", { type: "button", "data-kind": kind, onclick: (event) => make(record, kind, label, event.currentTarget) }, `Buat ${inSentence(label)}`)];
  });
  buttons.push(el("button", { type: "button", class: "quiet", onclick: () => remove(record) }, "Singkirkan"));
  $("downloads").replaceChildren(...buttons);
}

const inSentence = (label) => (label === label.toUpperCase() ? label : label[0].toLowerCase() + label.slice(1));

async function make(record, kind, label, button) {
  button.disabled = true;
  const made = await waiting($("detail-status"), `Membuat ${inSentence(label)}`, () => call("POST", `files/${record.id}/${kind}`));
  button.disabled = false;
  if (!made) return;
  state.files.set(made.id, made);
  if (state.open !== made.id) return;
  showDownloads(made);
  $("detail-status").textContent = `${label} siap diambil.`;
  document.querySelector(`#downloads [data-kind="${kind}"]`)?.focus();
}

async function remove(record) {
  await call("DELETE", `files/${record.id}`).catch(() => null);
  state.files.delete(record.id);
  await show(state.files.size === 1 ? [...state.files.keys()][0] : null);
  $("status").textContent = `${record.input} disingkirkan.`;
  $("drop").querySelector("input").focus();
}

function faults(record, sheets) {
  const listed = record.findings.slice(0, SHOWN);
  const rest = record.findings.length - listed.length;
  return [
    el("h3", {}, "Temuan"),
    ...listed.map((finding, number) => fault(finding, sheets[finding.sheet], `temuan-${number}`)),
    rest > 0 ? el("p", {}, `dan ${rest} lagi; semuanya ada di salinan koreksi.`) : null,
  ].filter(Boolean);
}

function fault(finding, sheet, id) {
  const body = el("div", { class: "open", id, hidden: true });
  const toggle = (event) => {
    const opened = event.currentTarget.getAttribute("aria-expanded") !== "true";
    event.currentTarget.setAttribute("aria-expanded", String(opened));
    body.hidden = !opened;
    if (opened && !body.hasChildNodes()) body.append(...explained(finding, sheet));
    if (opened) centre(body);
  };
  const place = finding.cell ? `${finding.sheet} ${finding.cell}` : "Berkas";
  return el("div", { class: `fault ${finding.severity}`, "data-code": finding.code, "data-cell": finding.cell || "" },
    el("button", { type: "button", "aria-expanded": "false", "aria-controls": id, onclick: toggle },
      el("span", { class: `kind ${finding.severity}` }, `${MARKS[finding.severity]} ${place}, ${SEVERITIES[finding.severity]}: `),
      el("span", { class: "words" }, finding.message)),
    body);
}

function explained(finding, sheet) {
  const told = [["Tertulis", finding.found], ["Seharusnya", finding.expected], ["Yang dilakukan", finding.fix]].filter(([, words]) => words);
  const words = el("dl", {}, ...told.flatMap(([term, text]) => [el("dt", {}, term), el("dd", {}, text)]));
  return sheet && finding.cell ? [words, grid(sheet, finding)] : [words];
}

/* A picture of the sheet as a grid; the faulty cell is marked, named for a screen reader, and brought into sight. */
function grid(sheet, finding) {
  const [, letters, row] = /^([A-Z]+)(\d+)$/.exec(finding.cell) || [];
  const used = sheet.columns.reduce((most, _, col) => (sheet.rows.some(({ cells }) => cells[col]) || sheet.columns[col] === letters ? col + 1 : most), 0);
  const last = sheet.rows.reduce((most, line, at) => (line.cells.some(Boolean) || line.row === Number(row) ? at + 1 : most), 0);
  const cell = (text, line, col) => {
    const here = line.row === Number(row) && sheet.columns[col] === letters;
    return el("td", here ? { class: `at ${finding.severity}`, "aria-label": `${finding.cell}, ${text || "kosong"}`, title: text } : { title: text || null }, text);
  };
  return el("div", { class: "grid", role: "region", tabindex: "0", "aria-label": `Lembar ${finding.sheet}, sel ${finding.cell} ditandai` },
    el("table", {},
      el("thead", {}, el("tr", {}, el("th", {}), ...sheet.columns.slice(0, used).map((name) => el("th", { scope: "col" }, name)))),
      el("tbody", {}, ...sheet.rows.slice(0, last).map((line) => el("tr", {},
        el("th", { scope: "row" }, String(line.row)), ...line.cells.slice(0, used).map((text, col) => cell(text, line, col)))))));
}

function centre(body) {
  const box = body.querySelector(".grid");
  const at = body.querySelector("td.at");
  if (!box || !at) return;
  box.scrollTop = at.offsetTop - box.clientHeight / 2;
  box.scrollLeft = at.offsetLeft - box.clientWidth / 2;
}

function form(record, shown) {
  if (!shown) return [];
  const rows = shown.goals.flatMap((goal, position) => goal.indicators.map((item, first) => el("tr", {},
    first ? null : el("td", { rowspan: goal.indicators.length }, String(position + 1)),
    first ? null : el("td", { rowspan: goal.indicators.length }, goal.text),
    el("td", {}, item.text), el("td", {}, item.formula), el("td", {}, item.source))));
  const sign = shown.signature.map((line, at) => el("p", { class: at === shown.signature.length - 3 ? "name" : null }, line));
  const paper = el("div", { class: "paper" },
    ...shown.title.map((line) => el("p", { class: "head" }, line)),
    el("dl", {}, ...shown.lines.flatMap(({ label, text }) => [el("dt", {}, label), el("dd", {}, `${label ? ": " : "  "}${text}`)])),
    el("p", { class: "head" }, shown.heading),
    el("table", {},
      el("thead", {}, el("tr", {}, ...shown.columns.map((head) => el("th", { scope: "col" }, head)))),
      el("tbody", {}, el("tr", { class: "numbers" }, ...shown.columns.map((_, at) => el("td", {}, String(at + 1)))), ...rows)),
    el("div", { class: "sign" }, ...sign));
  const paperBox = el("div", { class: "scroll", role: "region", tabindex: "0", "aria-label": "Lembar resmi IKU" }, paper);
  return [el("h3", {}, "Lembar resmi, seperti yang akan dicetak"), paperBox, ...figures(record, shown)];
}

const counted = (value) => (typeof value === "number" ? numbers.format(value) : "-");

function figure(item, value = item.actual) {
  if (typeof value !== "number") return value || "n/a";
  const asPercent = (item.measure || "rasio") === "pertumbuhan" || ((item.measure || "rasio") === "rasio" && (item.per || 100) === 100);
  return asPercent ? percent(value) : `${numbers.format(value)}${item.unit ? ` ${item.unit}` : ""}`;
}

function figures(record, shown) {
  if (!record.indicators.length) return [];
  const names = new Map(shown.goals.flatMap((goal) => goal.indicators).map((item) => [item.number, item.text]));
  const head = ["No", "Indikator", "Hitungan", "Realisasi", "Target", "Capaian", "Predikat"];
  const line = (item) => [
    String(item.number), names.get(item.number) || "",
    typeof item.denominator === "number" ? `${counted(item.numerator)} dari ${counted(item.denominator)}` : "-",
    figure(item), item.target === null ? "-" : figure(item, item.target), percent(item.achievement), item.predicate || "-"];
  const wordy = (at) => at === 1 || at === 6;
  return [el("div", { class: "figures" },
    el("h3", {}, `Capaian sampai dengan ${reach(record.through)}`),
    el("div", { class: "scroll", role: "region", tabindex: "0", "aria-label": "Capaian" },
      el("table", {},
        el("thead", {}, el("tr", {}, ...head.map((text, at) => el("th", { scope: "col", class: wordy(at) ? null : "number" }, text)))),
        el("tbody", {}, ...record.indicators.map((item) => el("tr", {}, ...line(item).map((text, at) => el("td", { class: wordy(at) ? null : "number" }, text))))))))];
}

/* ---------------------------------------------------------------- empty templates */

function offerBlanks({ profiles, periods }) {
  const form = $("blank-form");
  form.profile.replaceChildren(...profiles.map(({ name, label }) => el("option", { value: name }, label)));
  form.period.replaceChildren(...periods.map((name) => el("option", { value: name, selected: name === "triwulanan" }, name)));
  const fit = () => {
    const { open } = profiles.find(({ name }) => name === form.profile.value);
    for (const field of form.querySelectorAll("input")) field.closest("label").hidden = !open.includes(field.name);
  };
  form.profile.addEventListener("change", fit);
  fit();
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    download(form);
  });
}

async function download(form) {
  const asked = new URLSearchParams();
  for (const field of form.querySelectorAll("select, input")) {
    if (!field.closest("label").hidden && field.value.trim()) asked.set(field.name, field.value.trim());
  }
  await waiting($("blank-status"), "Membuat templat", async () => {
    const answer = await fetch(`blank?${asked}`);
    if (!answer.ok) throw new Error((await answer.json()).error);
    const name = decodeURIComponent(/filename\*=UTF-8''(.+)$/.exec(answer.headers.get("Content-Disposition"))[1]);
    const url = URL.createObjectURL(await answer.blob());
    el("a", { href: url, download: name }).click();
    URL.revokeObjectURL(url);
  });
}

/* ---------------------------------------------------------------- the page begins */

function listen() {
  const picked = (input, act) => $(input).addEventListener("change", async (event) => {
    const files = [...event.target.files];
    event.target.value = "";
    await act(files);
  });
  picked("pick-files", take);
  picked("pick-folder", (files) => take(files.filter(ofFolder)));
  picked("pick-roster", ([file]) => file && takeRoster(file));
  $("recap").addEventListener("click", recap);
  $("drop-roster").addEventListener("click", async () => {
    await call("DELETE", "roster");
    state.about.roster = null;
    $("roster-told").textContent = "";
    showMany();
    $("pick-roster").focus();
  });
  $("clear").addEventListener("click", async () => {
    await Promise.all([...state.files.keys()].map((id) => call("DELETE", `files/${id}`).catch(() => null)));
    state.files.clear();
    $("recapped").hidden = true;
    $("status").textContent = "Semua berkas disingkirkan.";
    await show(null);
    $("pick-files").focus();
  });
  $("close").addEventListener("click", async () => {
    await call("POST", "close").catch(() => null);
    gone();
    $("gone").textContent = "Halaman ditutup. Jendela ini boleh ditutup juga.";
  });
  let inside = 0;
  document.addEventListener("dragenter", () => { inside += 1; $("drop").classList.add("over"); });
  document.addEventListener("dragleave", () => { inside -= 1; if (inside <= 0) $("drop").classList.remove("over"); });
  document.addEventListener("dragover", (event) => event.preventDefault());
  document.addEventListener("drop", async (event) => {
    event.preventDefault();
    inside = 0;
    $("drop").classList.remove("over");
    await take(await dropped(event.dataTransfer));
  });
  setInterval(() => call("POST", "heartbeat").catch(() => null), BEAT);
}

async function begin() {
  state.about = await call("GET", "about");
  offerBlanks(state.about.blanks);
  for (const record of await call("GET", "files")) state.files.set(record.id, record);
  listen();
  await show(state.files.size === 1 ? [...state.files.keys()][0] : null);
}

begin();
