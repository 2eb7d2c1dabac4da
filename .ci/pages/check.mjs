// Plays a live class in a browser, as people do: with and without scripts, light and dark, on a phone and on a projector, with
// the host killed under them. Looks at each page with axe, and that nothing is asked from elsewhere.
// node check.mjs PROGRAM CHROMIUM [FOLDER FOR PICTURES]
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";

const [program, executablePath, pictures] = process.argv.slice(2);
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const home = mkdtempSync(join(tmpdir(), "class-"));
if (pictures) mkdirSync(pictures, { recursive: true });
const patience = 60000;
let failed = 0, host, said;

const is = (so, what) => {
  console.log(`${so ? "ok  " : "FAIL"} ${what}`);
  failed += so ? 0 : 1;
};
const until = async (so, what) => {
  for (const end = Date.now() + patience; !(await so()); ) {
    if (Date.now() > end) throw new Error(`never: ${what}`);
    await new Promise((done) => setTimeout(done, 30));
  }
};
const begin = async (port, ...options) => {
  said = "";
  const words = ["--data-dir", join(home, "data"), "host", "--plain", "--bind", "127.0.0.1", "--web", port, ...options];
  host = spawn(program, words, { env: { ...process.env, HOME: home } });
  host.stdout.on("data", (data) => (said += data));
  host.stderr.on("data", (data) => (said += data));
  await until(() => said.includes("host word:"), "the host begins");
};
const type = async (line, answer) => {
  const from = said.length;
  host.stdin.write(`${line}\n`);
  await until(() => said.slice(from).includes(answer), `${answer} after ${line}`);
};

await begin("0", "MONDAY", "--count", "4", "--title", "Monday, group B");
const base = said.match(/http:\/\/[0-9.:]+/)[0], port = base.split(":")[2];
const code = said.match(/join room (\w{4})/)[1], word = said.match(/host word: ([a-z ]+)/)[1];
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
const elsewhere = [];
const visitor = async (width, height, colorScheme, javaScriptEnabled = true, more = {}) => {
  const context = await browser.newContext({ viewport: { width, height }, colorScheme, javaScriptEnabled, ...more });
  context.on("request", (request) => request.url().startsWith(base) || elsewhere.push(request.url()));
  return context.newPage();
};
// axe itself needs scripts.
const look = async (page, name, scripts = true) => {
  if (pictures) await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true });
  const tools = await page.context().newCDPSession(page);
  const value = async (expression, awaitPromise) =>
    (await tools.send("Runtime.evaluate", { expression, awaitPromise, returnByValue: true })).result.value;
  is((await value("document.documentElement.scrollWidth - innerWidth")) <= 0, `${name}: no scrolling sideways`);
  if (!scripts) return;
  const found = await value(`${axe};axe.run().then((r) => r.violations.map((v) => v.id + " " + v.nodes[0].html).join("; "))`, true);
  is(found === "", `${name}: axe ${found}`);
};
const shows = (page, words) => until(async () => (await page.textContent("main").catch(() => "")).includes(words), words);

const wall = await visitor(1280, 800, "dark"), desk = await visitor(1280, 800, "light");
const ada = await visitor(360, 740, "light"), bo = await visitor(360, 740, "dark", false);
await wall.goto(`${base}/projector`);
await look(wall, "lobby");
await desk.goto(`${base}/console`);
await look(desk, "console-shut");
await desk.fill("#word", word);
await desk.click("button.go");
await desk.waitForSelector("#next");
await look(desk, "console");

await ada.goto(base);
await look(ada, "entrance");
await ada.goto(`${base}/${code}`);
await ada.fill("#name", "Ad");
host.kill("SIGKILL");
await ada.waitForSelector("#lost", { state: "visible" });
await begin(port, "--resume", code);
await ada.waitForSelector("#lost", { state: "hidden" });
is((await ada.inputValue("#name")) === "Ad", "what is half typed outlives the host");
await look(ada, "join");
await ada.fill("#name", "Ada");
await ada.click("button.go");
await shows(ada, "You're in.");
await look(ada, "waiting");
await bo.goto(`${base}/${code.toLowerCase()}`);
await bo.fill("#name", "ada");
await bo.click("button.go");
is((await bo.textContent("main")).includes("You are ada 2"), "a name that is taken gets a number, without scripts");

const again = said.match(/host word: ([a-z ]+)/)[1];
await desk.goto(`${base}/console`);
await desk.fill("#word", again);
await desk.click("button.go");
const next = async (page, words) => {
  await desk.click("#next");
  await shows(page, words);
};
await next(ada, "Question 1 of 4");
await look(ada, "question");
host.kill("SIGKILL");
await ada.click("#L2");
await ada.waitForSelector("#lost", { state: "visible" });
await begin(port, "--resume", code);
await shows(ada, "Locked in: IoT, fairly sure.");
is(true, "a tap while the host is away is sent again");
await look(ada, "locked");
await ada.click("a[href$=change]");
await ada.waitForSelector("#R3[aria-pressed=false]");
await look(ada, "change");
await ada.click("#R3");
await shows(ada, "Locked in: IIoT, certain.");
await bo.goto(`${base}/${code}`);
await look(bo, "question-dark", false);
await bo.click("#L1");
is((await bo.textContent("main")).includes("Locked in: IoT, unsure."), "answered without scripts");
await bo.click("a[href$=change]");
await type("look", "2 of 2 answered");
await type("close", "closed");
await bo.click("#L3");
is((await bo.textContent("main")).includes("isn't open any more"), "a page that is too old is refused");
await shows(wall, "The room is split.");
await type("bars", "The room:");
await wall.waitForSelector("svg.bars");
await look(wall, "bars");
await type("vote", "talk");
await type("vote", "vote 2");
await ada.waitForSelector("#R3[aria-pressed=true]");
await look(ada, "revote");
await ada.click("#L1");
await shows(ada, "Locked in: IoT, unsure.");
await type("close", "closed");
await type("reveal", "it's");
await shows(ada, "of 1 right");
await look(ada, "reveal");
await wall.waitForSelector(".spread");
await look(wall, "reveal-wall");

const other = await visitor(360, 740, "dark");
await other.goto(`${base}/${code}/back`);
await look(other, "back");
await other.fill("#words", (await ada.textContent("#own p")).match(/with: ([a-z ]+)\./)[1]);
await other.click("button >> nth=0");
await shows(other, "You are Ada.");
await shows(ada, "another device");
await look(ada, "moved");
await type("end", "Type end again");
await type("end", "Everybody sees");
await shows(other, "The class is over");
await look(other, "end");
await shows(wall, "at home");
await look(wall, "end-wall");
is(elsewhere.length === 0, `nothing is asked from elsewhere ${elsewhere}`);
await browser.close();
host.stdin.end("leave\n");
process.exit(failed ? 1 : 0);
