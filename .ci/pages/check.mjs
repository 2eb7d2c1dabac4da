// Plays a live class in a browser, as people do: with and without scripts, light and dark, on a phone and on a projector, with
// the host killed under them. Looks at each page with axe, and that nothing is asked from elsewhere.
// node check.mjs PROGRAM CHROMIUM [FOLDER FOR PICTURES]
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import jsqr from "jsqr";
import { chromium } from "playwright-core";
import { PNG } from "pngjs";

const [program, executablePath, pictures] = process.argv.slice(2);
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const home = mkdtempSync(join(tmpdir(), "class-"));
if (pictures) mkdirSync(pictures, { recursive: true });
const patience = 60000;
const hosts = [];
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

// The host, led in lines.
const begin = async (address, port, ...options) => {
  said = "";
  const words = ["--data-dir", join(home, "data"), "host", "--plain", "--bind", address, "--web", port, ...options];
  host = spawn(program, words, { env: { ...process.env, HOME: home } });
  host.stdout.on("data", (data) => (said += data));
  host.stderr.on("data", (data) => (said += data));
  await until(() => said.includes("host word:"), "the host begins");
  hosts.push(said.match(/http:\/\/[0-9.:]+/)[0]);
};
const type = async (line, answer) => {
  const from = said.length;
  host.stdin.write(`${line}\n`);
  await until(() => said.slice(from).includes(answer), `${answer} after ${line}`);
};
const word = () => said.match(/host word: ([a-z ]+)/)[1];

await begin("127.0.0.1", "0", "MONDAY", "--count", "5", "--title", "Monday, group B");
const base = said.match(/http:\/\/[0-9.:]+/)[0], port = base.split(":")[2], code = said.match(/join room (\w{4})/)[1];
const resume = (address = "127.0.0.1") => begin(address, port, "--resume", code);

// Browsers.
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
const elsewhere = [];
let ours = base;
const context = async (width, height, colorScheme, javaScriptEnabled = true) => {
  const context = await browser.newContext({ viewport: { width, height }, colorScheme, javaScriptEnabled });
  const isOwn = (url) => hosts.some((one) => url.startsWith(`${one}/`));
  // A camera's address is in capitals.
  context.on("request", (request) => isOwn(request.url().toLowerCase()) || elsewhere.push(request.url()));
  return context;
};
const visitor = async (...options) => {
  const page = await (await context(...options)).newPage();
  return Object.assign(page, { isPlain: options[3] === false });
};
const phone = [360, 740], projector = [1280, 800];
const shows = (page, words) => until(async () => (await page.textContent("main").catch(() => "")).includes(words), words);
const text = (page) => page.textContent("main");
const bare = await visitor(...phone, "light");

// What is wrong with a page, in both schemes of colour and at its own size. axe needs scripts, so what a browser without them shows
// is shown to it in one that runs them, but for the script and for the reload of pages that only wait.
const look = async (page, name) => {
  if (page.isPlain) {
    const seen = (await page.content()).replace(/<script[^>]*><\/script>|<meta http-equiv[^>]*>|<\/?noscript>/g, "");
    await bare.setViewportSize(page.viewportSize());
    await bare.route("**/seen", (route) => route.fulfill({ contentType: "text/html", body: seen }), { times: 1 });
    await bare.goto(`${ours}/seen`);
    page = bare;
  }
  for (const colorScheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme });
    const called = `${name}, ${colorScheme}`;
    if (pictures) await page.screenshot({ path: join(pictures, `${name}-${colorScheme}.png`), fullPage: true });
    is(await page.evaluate("document.documentElement.scrollWidth <= innerWidth"), `${called}: no scrolling sideways`);
    const small = await page.evaluate(() => {
      const targets = [...document.querySelectorAll("main :is(button, a, summary, input:not([type=hidden]))")];
      return targets.filter((one) => one.checkVisibility() && one.getBoundingClientRect().height < 44).map((one) => one.outerHTML);
    });
    is(small.length === 0, `${called}: targets of 44 pixels ${small}`);
    const found = await page.evaluate(`${axe};axe.run().then((r) => r.violations.map((v) => v.id + " " + v.nodes[0].html).join("; "))`);
    is(found === "", `${called}: axe ${found}`);
  }
};

// People who only send what a browser sends, so that the room is full.
const send = (path, cookie, form) => {
  const headers = { cookie, ...(form && { "content-type": "application/x-www-form-urlencoded" }) };
  return fetch(ours + path, { method: form ? "POST" : "GET", headers, body: form && new URLSearchParams(form), redirect: "manual" });
};
const hidden = (page) => page.match(/name="request" value="(\w+)"/)[1];
const crowd = [];
const come = async (name) => {
  const request = hidden(await (await send(`/${code}`, "")).text());
  const answer = await send("/in", "", { code, name, request });
  crowd.push(answer.headers.get("set-cookie").split(";")[0]);
};
const vote = (button) =>
  Promise.all(crowd.map(async (cookie, at) => {
    const page = await (await send(`/${code}/change`, cookie)).text();
    await send(page.match(/action="([^"]+\/\d+\/\d+)"/)[1], cookie, { request: hidden(page), a: button(at) });
  }));

// The lobby, and the teacher's page on a laptop and on a phone.
const wall = await visitor(...projector, "dark"), desk = await visitor(...projector, "light");
await wall.goto(`${base}/projector`);
await look(wall, "lobby");
const picture = PNG.sync.read(await wall.screenshot());
const scanned = jsqr.default(new Uint8ClampedArray(picture.data), picture.width, picture.height)?.data;
is(scanned?.toLowerCase() === `${base}/${code}`.toLowerCase(), `a camera reads ${scanned} from the projector`);
await desk.goto(`${base}/console`);
await look(desk, "console-shut");
await desk.fill("#word", "wrong words here");
await desk.click("button.go");
await shows(desk, "isn't the host word");
is(!desk.url().includes("note"), "why a form was refused stands in no address");
await desk.reload();
is(!(await text(desk)).includes("isn't the host word"), "and is said once");
const lead = async (page) => {
  await page.goto(`${ours}/console`);
  await page.fill("#word", word());
  await page.click("button.go");
  await page.waitForSelector("#next");
};
await lead(desk);
await look(desk, "console");
const hand = await visitor(...phone, "light");
await lead(hand);
await look(hand, "console-phone");

// Joining, with a name half typed while the host dies.
const ada = await visitor(...phone, "light"), bo = await visitor(...phone, "dark", false);
await ada.goto(base);
await look(ada, "entrance");
await ada.fill("#code", "ZZZZ");
await ada.fill("#name", "Ada");
await ada.click("button.go");
await shows(ada, "There's no room ZZZZ here.");
is((await ada.inputValue("#name")) === "Ada" && (await ada.inputValue("#code")) === "ZZZZ", "what was typed stays");
await look(ada, "entrance-wrong");
await ada.goto(`${base}/${code}`);
await ada.fill("#name", "Ad");
host.kill("SIGKILL");
await ada.waitForSelector("#lost", { state: "visible" });
await look(ada, "lost");
await resume();
await ada.waitForSelector("#lost", { state: "hidden" });
is((await ada.inputValue("#name")) === "Ad", "what is half typed outlives the host");
await look(ada, "join");
await ada.fill("#name", "Ada");
await ada.click("button.go");
await shows(ada, "You're in.");
await look(ada, "waiting");
await bo.goto(`${base}/${code.toLowerCase()}`);
await look(bo, "join-plain");
await bo.fill("#name", "ada");
await bo.click("button.go");
is((await text(bo)).includes("already. Is that you?"), "a name that is taken is asked about");
await look(bo, "taken-plain");
await bo.click('button:has-text("ada 2")');
is((await text(bo)).includes("You're in."), "and gets a number, without scripts");
await look(bo, "waiting-plain");
for (const number of Array(26).keys()) await come(`Person ${number + 1}`);
await shows(wall, "28 people are in.");

// Yesterday's cookie, and one of nobody.
const old = await context(...phone, "light");
await old.addCookies([`iotutor-ZZZZ`, `iotutor-${code}`].map((name) => ({ name, value: "f".repeat(32), url: base })));
const late = await old.newPage();
await late.goto(`${base}/${code}`);
await shows(late, "Good to have you here.");
is((await text(late)).includes("Come back with your three words"), "yesterday's cookie leads to joining, or back by words");
await look(late, "yesterday");

// A question; the host is dead for three seconds with a choice half made.
await lead(desk);
await lead(hand);
await hand.click("#next");
await shows(ada, "Question 1 of 5");
await look(ada, "question");
await bo.goto(`${base}/${code}`);
await look(bo, "question-plain");
await ada.focus("#R2");
host.kill("SIGKILL");
await ada.waitForSelector("#lost", { state: "visible" });
await new Promise((done) => setTimeout(done, 3000));
await resume();
await ada.waitForSelector("#lost", { state: "hidden" });
is((await ada.evaluate(() => document.activeElement.id)) === "R2", "the host was away for 3 s, and the choice is still half made");
host.kill("SIGKILL");
await ada.click("#L2");
await bo.click("#L1").catch(() => {});
await ada.waitForSelector("#lost", { state: "visible" });
await look(ada, "question-lost");
await new Promise((done) => setTimeout(done, 3000));
const gone = Date.now();
await resume();
await shows(ada, "Your answer: IoT, fairly sure.");
is(true, `a tap while the host is away is sent again; locked in ${Date.now() - gone} ms after it was begun again`);
await bo.goto(`${base}/${code}`);
await bo.click("#L1");
is((await text(bo)).includes("Your answer: IoT, unsure."), "without scripts, going back and tapping again does");
await look(ada, "locked");
await look(bo, "locked-plain");

// Changing, in two tabs.
await ada.click("a[href$=change]");
await ada.waitForSelector("#R3[aria-pressed=false]");
await look(ada, "change");
const tab = await ada.context().newPage();
await tab.goto(`${base}/${code}/change`);
await tab.click("#R1");
await shows(tab, "Your answer: IIoT, unsure.");
await shows(ada, "Your answer: IIoT, unsure.");
await ada.click("a[href$=change]");
await ada.click("#R3");
await shows(ada, "Your answer: IIoT, certain.");
await shows(tab, "Your answer: IIoT, certain.");
is(true, "two tabs are one seat: the last answer counts, and both show it");
await tab.close();
await vote((at) => ["L3", "L2", "L1", "L2", "R3", "R2", "R1", "N"][at % 8]);
await shows(wall, "28 of 28 answered");
await look(wall, "open-wall");
await lead(desk);
await lead(hand);
await look(desk, "console-open");
await look(hand, "console-open-phone");
await hand.click("summary:has-text('raised hands')");
await hand.fill("#left", "2");
await hand.fill("#right", "1");
await look(hand, "console-hands-phone");
await hand.click("button:has-text('Take the count')");
await shows(wall, "31 of 31 answered");
is(true, "raised hands are counted");

// Closed, bars, second vote.
await bo.click("a[href$=change]");
await hand.click("#next");
await shows(wall, "The room is split.");
await look(wall, "closed-wall");
await shows(ada, "You said IIoT, certain.");
await look(ada, "closed");
await bo.click("#L3");
is((await text(bo)).includes("isn't open any more"), "a page that is too old is refused");
is(!/\/\d+\/\d+/.test(bo.url()), "and leads to the room, so that a reload sends nothing again");
await look(bo, "refused-plain");
await bo.reload();
is(!(await text(bo)).includes("isn't open any more"), "nor says it again");
await hand.click("button:has-text('Show the bars')");
await wall.waitForSelector("svg.bars");
await look(wall, "bars");
await look(hand, "console-bars-phone");
await hand.click("button:has-text('Talk to your neighbour')");
await shows(ada, "Find somebody who disagrees");
await look(ada, "discuss");
await look(wall, "discuss-wall");
await hand.click("#next");
await ada.waitForSelector("#R3[aria-pressed=true]");
await look(ada, "revote");
await look(wall, "revote-wall");
await ada.click("#L1");
await shows(ada, "Your answer: IoT, unsure.");
await vote((at) => ["L1", "L2", "R3", "R2", "R3", "R2", "R1", "N"][at % 8]);
await hand.click("#next");
await wall.waitForSelector("svg.bars");
await look(wall, "both-votes");
await hand.click("#next");
await shows(ada, "of 1 question right");
await look(ada, "reveal");
await wall.waitForSelector(".spread");
await look(wall, "reveal-wall");
await look(desk, "console-reveal");
await look(hand, "console-reveal-phone");
const beliefs = wall.locator("#beliefs summary");
if (await beliefs.count()) {
  await beliefs.click();
  await look(wall, "beliefs-wall");
}

// Pause, skip, names; a page of question 3 that answers while 5 is open.
await hand.click("#next");
await shows(ada, "Question 2 of 5");
await hand.click("button:has-text('Pause')");
await shows(ada, "The class is paused.");
await look(ada, "paused");
await look(wall, "paused-wall");
await hand.click("#next");
await ada.waitForSelector("#L1");
await hand.click("button:has-text('Skip')");
await shows(ada, "This question was skipped");
await look(ada, "skipped");
await look(wall, "skipped-wall");
await hand.click("button:has-text('Show names')");
await shows(wall, "Person 26");
await look(wall, "names-wall");
await hand.click("button:has-text('Hide names')");
await hand.click("#next");
await shows(ada, "Question 3 of 5");
await bo.goto(`${base}/${code}`);
await bo.goto(`${base}/${code}/back`);
await ada.goto(`${base}/${code}/back`);
for (const number of [4, 5]) {
  await hand.click("button:has-text('Skip')");
  await hand.click("#next");
  await shows(wall, `Question ${number} of 5`);
}
const third = await visitor(...phone, "light", false);
await third.context().addCookies(await bo.context().cookies());
await bo.goBack();
is((await text(bo)).includes("Question 5 of 5"), "going back without scripts shows what is open now");
await ada.goBack();
await shows(ada, "Question 5 of 5");
// A browser that keeps pages whole shows the old one: its form is sent as it was.
await third.goto(`${base}/${code}`);
const kept = await third.content();
await third.route("**/kept", (route) => route.fulfill({ contentType: "text/html", body: kept.replaceAll(`/${code}/5/1`, `/${code}/3/1`) }));
await third.goto(`${base}/kept`);
await third.click("#R3");
is((await text(third)).includes("Question 3 isn't open any more"), "a kept page that answers question 3 while 5 is open is refused");
is((await text(third)).includes("Question 5 of 5") && !(await text(third)).includes("Your answer"), "and what is open stays unanswered");
await look(third, "kept-refused");

// Another device by words, by the code on the projector, by asking; the old page is told.
const other = await visitor(...phone, "dark");
await other.goto(`${base}/${code}/back`);
await look(other, "back");
await other.fill("#words", "no such words");
await other.click("button >> nth=0");
await shows(other, "No seat has these words");
is((await other.inputValue("#words")) === "no such words", "what was typed stays");
const words = (await ada.textContent("#own p")).match(/with: ([a-z ]+)\./)[1];
await other.fill("#words", words);
await other.click("button >> nth=0");
await shows(other, "You are Ada.");
await shows(ada, "another device");
await look(ada, "moved");
await other.goto(scanned);
await shows(other, "You are Ada.");
is(true, "whoever points the camera at the code again is at their seat");
const lost = await visitor(...phone, "light");
await lost.goto(`${base}/${code}/back`);
await lost.fill("#name", "ada 2");
await lost.click("button:has-text('Ask my teacher')");
await shows(lost, "Your teacher sees");
await look(lost, "asking");
await shows(hand, "Would like their seats back");
await look(hand, "console-asking-phone");
await hand.click("button:has-text('Let back to seat 2')");
await shows(lost, "You are ada 2.");
is(true, "who asks is let back by one button");

// Somebody is removed, and the room locked.
await hand.click("summary:has-text('Person 7')");
await look(hand, "console-person-phone");
await hand.click("#seat-9 button:has-text('Remove')");
await shows(hand, "Seat 9: Person 7, removed");
is((await (await send(`/${code}`, crowd[6])).text()).includes("Your teacher removed this seat"), "who is removed is told");
await hand.click("button:has-text('Lock the room')");
await shows(late, "The room is locked");
await look(late, "locked-room");

// The machine has another address: the old page tries again; at the new address the words lead back.
host.kill("SIGKILL");
await other.waitForSelector("#lost", { state: "visible" });
await resume("127.0.0.2");
ours = said.match(/http:\/\/[0-9.:]+/)[0];
const again = await visitor(...phone, "light");
await again.goto(`${ours}/${code}`);
is((await text(again)).includes("Come back with your three words"), "at another address the way back is there");
await look(again, "another-address");
await again.click("a:has-text('three words')");
await again.fill("#words", words);
await again.click("button >> nth=0");
await shows(again, "You are Ada.");
await again.click("#R2");
await shows(again, "Your answer: IIoT, fairly sure.");
is(true, "and answers go on");
await lead(hand);
await hand.click("#next");
await hand.click("#next");
await shows(again, "of 2 questions right");
await hand.click("summary:has-text('End the class')");
await look(hand, "console-end-phone");
await hand.click("button:has-text('Yes, end it')");
await shows(again, "The class is over");
await look(again, "end");
await wall.goto(`${ours}/projector`);
await shows(wall, "at home");
await look(wall, "end-wall");
await look(hand, "console-over-phone");
const after = await visitor(...phone, "light");
await after.goto(`${ours}/${code}`);
await shows(after, "The class is over.");
await look(after, "after");
host.stdin.end("leave\n");
await new Promise((done) => host.on("exit", done));

// A class without names and one with a roster, without certainty.
const roster = join(home, "roster.csv");
writeFileSync(roster, "id,name\nS-17,Ada Lovelace\n");
for (const [names, more] of [["none", []], ["roster", ["--roster", roster]]]) {
  await begin("127.0.0.1", "0", "TUESDAY", "--count", "2", "--certainty", "off", "--names", names, ...more);
  ours = said.match(/http:\/\/[0-9.:]+/)[0];
  const room = said.match(/join room (\w{4})/)[1], one = await visitor(...phone, "light");
  await one.goto(`${ours}/${room}`);
  await look(one, `join-${names}`);
  if (names === "roster") {
    await one.fill("#name", "S-18");
    await one.click("button:has-text('Come in')");
    await shows(one, "no such id");
    await one.fill("#name", "s-17");
  }
  await one.click("button:has-text('Come in')");
  await shows(one, "You're in.");
  await type("next", "Question 1");
  await one.waitForSelector(".tall #L");
  await look(one, `question-${names}`);
  await one.click("#L");
  await shows(one, "Your answer: IoT.");
  host.stdin.end("leave\n");
  await new Promise((done) => host.on("exit", done));
}

is(elsewhere.length === 0, `nothing is asked from elsewhere ${elsewhere}`);
await browser.close();
console.log(failed ? `${failed} failed` : "all is well");
process.exit(failed ? 1 : 0);
