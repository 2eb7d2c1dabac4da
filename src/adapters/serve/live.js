// Keeps a page of the class up to date, and sends what was tapped again where the connection was lost.
"use strict";
(() => {
  const main = () => document.querySelector("main");
  const [live, lost] = ["live", "lost"].map((id) => document.getElementById(id));
  const pause = (ms) => new Promise((done) => setTimeout(done, ms));
  // Growing, and not the same on every phone, so that three hundred don't come back in one moment.
  const longer = (ms) => Math.min(ms * 1.5, 3000) * (0.75 + Math.random() / 2);
  const isTyped = (field) =>
    field === document.activeElement || field.value !== field.defaultValue || field.checked !== field.defaultChecked;
  const isHalfFilled = () => [...main().querySelectorAll("input:not([type=hidden])")].some(isTyped);
  const words = lost.textContent;
  let sending = false;
  const put = (text) => {
    const fresh = new DOMParser().parseFromString(text, "text/html").querySelector("main");
    if (!fresh) return false;
    const before = main(), focus = before.contains(document.activeElement) ? document.activeElement : null;
    for (const part of before.querySelectorAll("details[open][id]")) fresh.querySelector("#" + part.id)?.setAttribute("open", "");
    before.replaceWith(document.adoptNode(fresh));
    if (focus) ((focus.id && document.getElementById(focus.id)) || fresh).focus();
    const said = fresh.querySelector("[data-say]")?.textContent ?? "";
    if (live.textContent !== said) live.textContent = said;
    return true;
  };
  addEventListener("submit", async (event) => {
    const form = event.target, button = event.submitter;
    if (form.method !== "post" || !button) return;
    event.preventDefault();
    if (sending) return;
    sending = true;
    button.setAttribute("aria-busy", "true");
    const body = new URLSearchParams(new FormData(form));
    if (button.name) body.set(button.name, button.value);
    for (let wait = 500; ; wait = longer(wait)) {
      // The form carries a number, so that it counts once however often it is sent.
      const answer = await fetch(form.action, { method: "POST", body }).catch(() => null);
      if (answer && put(await answer.text().catch(() => ""))) {
        if (answer.redirected) history.replaceState(null, "", answer.url.split("?")[0]); // What it says, it says once.
        break;
      }
      lost.hidden = false;
      await pause(wait);
    }
    [lost.hidden, sending] = [true, false];
  });

  (async () => {
    for (let wait = 500; ; await pause(isHalfFilled() ? 1000 : 250)) {
      const { wait: address, v } = main().dataset;
      if (!address || sending) continue;
      // After a loss whatever is true now will do, so that it is soon known that the host is back.
      const asked = fetch(address + "?v=" + (lost.hidden ? v : ""), { signal: AbortSignal.timeout?.(30000) });
      const answer = await asked.catch(() => null);
      const text = answer?.ok ? await answer.text().catch(() => null) : null;
      // Who stops in order says so; it stands until the host is back.
      if (answer?.status === 503) lost.textContent = (await answer.text().catch(() => "")) || words;
      if (!sending) lost.hidden = text !== null;
      if (text !== null) lost.textContent = words;
      if (text === null) await pause((wait = longer(wait)));
      else wait = 500;
      const isNews = text && !text.includes(`data-v="${v}"`) && main().dataset.v === v;
      // What can't be sent any more keeps nobody on a page.
      if (isNews && !sending && (!isHalfFilled() || text.includes("data-turns"))) put(text);
    }
  })();
})();
