// The site in a browser, as each role meets it: signing in, what is there and what isn't, on a wide
// screen and a phone, light and dark, with and without JavaScript. Nothing the strict policy forbids,
// nothing serious for axe. LAUREL_SCREENSHOTS names a folder for pictures of
// every page; docs/images has the first screen of site-home-wide.png.
//
// usage: LAUREL=build/dev/laurel node --test tests/browser/site_test.mjs
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { fits, isAccessible, launchBrowser, laurel, newPage, password, screenshots, serve, signIn as comeIn, stop } from './visit.mjs';

let folder;
let server;
let address;
let browser;

before(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'laurel-site-'));
  const env = { ...process.env, LAUREL_DATABASE: path.join(folder, 'laurel.db') };
  const run = (words, input = '') => execFileSync(laurel, words, { env, input, stdio: ['pipe', 'pipe', 'pipe'] });
  const sample = path.join(folder, 'sample');
  run(['sample', '--seed', '7', '--responses', '1500', '--output', sample]);
  run(['roster', path.join(sample, 'units.csv'), '--organization', 'Sample Company']);
  run(['roster', path.join(sample, 'roster.csv')]);
  run(['import', path.join(sample, 'interviews.csv')]);
  const person = (name, role, ...more) =>
    run(['user', 'add', `${name}@sample.example`, '--role', role, '--name', `${name[0].toUpperCase()}${name.slice(1)}`,
      '--password-stdin', ...more], `${password}\n`);
  person('olivia', 'owner');
  person('ivan', 'interviewer');
  person('lea', 'leader', '--employee', 'E006', '--unit', 'B01');
  person('emil', 'employee', '--employee', 'E021');
  ({ server, address } = await serve(env));
  browser = await launchBrowser();
});

after(async () => {
  await browser?.close();
  await stop(server);
  if (folder) rmSync(folder, { recursive: true, force: true });
});

// A page with everything it complains about, and whatever it asks of others.
async function open(options = {}) {
  const { page, trouble, context } = await newPage(browser, options);
  page.on('request', (request) => {
    if (!request.url().startsWith(address) && !request.url().startsWith('data:')) trouble.push(`asked for ${request.url()}`);
  });
  return { page, trouble, context };
}

const signIn = (page, name) => comeIn(page, address, name);

// Charts of the page, if it has any.
async function chartsDrawn(page) {
  if (await page.locator('figure.chart').count() === 0) return;
  await page.waitForFunction(() => document.documentElement.dataset.charts === 'drawn');
}

async function picture(page, name) {
  if (screenshots) await page.screenshot({ path: path.join(screenshots, `${name}.png`), fullPage: false });
}

const pagesOfOwner = ['', 'responses', 'report', 'report/people?people=all', 'members', 'tokens', 'sources', 'audit'];
const nameOf = (each) => each.split('?')[0].replace('/', '-') || 'home';

for (const [name, options] of Object.entries({
  wide: {},
  'wide dark': { colorScheme: 'dark' },
  phone: { viewport: { width: 360, height: 740 } },
  'phone dark': { viewport: { width: 360, height: 740 }, colorScheme: 'dark' },
})) {
  test(`every page of an owner on a ${name} screen`, async () => {
    const { page, trouble, context } = await open(options);
    await page.goto(`${address}/sign-in`);
    await isAccessible(page, 'sign-in');
    await picture(page, `site-sign-in-${name.replace(' ', '-')}`);
    await signIn(page, 'olivia');
    for (const each of pagesOfOwner) {
      await page.goto(`${address}/o/sample-company/${each}`.replace(/\/$/, ''));
      await chartsDrawn(page);
      await isAccessible(page, each);
      await fits(page, each);
      await picture(page, `site-${nameOf(each)}-${name.replace(' ', '-')}`);
    }
    await page.goto(`${address}/o/sample-company/responses?voice=commended`);
    await picture(page, `site-responses-praise-${name.replace(' ', '-')}`);
    await page.locator('.card footer a').last().click();
    await page.waitForURL(/responses\/[0-9a-f-]{36}/);
    await isAccessible(page, 'a response');
    await fits(page, 'a response');
    await picture(page, `site-response-${name.replace(' ', '-')}`);
    await page.goto(`${address}/account`);
    await isAccessible(page, 'account');
    await picture(page, `site-account-${name.replace(' ', '-')}`);
    assert.deepEqual(trouble, []);
    await context.close();
  });
}

test('each role sees what is for it', async () => {
  for (const [name, has, lacks] of [
    ['ivan', ['Home', 'Listen'], ['Settings', 'Prove']],
    ['lea', ['Home', 'Listen'], ['Settings', 'Prove']],
    ['emil', ['Praise'], ['Home', 'Listen', 'Prove', 'Settings']],
  ]) {
    const { page, trouble, context } = await open();
    await signIn(page, name);
    const words = await page.locator('header.masthead').innerText();
    for (const each of has) assert.match(words, new RegExp(each), `${name} has ${each}`);
    for (const each of lacks) assert.doesNotMatch(words, new RegExp(each), `${name} lacks ${each}`);
    await isAccessible(page, name);
    await picture(page, `site-${name}`);
    assert.deepEqual(trouble, []);
    await context.close();
  }
});

test('filters narrow the list, and going on shows older ones', async () => {
  const { page, trouble, context } = await open();
  await signIn(page, 'olivia');
  await page.goto(`${address}/o/sample-company/responses`);
  const count = async () => Number((await page.locator('.count').innerText()).replace(/\D/g, ''));
  const all = await count();
  assert.equal(all, 1500);
  await page.getByLabel('What they say').selectOption('commended');
  await page.getByRole('button', { name: 'Show', exact: true }).click();
  await page.waitForURL(/voice=commended/);
  const praising = await count();
  assert.ok(praising > 0 && praising < all);
  assert.equal(await page.locator('.card[data-praise="yes"]').count(), 50);
  const first = await page.locator('.card').first().innerText();
  await page.getByRole('link', { name: 'Older' }).click();
  await page.waitForURL(/after=/);
  assert.notEqual(await page.locator('.card').first().innerText(), first);
  assert.deepEqual(trouble, []);
  await context.close();
});

test('an owner invites somebody, who comes in by the link and without JavaScript', async () => {
  const { page, context } = await open();
  await signIn(page, 'olivia');
  await page.goto(`${address}/o/sample-company/members`);
  await page.getByLabel('E-mail address').fill('nora@sample.example');
  await page.locator('#field-role').last().selectOption('interviewer');
  await page.getByRole('button', { name: 'Invite' }).click();
  const link = (await page.locator('.secret').innerText()).trim();
  await context.close();

  const guest = await open({ javaScriptEnabled: false });
  await guest.page.goto(link);
  await guest.page.getByLabel('New password').fill('short');
  await guest.page.getByRole('button', { name: 'Set it and come in' }).click();
  assert.match(await guest.page.locator('.problem').innerText(), /10 characters/);
  await guest.page.getByLabel('New password').fill('a quiet morning walk');
  await guest.page.getByRole('button', { name: 'Set it and come in' }).click();
  await guest.page.waitForURL(/\/o\/sample-company$/);
  assert.equal(await guest.page.locator('.card').count(), 4);
  await guest.page.goto(link);
  assert.match(await guest.page.locator('main').innerText(), /Nothing here/);
  await guest.context.close();
});

test('a token made on the page works, and stops when it is revoked', async () => {
  const { page, context } = await open();
  await signIn(page, 'olivia');
  await page.goto(`${address}/o/sample-company/tokens`);
  await page.getByLabel('Name').fill('export');
  await page.getByLabel(/responses:read/).check();
  await page.getByRole('button', { name: 'Make it' }).click();
  const token = (await page.locator('.secret').innerText()).trim();
  const ask = () => fetch(`${address}/api/v1/responses?limit=1`, { headers: { Authorization: `Bearer ${token}` } });
  assert.equal((await ask()).status, 200);
  page.on('dialog', (dialog) => dialog.accept());
  await page.getByRole('button', { name: 'Revoke' }).click();
  await page.waitForURL(/done=token-revoked/);
  assert.equal((await ask()).status, 401);
  await context.close();
});

test('a page is small, and says where it comes from to nobody else', async () => {
  const { page, context } = await open();
  await signIn(page, 'olivia');
  let bytes = 0;
  page.on('response', async (response) => {
    const sizes = await response.request().sizes().catch(() => undefined);
    bytes += sizes?.responseBodySize ?? 0;
  });
  const answer = await page.goto(`${address}/o/sample-company/responses`, { waitUntil: 'networkidle' });
  const headers = answer.headers();
  assert.match(headers['content-security-policy'], /default-src 'none'/);
  assert.equal(headers['x-content-type-options'], 'nosniff');
  assert.equal(headers['cache-control'], 'no-store');
  await page.waitForTimeout(200);
  assert.ok(bytes < 150_000, `${bytes} bytes`);
  await context.close();
});

test('every number of the report leads to as many responses', async () => {
  const { page, trouble, context } = await open();
  await signIn(page, 'olivia');
  for (const asked of ['', '?from=2026-01&to=2026-06&market=Britain', '?unit=B01&strength=exemplary']) {
    await page.goto(`${address}/o/sample-company/report${asked}`);
    await chartsDrawn(page);
    const numbers = await page.evaluate(() => [...document.querySelectorAll('a.counted')]
      .filter((link) => /^[\d,]+$/.test(link.textContent))
      .map((link) => [link.closest('section').id, link.textContent.replace(/\D/g, ''), link.getAttribute('href')]));
    assert.ok(numbers.length > 20, `${numbers.length} numbers lead to responses`);
    const some = numbers.filter((_, i) => i % Math.ceil(numbers.length / 12) === 0);
    for (const [section, number, href] of some) {
      await page.goto(address + href);
      const count = page.locator('.count');
      const listed = await count.count() > 0 ? (await count.innerText()).replace(/\D/g, '') : 'no count';
      assert.equal(listed, number, `${section}: ${href}`);
    }
  }
  assert.deepEqual(trouble, []);
  await context.close();
});

test('the report narrows to a place and a period, and is taken along as a file', async () => {
  const { page, trouble, context } = await open();
  await signIn(page, 'olivia');
  await page.getByRole('link', { name: 'Prove' }).click();
  await page.waitForURL(/\/report$/);
  await page.getByText('Another period or place').click();
  await page.getByLabel('From', { exact: true }).fill('2026-01');
  await page.getByLabel('Market', { exact: true }).selectOption('Britain');
  await page.getByRole('button', { name: 'Show', exact: true }).click();
  await page.waitForURL(/market=Britain/);
  assert.match(await page.locator('.heading').innerText(), /Britain · January 2026 to/);
  await page.getByText('Take it with you').click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'CSV' }).click(),
  ]);
  assert.equal(download.suggestedFilename(), 'report-sample-company.csv');
  const answer = await page.goto(`${address}/o/sample-company/report?unit=nowhere`);
  assert.equal(answer.status(), 404);
  assert.match(await page.locator('main').innerText(), /There is no unit of that name. Choose one of the list/);
  assert.deepEqual(trouble, []);
  await context.close();
});

test('the report is whole without JavaScript', async () => {
  const { page, context } = await open({ javaScriptEnabled: false });
  await signIn(page, 'olivia');
  await page.goto(`${address}/o/sample-company/report`);
  assert.ok(await page.locator('#markets table').isVisible());
  assert.equal(await page.locator('figure.chart:visible').count(), 0);
  await context.close();
});

test('an empty organization leads to its first report in five steps', async () => {
  const empty = mkdtempSync(path.join(tmpdir(), 'laurel-empty-'));
  const env = { ...process.env, LAUREL_DATABASE: path.join(empty, 'laurel.db') };
  const sample = path.join(folder, 'sample');
  execFileSync(laurel, ['user', 'add', 'nina@sample.example', '--role', 'owner', '--organization', 'New Company', '--name', 'Nina', '--password-stdin'],
    { env, input: `${password}\n`, stdio: ['pipe', 'pipe', 'pipe'] });
  const { server: other, address: at } = await serve(env);
  try {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
    const page = await context.newPage();
    await comeIn(page, at, 'nina');
    await page.waitForURL(/\/o\/new-company$/);
    assert.equal(await page.locator('.steps li').count(), 5);
    await isAccessible(page, 'first steps');
    await picture(page, 'site-first-steps');

    // 1: who works here.
    await page.getByRole('link', { name: 'Say who works here' }).click();
    await page.getByRole('link', { name: /file/i }).first().click();
    await page.locator('textarea, input[type=file]').first().waitFor();
    const upload = page.locator('input[type=file]');
    if (await upload.count() > 0) {
      await upload.setInputFiles(path.join(sample, 'roster.csv'));
    } else {
      await page.locator('textarea').fill(readFileSync(path.join(sample, 'roster.csv'), 'utf8'));
    }
    await page.locator('main form button[type=submit]').first().click();
    await page.getByRole('button', { name: /apply/i }).click();
    await page.waitForURL(/done=roster-applied/);

    // 2: what customers said.
    await page.goto(`${at}/o/new-company`);
    assert.equal(await page.locator('.steps li[data-done="yes"]').count(), 1);
    await page.getByRole('link', { name: 'Bring in what customers said' }).click();
    await page.locator('input[type=file]').setInputFiles(path.join(sample, 'interviews.csv'));
    await page.getByRole('button', { name: 'Upload and look at it' }).click();
    await page.getByRole('button', { name: /^Import/ }).click({ timeout: 60_000 });
    await page.getByText(/responses praise somebody|were added|added/).first().waitFor({ timeout: 60_000 });

    // 3 and 4: review and the report, from home.
    await page.goto(`${at}/o/new-company`);
    assert.match(await page.locator('main').innerText(), /What customers praised last/);
    const waiting = page.getByRole('link', { name: /for you to decide/ });
    for (let tries = 0; tries < 30 && await waiting.count() === 0; tries += 1) {
      await page.waitForTimeout(1000); // what waits is counted every ten seconds
      await page.reload();
    }
    await waiting.click();
    await page.waitForURL(/\/review/);
    await page.getByRole('link', { name: 'Prove' }).click();
    await page.waitForURL(/\/report$/);
    assert.match(await page.locator('.headline').innerText(), /Of 1,500 responses/);
    await context.close();
  } finally {
    await stop(other);
    rmSync(empty, { recursive: true, force: true });
  }
});
