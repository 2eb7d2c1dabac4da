// Takes an assessment at a desk in a browser, as applicants do: with and without scripts, light and dark, on a phone, with the host
// killed under them. Looks at each page with axe, and that nothing is asked from elsewhere.
// node desk.mjs PROGRAM CHROMIUM [FOLDER FOR PICTURES]
import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import jsqr from "jsqr";
import { chromium } from "playwright-core";
import { PNG } from "pngjs";

const [program, executablePath, pictures] = process.argv.slice(2);
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const home = mkdtempSync(join(tmpdir(), "desk-"));
if (pictures) mkdirSync(pictures, { recursive: true });
const env = { ...process.env, HOME: home }, data = ["--data-dir", join(home, "data")];
let failed = 0, host, said;
const is = (so, what) => {
  console.log(`${so ? "ok  " : "FAIL"} ${what}`);
  failed += so ? 0 : 1;
};
const until = async (so, what) => {
  for (const end = Date.now() + 60000; !(await so()); ) {
    if (Date.now() > end) throw new Error(`never: ${what}`);
    await new Promise((done) => setTimeout(done, 30));
  }
};

const form = join(home, "form.toml"), roster = join(home, "roster.csv"), sheet = join(home, "tickets.html");
writeFileSync(roster, "id,name\nA-1,Ada Lovelace\nA-2,Bo\n");
writeFileSync(form, execFileSync(program, ["form", "new", "placement", join(home, "placement.toml"), ...data], { env }) && readFileSync(join(home, "placement.toml")));
execFileSync(program, ["form", "tickets", form, "--roster", roster, "--out", sheet, "--address", "http://127.0.0.1:8080", ...data], { env });
const tickets = [...readFileSync(sheet, "utf8").matchAll(/class="code">([^<]+)/g)].map((found) => found[1]);
const begin = async (port) => {
  said = "";
  host = spawn(program, ["host", "--form", form, "--roster", roster, "--plain", "--bind", "127.0.0.1", "--web", port, ...data], { env });
  host.stdout.on("data", (text) => (said += text));
  host.stderr.on("data", (text) => (said += text));
  await until(() => said.includes("host word:"), "the desk opens");
};
await begin("0");
const base = said.match(/http:\/\/[0-9.:]+/)[0], port = base.split(":")[2];

const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
const elsewhere = [];
const visitor = async (width, height, javaScriptEnabled = true) => {
  const context = await browser.newContext({ viewport: { width, height }, javaScriptEnabled });
  context.on("request", (request) => request.url().startsWith(base) || request.url().startsWith("file:") || elsewhere.push(request.url()));
  return Object.assign(await context.newPage(), { isPlain: !javaScriptEnabled });
};
const shows = (page, words) => until(async () => (await page.textContent("main").catch(() => "")).includes(words), words);
const bare = await visitor(360, 740);
const look = async (page, name) => {
  if (page.isPlain) {
    const seen = (await page.content()).replace(/<script[^>]*><\/script>|<meta http-equiv[^>]*>|<\/?noscript>/g, "");
    await bare.route("**/seen", (route) => route.fulfill({ contentType: "text/html", body: seen }), { times: 1 });
    await bare.goto(`${base}/seen`);
    page = bare;
  }
  for (const colorScheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme });
    if (pictures) await page.screenshot({ path: join(pictures, `${name}-${colorScheme}.png`), fullPage: true });
    const called = `${name}, ${colorScheme}`;
    is(await page.evaluate("document.documentElement.scrollWidth <= innerWidth"), `${called}: no scrolling sideways`);
    const small = await page.evaluate(() => {
      const targets = [...document.querySelectorAll("main :is(button, a, summary, label.choice, input:not([type=hidden], [type=radio], [type=checkbox]))")];
      return targets.filter((one) => one.checkVisibility() && one.getBoundingClientRect().height < 44).map((one) => one.outerHTML);
    });
    is(small.length === 0, `${called}: targets of 44 pixels ${small}`);
    const found = await page.evaluate(`${axe};axe.run().then((r) => r.violations.map((v) => v.id + " " + v.nodes[0].html).join("; "))`);
    is(found === "", `${called}: axe ${found}`);
  }
};

// The sheet of tickets: a camera reads the first one.
const paper = await visitor(900, 1200);
await paper.goto(`file://${sheet}`);
const picture = PNG.sync.read(await paper.locator("svg").first().screenshot({ scale: "css" }));
const scanned = jsqr.default(new Uint8ClampedArray(picture.data), picture.width, picture.height)?.data;
is(scanned === `HTTP://127.0.0.1:8080/${tickets[0]}`, `a camera reads ${scanned} from a ticket`);
if (pictures) await paper.screenshot({ path: join(pictures, "tickets.png"), fullPage: true });

for (const [who, scripts] of [[0, true], [1, false]]) {
  const page = await visitor(360, 740, scripts), name = scripts ? "scripts" : "plain";
  await page.goto(base);
  await look(page, `${name}-entrance`);
  await page.fill("#ticket", tickets[who].replace(/.$/, (last) => (last === "2" ? "3" : "2")));
  await page.click("#go");
  await shows(page, "A character of the ticket is wrong");
  await look(page, `${name}-slip`);
  await page.goto(`${base}/${tickets[who]}`);
  await look(page, `${name}-read`);
  await page.click("#go");
  await shows(page, "Please read this first");
  await look(page, `${name}-consent`);
  await page.click("#accept");
  for (const number of [1, 2]) {
    await shows(page, `${number} of 2`);
    if (number === 1) await look(page, `${name}-practice`);
    await page.check("#a-L");
    await page.click("#answer");
    await page.waitForSelector("#next");
    if (number === 1) await look(page, `${name}-practised`);
    await page.click("#next");
  }
  await shows(page, "1 of 60");
  await look(page, `${name}-statement`);
  await page.click("#answer");
  is((await page.textContent("main")).includes("1 of 60"), `${name}: nothing is answered before a side is chosen`);
  await page.check("#a-R");
  await page.click("#answer");
  await shows(page, "2 of 60");
  await page.click("#mark");
  await shows(page, "Marked for another look.");
  await page.click("#timer");
  await until(async () => !(await page.textContent("header")).includes("min left"), "the time is hidden");
  if (scripts) {
    // The host dies while a side is chosen and not answered yet; what is chosen stays.
    await page.check("#a-L");
    host.kill("SIGKILL");
    await until(() => page.locator("#lost").isVisible(), "the loss is told");
    await begin(port);
    await until(async () => !(await page.locator("#lost").isVisible()), "the host is back");
    is(await page.isChecked("#a-L"), "what was chosen is still chosen after the host was killed");
    await page.click("#answer");
    await shows(page, "3 of 60");
    const other = await visitor(360, 740);
    await other.goto(`${base}/${tickets[who]}`);
    await other.click("#go");
    await shows(other, "3 of 60");
    await shows(page, "You sat down on another device");
    await look(page, "moved");
    await page.fill("#ticket", tickets[who]);
    await page.click("#go");
    await shows(page, "3 of 60");
  }
  await page.click("#overview");
  await shows(page, "still open");
  await look(page, `${name}-overview`);
  await page.click("button[value='pick 6']");
  await shows(page, "7 of 60");
  await page.click("#overview");
  await page.click("#submit");
  await page.waitForSelector("#accept");
  await look(page, `${name}-submit`);
  await page.click("#accept");
  await shows(page, "Receipt ");
  await look(page, `${name}-end`);
}
const wall = await visitor(1280, 800), desk = await visitor(1280, 800);
await wall.goto(`${base}/projector`);
await shows(wall, "2 of 2");
is(!(await wall.textContent("main")).includes("Ada"), "no name is on the projector");
await look(wall, "projector");
await desk.goto(`${base}/console`);
await look(desk, "console-shut");
await desk.fill("#word", said.match(/host word: ([a-z ]+)/)[1]);
await desk.click("button.go");
await shows(desk, "2 of 2 have begun, 2 are done.");
await desk.click("summary");
await look(desk, "console");
await desk.fill("#by-1", "M. Weber");
await desk.fill("#why-1", "the fire alarm");
await desk.fill("#minutes-1", "5");
await desk.click("details[open] button");
await shows(desk, "1 is done");
is(elsewhere.length === 0, `nothing is asked from elsewhere ${elsewhere}`);
host.kill("SIGKILL");
await browser.close();
process.exit(failed ? 1 : 0);
