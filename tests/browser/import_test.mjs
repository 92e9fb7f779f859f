// Importing a file in a browser: a Qualtrics export of 50,000 rows, from the choice to the rejected
// rows, by a programme lead; a file whose dates must be settled, on a phone and without JavaScript;
// and a server that is started again in the middle. On SQLite, and on a PostgreSQL where
// LAUREL_TEST_POSTGRES names a file with its url. LAUREL_SCREENSHOTS names a folder for pictures.
//
// usage: LAUREL=build/dev/laurel node --test tests/browser/import_test.mjs
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { fits, isAccessible, launchBrowser, laurel, newPage, password, screenshots, serve as serveLaurel, signIn, stop } from './visit.mjs';

const rows = 50_000;

let folder;
let env;
let server;
let address;
let browser;

async function serve() {
  ({ server, address } = await serveLaurel(env, ['--uploads', path.join(folder, 'uploads'), '--secret-key-file', path.join(folder, 'laurel.key')]));
}

// As Qualtrics exports: names, questions, ids; comments with quotes and line breaks; a preview and a
// rating that isn't one now and then.
function qualtricsFile(name, count) {
  const lines = [
    'StartDate,EndDate,Status,IPAddress,Progress,Duration (in seconds),Finished,RecordedDate,ResponseId,RecipientEmail,ExternalReference,UserLanguage,Q1_NPS_GROUP,Q1,Q2,Q3,Region',
    '"Start Date","End Date","Response Type","IP Address","Progress","Duration (in seconds)","Finished","Recorded Date","Response ID","Recipient Email","External Data Reference","User Language","How likely are you to recommend us? - Group","How likely are you to recommend us?","How satisfied are you with the service?","What is the reason for your score?","Region"',
    ['startDate', 'endDate', 'status', 'ipAddress', 'progress', 'duration', 'finished', 'recordedDate', '_recordId', 'recipientEmail', 'externalDataReference', 'userLanguage', 'QID1_NPS_GROUP', 'QID1', 'QID2', 'QID3_TEXT', 'Region']
      .map((id) => `"{""ImportId"":""${id}""}"`).join(','),
  ];
  const comments = ['"Maria stayed late, and said ""no trouble"".\nWonderful."', 'It was slow.', '', '"Fine, thanks"'];
  for (let i = 0; i < count; i += 1) {
    const day = `2026-0${1 + (i % 6)}-1${i % 10} 10:${10 + (i % 50)}:00`;
    const status = i % 1000 === 7 ? 'Survey Preview' : 'IP Address';
    const rating = i % 5000 === 11 ? '17' : 1 + (i % 5);
    lines.push(`${day},${day},${status},192.0.2.1,100,60,True,${day},R_${i},c${i % 9000}@customer.example,,EN,Promoter,${i % 11},${rating},${comments[i % 4]},${['North', 'South'][i % 2]}`);
  }
  const file = path.join(folder, name);
  writeFileSync(file, `﻿${lines.join('\r\n')}\r\n`);
  return file;
}

before(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'laurel-import-'));
  env = { ...process.env, LAUREL_DATABASE: path.join(folder, 'laurel.db') };
  if (process.env.LAUREL_TEST_POSTGRES) {
    const base = readFileSync(process.env.LAUREL_TEST_POSTGRES, 'utf8').trim();
    const name = `laurel_import_${process.pid}`;
    execFileSync('psql', [base, '-qc', `CREATE DATABASE ${name}`]);
    env.LAUREL_DATABASE = base.replace(/\/[^/?]*(\?|$)/, `/${name}$1`);
  }
  const run = (words, input = '') => execFileSync(laurel, words, { env, input, stdio: ['pipe', 'pipe', 'pipe'] });
  const roster = path.join(folder, 'roster.csv');
  writeFileSync(roster, 'employee_id,first_name,last_name,email\nE7,Maria,Lopez,maria@acme.example\n');
  run(['roster', roster, '--organization', 'Sample Company']);
  run(['user', 'add', 'priya@sample.example', '--role', 'programme-lead', '--name', 'Priya', '--password-stdin'], `${password}\n`);
  await serve();
  browser = await launchBrowser();
});

after(async () => {
  await browser?.close();
  await stop(server);
  if (folder) rmSync(folder, { recursive: true, force: true });
});

async function open(options = {}) {
  const opened = await newPage(browser, options);
  await signIn(opened.page, address, 'priya');
  return opened;
}

async function picture(page, name) {
  if (screenshots) await page.screenshot({ path: path.join(screenshots, `${name}.png`), fullPage: true });
}

test('a Qualtrics export of 50,000 rows, from the file to its rejected rows', async () => {
  const file = qualtricsFile('interviews.csv', rows);
  const { page, trouble, context } = await open();
  await page.goto(`${address}/o/sample-company/responses`);
  await page.getByRole('button', { name: 'Import a file' }).or(page.getByRole('link', { name: 'Import a file' })).click();
  await isAccessible(page, 'the choice');
  await picture(page, 'import-choice');
  await page.getByLabel(/Drop a file here/).setInputFiles(file);
  await page.getByRole('button', { name: 'Upload and look at it' }).click();
  await page.waitForURL(/\/import\/[0-9a-f-]{36}/, { timeout: 60_000 });
  await page.getByRole('heading', { name: 'What the columns mean' }).waitFor({ timeout: 60_000 });
  await isAccessible(page, 'the check');
  await picture(page, 'import-check');
  const said = await page.locator('main').innerText();
  assert.match(said, /Exported by Qualtrics/);
  assert.match(said, /10 rows can't be used/);
  assert.match(said, /Line \d[\d,]*, Q2: is outside/);
  assert.doesNotMatch(said, /--/);
  await page.getByRole('button', { name: /^Import 4\d,\d{3} responses/ }).click();
  await page.locator('progress').waitFor();
  await picture(page, 'import-progress');
  await page.getByText('Responses added').waitFor({ timeout: 240_000 });
  await isAccessible(page, 'the result');
  await picture(page, 'import-result');
  const facts = await page.locator('#state .facts').innerText();
  assert.match(facts, /Rows read\s+50,000/);
  assert.match(facts, /Rejected\s+10/);
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Download them' }).click()]);
  assert.match(readFileSync(await download.path(), 'utf8'), /reject_line,reject_column,reject_reason/);
  await page.getByRole('button', { name: 'See the responses' }).or(page.getByRole('link', { name: 'See the responses' })).click();
  await page.locator('.card').first().waitFor();
  assert.equal(readdirSync(path.join(folder, 'uploads')).filter((name) => name.endsWith('.upload')).length, 0);
  assert.deepEqual(trouble, []);
  await context.close();
});

for (const [name, options] of Object.entries({
  'a phone': { viewport: { width: 360, height: 740 } },
  'a phone in the dark': { viewport: { width: 360, height: 740 }, colorScheme: 'dark' },
  'no JavaScript': { javaScriptEnabled: false },
})) {
  test(`a file whose dates must be settled, with ${name}`, async () => {
    const file = path.join(folder, `${name.replaceAll(' ', '-')}.csv`);
    writeFileSync(file, `id,day,nps,comment\n${[9, 10, 3, 'twelve', 8, 7].map((nps, i) => `${name}-${i},0${i + 1}/04/2026,${nps},Maria was kind\n`).join('')}`);
    const { page, trouble, context } = await open(options);
    const plain = options.javaScriptEnabled === false;
    const look = async (where) => {
      if (plain) return;
      await isAccessible(page, where);
      await fits(page, where);
      await picture(page, `import-${where}-${name.replaceAll(' ', '-')}`);
    };
    await page.goto(`${address}/o/sample-company/import`);
    await look('choice');
    await page.getByLabel(/Drop a file here/).setInputFiles(file);
    await page.getByRole('button', { name: 'Upload and look at it' }).click();
    await page.getByText(/day\/month or month\/day/).waitFor({ timeout: 30_000 });
    await look('question');
    assert.equal(await page.getByRole('button', { name: /^Import \d/ }).count(), 0);
    await page.getByLabel('Dates like').selectOption('dmy');
    await page.getByRole('button', { name: 'Check again' }).click();
    await page.getByRole('button', { name: 'Import 5 responses' }).waitFor({ timeout: 30_000 });
    await look('check');
    await page.getByRole('button', { name: 'Import 5 responses' }).click();
    await page.getByText('Responses added').waitFor({ timeout: 30_000 });
    await look('result');
    assert.deepEqual(trouble, []);
    await context.close();
  });
}

test('an import goes on when the server was started again', async () => {
  const file = qualtricsFile('again.csv', 30_000);
  const { page, context } = await open();
  await page.goto(`${address}/o/sample-company/import`);
  await page.getByLabel(/Drop a file here/).setInputFiles(file);
  await page.getByRole('button', { name: 'Upload and look at it' }).click();
  await page.getByRole('button', { name: /^Import 29,9\d\d responses/ }).click({ timeout: 60_000 });
  await page.locator('progress').waitFor();
  const at = new URL(page.url()).pathname;
  await stop(server);
  await serve();
  await page.goto(`${address}${at}`);
  await page.getByText('Responses added').waitFor({ timeout: 240_000 });
  assert.match(await page.locator('#state .facts').innerText(), /Rows read\s+30,000\s+Responses added\s+29,9\d\d/);
  await context.close();
});

test('what is no file of responses is refused in words', async () => {
  const { page, context } = await open();
  for (const [name, bytes, words] of [
    ['sheet.csv', Buffer.from('PK\x03\x04 [Content_Types].xml of a workbook'), /Excel/],
    ['empty.csv', Buffer.from(''), /The file is empty/],
    ['header.csv', Buffer.from('id,nps,comment\n'), /no rows below it/],
  ]) {
    await page.goto(`${address}/o/sample-company/import`);
    await page.getByLabel(/Drop a file here/).setInputFiles({ name, mimeType: 'text/csv', buffer: bytes });
    await page.getByRole('button', { name: 'Upload and look at it' }).click();
    await page.getByText(words).first().waitFor({ timeout: 30_000 });
    assert.doesNotMatch(await page.locator('main').innerText(), /uploads|--/);
  }
  await context.close();
});
