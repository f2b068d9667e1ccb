// Renders reports with one of the npm libraries: node peers.js LIBRARY DATA.json TEMPLATE.xlsx OUTPUT_FOLDER
const fs = require("fs");
const path = require("path");
const { createRequire } = require("module");

// the libraries stand where the command was started, not beside this file
const library = createRequire(path.join(process.cwd(), "peers.js"));
const [, , name, data, template, folder] = process.argv;
const reports = JSON.parse(fs.readFileSync(data, "utf8"));
const target = (index) => path.join(folder, `${index}.xlsx`);

async function exceljs() {
  const { Workbook } = library("exceljs");
  for (const [index, report] of reports.entries()) {
    const book = new Workbook();
    await book.xlsx.readFile(template);
    const sheet = book.worksheets[0];
    sheet.getCell("A1").value = report.title;
    report.rows.forEach((row, line) => {
      Object.values(row).forEach((value, col) => (sheet.getCell(3 + line, 1 + col).value = value));
    });
    await book.xlsx.writeFile(target(index));
  }
}

async function xlsxTemplate() {
  const loaded = library("xlsx-template");
  const Template = loaded.default || loaded;
  const bytes = fs.readFileSync(template);
  for (const [index, report] of reports.entries()) {
    const book = new Template();
    await book.loadTemplate(bytes);
    await book.substitute(1, report);
    fs.writeFileSync(target(index), await book.generate({ type: "nodebuffer" }));
  }
}

async function carbone() {
  const { render } = library("carbone");
  for (const [index, report] of reports.entries()) {
    const bytes = await new Promise((done, failed) =>
      render(template, report, (error, result) => (error ? failed(error) : done(result))),
    );
    fs.writeFileSync(target(index), bytes);
  }
}

const ways = { exceljs, "xlsx-template": xlsxTemplate, carbone };
ways[name]().then(
  () => process.exit(0),
  (error) => {
    console.error(error);
    process.exit(1);
  },
);
