// The review queue in a browser: by keyboard alone and fast, by buttons without JavaScript, two people
// at the same item, a session that ends in the middle, praise that was missed. On SQLite and on a
// PostgreSQL of its own. LAUREL_SCREENSHOTS names a folder for pictures; docs/images/site-review.png is
// review-wide.png of them.
//
// usage: LAUREL=build/dev/laurel node --test tests/browser/review_test.mjs
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fits, isAccessible, launchBrowser, laurel, newPage, password, screenshots, serve, signIn as comeIn, stop } from './visit.mjs';

const postgres = path.join(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname), '../../tools/postgres');

for (const engine of ['SQLite', 'PostgreSQL']) {
  describe(`review on ${engine}`, () => {
    let folder;
    let server;
    let address;
    let browser;

    before(async () => {
      folder = mkdtempSync(path.join(tmpdir(), 'laurel-review-'));
      const url = engine === 'SQLite'
        ? path.join(folder, 'laurel.db')
        : execFileSync(postgres, ['start', path.join(folder, 'postgres')], { encoding: 'utf8' }).trim();
      const env = { ...process.env, LAUREL_DATABASE: url };
      const run = (words, input = '') => execFileSync(laurel, words, { env, input, stdio: ['pipe', 'pipe', 'pipe'] });
      const sample = path.join(folder, 'sample');
      run(['sample', '--seed', '7', '--responses', '1200', '--output', sample]);
      run(['roster', path.join(sample, 'units.csv'), '--organization', 'Sample Company']);
      run(['roster', path.join(sample, 'roster.csv')]);
      run(['import', path.join(sample, 'interviews.csv')]);
      for (const [name, role] of [['olivia', 'owner'], ['priya', 'programme-lead'], ['ivan', 'interviewer']])
        run(['user', 'add', `${name}@sample.example`, '--role', role, '--name', name, '--password-stdin'], `${password}\n`);
      ({ server, address } = await serve(env, ['--secret-key-file', path.join(folder, 'laurel.key')]));
      browser = await launchBrowser();
    });

    after(async () => {
      await browser?.close();
      await stop(server);
      if (engine === 'PostgreSQL' && folder) execFileSync(postgres, ['stop', path.join(folder, 'postgres')]);
      if (folder) rmSync(folder, { recursive: true, force: true });
    });

    async function open(name, options = {}) {
      const { page, trouble, context } = await newPage(browser, options);
      await signIn(page, name);
      await page.goto(`${address}/o/sample-company/review`);
      return { page, trouble, context };
    }

    const signIn = (page, name) => comeIn(page, address, name);

    const item = (page) => page.locator('#review form[data-part] >> nth=0').getAttribute('action');
    const said = (page) => page.locator('#review-said').innerText();
    const waiting = async (page) => Number((await page.locator('.standing strong').first().innerText()).replace(/\D/g, ''));
    // Presses a key and waits until another item, or word of it, is there.
    async function press(page, key) {
      const part = await page.locator('#review').elementHandle();
      await page.keyboard.press(key);
      await page.waitForFunction((old) => !old.isConnected, part);
    }

    async function isGood(page, where) {
      await isAccessible(page, where);
      await fits(page, where);
    }

    test('is readable on every screen', async () => {
      for (const [name, options] of Object.entries({
        wide: {},
        dark: { colorScheme: 'dark' },
        phone: { viewport: { width: 360, height: 740 } },
      })) {
        const { page, trouble, context } = await open('priya', options);
        await isGood(page, `review ${name}`);
        if (screenshots) await page.screenshot({ path: path.join(screenshots, `review-${name}.png`) });
        await page.getByRole('link', { name: 'The whole response' }).click();
        await page.getByText('Praise was missed: add it').click();
        await isGood(page, `a response ${name}`);
        if (screenshots) await page.screenshot({ path: path.join(screenshots, `review-response-${name}.png`), fullPage: true });
        assert.deepEqual(trouble, []);
        await context.close();
      }
    });

    test('decides sixty by keyboard alone, in well under two minutes', async () => {
      const { page, trouble, context } = await open('priya');
      const before = await waiting(page);
      const began = Date.now();
      let decided = 0;
      for (let i = 0; i < 60; ++i) {
        const person = await page.locator('[data-key="1"]').count();
        await press(page, ['a', person > 0 ? '1' : 'a', 'r'][i % 3]);
        decided += 1;
        assert.match(await said(page), /accepted|rejected/);
      }
      assert.ok(Date.now() - began < 60_000, `${decided} decisions took ${Date.now() - began} ms`);
      assert.equal(await waiting(page), before - decided);
      assert.match(await page.locator('.standing').innerText(), /60 decided by you/);
      assert.match(await page.locator('.standing').innerText(), /Agreed with Laurel on \d+%/);

      const undone = await item(page);
      await press(page, 'u');
      assert.match(await said(page), /undecided again/);
      assert.notEqual(await item(page), undone);
      await press(page, 'n').catch(() => {});
      await press(page, 's');
      assert.notEqual(await item(page), undone);

      await page.keyboard.press('o');
      await page.keyboard.type('Nobody Of That Name');
      await press(page, 'Enter');
      assert.match(await page.locator('.somebody').innerText(), /Nobody on the roster is called so/);
      assert.equal(await page.getByLabel('Name or employee id').inputValue(), 'Nobody Of That Name');
      await page.getByLabel('Name or employee id').fill('E006');
      await press(page, 'Enter');
      assert.match(await said(page), /accepted: praise of/);
      assert.deepEqual(trouble, []);
      await context.close();
    });

    test('gives two people different items, and tells the second at one item who was first', async () => {
      const one = await open('priya');
      const two = await open('olivia');
      const shown = await item(one.page);
      assert.notEqual(await item(two.page), shown);
      await two.page.goto(address + shown);
      assert.equal(await item(two.page), shown);
      await press(one.page, 'r');
      await press(two.page, 'a');
      assert.match(await said(two.page), /Somebody was first: priya@sample.example rejected this/);
      assert.notEqual(await item(two.page), shown);
      assert.deepEqual([...one.trouble, ...two.trouble], []);
      await one.context.close();
      await two.context.close();
    });

    test('works by buttons without JavaScript', async () => {
      const { page, context } = await open('priya', { javaScriptEnabled: false });
      const shown = await item(page);
      await page.getByRole('button', { name: /Reject/ }).click();
      assert.match(await said(page), /rejected: not praise/);
      assert.notEqual(await item(page), shown);
      await page.getByRole('button', { name: /Undo/ }).click();
      assert.match(await said(page), /undecided again/);
      assert.equal(await item(page), shown);
      await page.getByRole('button', { name: /^Accept/ }).click();
      assert.match(await said(page), /accepted/);
      await page.getByText('Only a part of it').click();
      await page.getByLabel('What is asked').selectOption('unsure');
      await page.getByRole('button', { name: 'Show', exact: true }).click();
      await page.waitForURL(/reason=unsure/);
      assert.match(await page.locator('#review h2').innerText(), /praised here\?/);
      await context.close();
    });

    test('loses nothing when the session ends, with JavaScript and without', async () => {
      const { page, context } = await open('priya');
      const shown = await item(page);
      await page.keyboard.press('o');
      await page.keyboard.type('E006');
      await context.clearCookies();
      await page.keyboard.press('Enter');
      await page.getByText('Your session has ended').waitFor();
      assert.equal(await page.getByLabel('Name or employee id').inputValue(), 'E006');
      const [other] = await Promise.all([context.waitForEvent('page'), page.getByRole('link', { name: /another tab/ }).click()]);
      await other.waitForLoadState();
      await signIn(other, 'priya');
      const part = await page.locator('#review').elementHandle();
      await page.getByRole('button', { name: 'It is this person' }).click();
      await page.waitForFunction((old) => !old.isConnected, part);
      assert.match(await said(page), /accepted: praise of/);
      assert.notEqual(await item(page), shown);
      await context.close();

      const plain = await open('priya', { javaScriptEnabled: false });
      const left = await item(plain.page);
      await plain.context.clearCookies();
      await plain.page.getByRole('button', { name: /Reject/ }).click();
      assert.match(await plain.page.locator('main').innerText(), /Nothing you typed is lost/);
      const tab = await plain.context.newPage();
      await signIn(tab, 'priya');
      await plain.page.getByRole('button', { name: 'Send it again' }).click();
      await plain.page.getByRole('button', { name: 'Send it again' }).click();
      assert.match(await said(plain.page), /rejected: not praise/);
      assert.notEqual(await item(plain.page), left);
      await plain.context.close();
    });

    test('takes praise that was missed, and takes it back', async () => {
      const { page, trouble, context } = await open('priya');
      await page.goto(`${address}/o/sample-company/responses?voice=spoke`);
      await page.locator('.card footer a').first().click();
      await page.getByText('Praise was missed: add it').click();
      await page.getByLabel('The words that say who is praised').fill('nobody says this');
      await page.getByLabel('courtesy').check();
      await page.getByRole('button', { name: 'Add it' }).click();
      assert.match(await page.locator('#praise').innerText(), /doesn't say "nobody says this"/);
      assert.ok(await page.getByLabel('courtesy').isChecked());
      const word = (await page.locator('.words').first().innerText()).trim().split(/\s+/)[0];
      await page.getByLabel('The words that say who is praised').fill(word);
      await page.getByRole('button', { name: 'Add it' }).click();
      assert.match(await page.locator('.done').innerText(), /praise is added/);
      assert.match(await page.locator('#praise table').innerText(), /accepted by a person/);
      await page.locator('#praise').getByRole('button', { name: 'Take back' }).last().click();
      assert.match(await page.locator('.done').innerText(), /taken back/);
      assert.deepEqual(trouble, []);
      await context.close();
    });

    test('says how accurate it is, learns, and shows what reading again would change', async () => {
      for (const [name, options] of Object.entries({ wide: {}, phone: { viewport: { width: 360, height: 740 } } })) {
        const { page, trouble, context } = await open('priya', options);
        await page.getByRole('link', { name: /How accurate/ }).click();
        await page.waitForURL(/accuracy$/);
        await page.locator('html[data-charts="drawn"]').waitFor();
        assert.match(await page.locator('main').innerText(), /pieces of praise were decided/);
        assert.ok(await page.locator('figure.chart svg').count() >= 2);
        await isGood(page, `accuracy ${name}`);
        if (screenshots) await page.screenshot({ path: path.join(screenshots, `accuracy-${name}.png`), fullPage: true });
        assert.deepEqual(trouble, []);
        await context.close();
      }
      const { page, trouble, context } = await open('priya');
      page.on('dialog', (dialog) => dialog.accept());
      await page.goto(`${address}/o/sample-company/accuracy`);
      await page.getByRole('button', { name: 'Learn from decisions' }).click();
      await page.locator('#work .outcome').waitFor();
      assert.match(await page.locator('#work').innerText(), /Learning from decisions/);
      const refused = page.getByRole('button', { name: 'Use it all the same' });
      if (await refused.count()) {
        assert.match(await page.locator('#work').innerText(), /nothing has changed/);
        await refused.click();
        await page.getByText('The new model is in use').waitFor();
      }
      await page.getByRole('button', { name: 'See what reading again' }).click();
      await page.locator('#work .outcome').filter({ hasText: 'read again' }).waitFor();
      if (screenshots) await page.screenshot({ path: path.join(screenshots, 'accuracy-preview.png'), fullPage: true });
      // What so few decisions taught may change nothing; then nothing is offered.
      const change = page.getByRole('button', { name: /^Change / });
      if (/Nothing changes/.test(await page.locator('#work').innerText())) {
        assert.equal(await change.count(), 0);
      } else {
        await change.click();
        await page.locator('#work .outcome').filter({ hasText: 'changed' }).waitFor();
      }
      await page.goto(`${address}/o/sample-company/accuracy`);
      // Every model but the one in use is offered; there is only Laurel's own where too few decisions
      // were made to learn from.
      const offered = page.getByRole('button', { name: 'Use it', exact: true });
      const models = await page.locator('table', { hasText: 'Made from' }).locator('tbody tr').count();
      assert.ok(models >= 1);
      assert.equal(await offered.count(), models - 1);
      if (models > 1) {
        await offered.first().click();
        assert.match(await page.locator('.done').innerText(), /in use from now on/);
      }
      assert.deepEqual(trouble, []);
      await context.close();
    });

    test('is not for who may not decide', async () => {
      const { page, context } = await open('ivan');
      assert.match(await page.locator('main').innerText(), /may not decide/);
      assert.doesNotMatch(await page.locator('header.masthead').innerText(), /Notice/);
      await context.close();
    });
  });
}
