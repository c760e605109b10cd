// docs_page.mjs [--docs PATH] [--operation PATH] [--expect TEXT] SERVER [ARGUMENT...]
//
// Opens the docs page of a service in headless Chromium, whose requests to any other host are blocked and counted,
// expands an operation (the first POST unless PATH names one), executes it with its example, and reads the reply on
// the page: a 200 whose body is JSON and contains TEXT.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { chromium } from "playwright-core";

const words = process.argv.slice(2);
const options = { "--docs": "/docs", "--operation": "", "--expect": "" };
while (words[0] in options) options[words.shift()] = words.shift();
const [server, ...rest] = words;
assert(server, "usage: docs_page.mjs [--docs PATH] [--operation PATH] [--expect TEXT] SERVER [ARGUMENT...]");

const port = await freePort();
const service = spawn(server, [...rest, "--port", String(port)], { stdio: ["ignore", "ignore", "inherit"] });
const ended = once(service, "exit");
const origin = `http://127.0.0.1:${port}`;
let browser;
try {
  await ready();
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
      "--disable-component-update", "--disable-sync"],
  });
  await check(await browser.newPage());
  console.log("the docs page works without a network");
} finally {
  await browser?.close();
  await stop();
}

async function check(page) {
  const outside = [];
  const complaints = [];
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(String(error)));
  await page.route("**", (route) => {
    const url = new URL(route.request().url());
    if (url.origin === origin || ["data:", "blob:"].includes(url.protocol)) return route.continue();
    outside.push(url.href);
    return route.abort();
  });
  page.setDefaultTimeout(20_000);
  const opened = await page.goto(`${origin}${options["--docs"]}`);
  assert(opened.status() === 200, `the page is a ${opened.status()}`);
  const summary = page.locator(`[data-path="${options["--operation"]}"]`);
  const operations = page.locator(options["--operation"] ? ".opblock" : ".opblock-post");
  const operation = (options["--operation"] ? operations.filter({ has: summary }) : operations).first();
  await operation.locator(".opblock-summary-control").click();
  await operation.getByRole("button", { name: "Try it out" }).click();
  await operation.getByRole("button", { name: "Execute", exact: true }).click();
  const live = operation.locator(".live-responses-table .response");
  const status = await live.locator(".response-col_status").first().innerText();
  assert(status.trim().startsWith("200"), `the reply on the page is a ${status}`);
  const body = await live.locator(".highlight-code code, .highlight-code pre").first().innerText();
  const value = JSON.parse(body);
  assert(Object.keys(value).length > 0, `the reply's body on the page is ${body}`);
  assert(body.includes(options["--expect"]), `${options["--expect"]} is not in the reply on the page: ${body}`);
  console.log(`on the page: ${status.trim()} ${JSON.stringify(value)}`);
  if (process.env.SCREENSHOT) await page.screenshot({ path: process.env.SCREENSHOT, fullPage: true });
  assert(outside.length === 0, `the page asked other hosts: ${outside.join(", ")}`);
  assert(complaints.length === 0, `the page complains: ${complaints.join("; ")}`);
}

async function ready() {
  for (let tries = 0; tries < 200; tries += 1) {
    if (service.exitCode !== null) throw new Error(`the service ended with ${service.exitCode}`);
    const reply = await fetch(`${origin}/readyz`).catch(() => null);
    if (reply?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error("the service is not ready after 10 s");
}

async function stop() {
  service.kill("SIGTERM");
  const late = setTimeout(() => service.kill("SIGKILL"), 10_000);
  await ended;
  clearTimeout(late);
}

function freePort() {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

function assert(holds, message) {
  if (!holds) throw new Error(message);
}
