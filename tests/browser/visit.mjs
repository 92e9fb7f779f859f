// What the tests of pages share: the program served, a browser, signing in, and what every page must
// be: accessible for axe and no wider than its window.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';

export const laurel = process.env.LAUREL;
export const screenshots = process.env.LAUREL_SCREENSHOTS;
export const password = 'vivid otter lamp';

const chromiumPath = process.env.LAUREL_CHROMIUM ?? '/usr/bin/chromium';
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export function launchBrowser() {
  assert.ok(laurel && existsSync(laurel), 'LAUREL names the program to test');
  assert.ok(existsSync(chromiumPath), `${chromiumPath} is missing: run tools/setup`);
  return chromium.launch({
    executablePath: chromiumPath,
    args: [
      '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync',
      '--disable-background-networking', '--disable-component-update', '--font-render-hinting=none',
    ],
  });
}

// `laurel serve` on a free port, once it answers: its process, and its address without a slash.
export async function serve(env, options = []) {
  const server = spawn(laurel, ['serve', '--port', '0', '--log-format', 'json', ...options], { env, stdio: ['ignore', 'ignore', 'pipe'] });
  const address = await new Promise((resolve, reject) => {
    let said = '';
    server.stderr.on('data', (bytes) => {
      said += bytes;
      const found = said.match(/Laurel is at (http:\S+)\//);
      if (found) resolve(found[1]);
    });
    server.on('exit', () => reject(new Error(`laurel serve ended: ${said}`)));
  });
  return { server, address };
}

export async function stop(server) {
  if (!server) return;
  server.removeAllListeners('exit');
  const ended = new Promise((resolve) => { server.on('exit', resolve); });
  server.kill('SIGTERM');
  await ended;
}

// A page with everything it complains about. A status that is refused on purpose is no complaint.
export async function newPage(browser, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  const trouble = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type()) && !/status of 4\d\d/.test(message.text())) trouble.push(message.text());
  });
  page.on('pageerror', (error) => trouble.push(String(error)));
  return { page, trouble, context };
}

export async function signIn(page, address, name) {
  await page.goto(`${address}/`);
  await page.getByLabel('E-mail address').fill(`${name}@sample.example`);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL(/\/o\//);
}

export async function isAccessible(page, where) {
  await page.evaluate(axe);
  const found = await page.evaluate(() => globalThis.axe.run({ resultTypes: ['violations'] }));
  const serious = found.violations.filter((violation) => ['serious', 'critical'].includes(violation.impact));
  assert.deepEqual(serious.map((violation) => `${where}: ${violation.id}: ${violation.nodes[0].html}`), []);
}

export async function fits(page, where) {
  const [content, window] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  assert.ok(content <= window, `${where} is ${content} wide in a window of ${window}`);
}
