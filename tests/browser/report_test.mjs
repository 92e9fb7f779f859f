// Opens the HTML report of the sample company in a browser: charts drawn, charts and tables agree,
// nothing fetched, nothing forbidden by the page's own policy; whole without JavaScript, in the dark,
// on a phone and on paper. With LAUREL_SCREENSHOTS=docs/images it renews the pictures of the docs.
//
// usage: LAUREL=build/dev/laurel node --test tests/browser/report_test.mjs
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { launchBrowser, laurel, screenshots } from './visit.mjs';


let folder;
let report;
let browser;

before(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'laurel-browser-'));
  const database = path.join(folder, 'laurel.db');
  const run = (...words) =>
    execFileSync(laurel, words, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, LAUREL_DATABASE: database } });
  run('sample', '--seed', '7', '--output', path.join(folder, 'sample'));
  run('roster', path.join(folder, 'sample/units.csv'), '--organization', 'Sample Company');
  run('roster', path.join(folder, 'sample/roster.csv'));
  run('import', path.join(folder, 'sample/interviews.csv'));
  run('outcomes', path.join(folder, 'sample/outcomes.csv'));
  report = path.join(folder, 'report.html');
  run('report', '--output', report);
  browser = await launchBrowser();
});

after(async () => {
  await browser?.close();
  if (folder) rmSync(folder, { recursive: true, force: true });
});

// A page with everything it complains about and everything it asks the network for.
async function open(options = {}) {
  const context = await browser.newContext({ viewport: { width: 1000, height: 1000 }, ...options });
  const page = await context.newPage();
  const trouble = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) trouble.push(message.text());
  });
  page.on('pageerror', (error) => trouble.push(String(error)));
  page.on('request', (request) => {
    if (!/^(file|data|blob):/.test(request.url())) trouble.push(`asked for ${request.url()}`);
  });
  await page.addInitScript(() => {
    globalThis.violations = [];
    addEventListener('securitypolicyviolation', (event) =>
      globalThis.violations.push(`${event.violatedDirective}: ${event.blockedURI} ${event.sample}`));
  });
  await page.goto(pathToFileURL(report).href);
  if (options.javaScriptEnabled !== false) {
    await page.waitForFunction(() => document.documentElement.dataset.charts, null, { timeout: 60000 });
    assert.deepEqual(await page.evaluate(() => globalThis.violations), [], 'nothing breaks the policy');
    assert.equal(await page.evaluate(() => document.documentElement.dataset.charts), 'drawn');
  }
  return { page, trouble, close: () => context.close() };
}

async function shoot(what, name, options = {}) {
  if (screenshots) await what.screenshot({ path: path.join(screenshots, `${name}.png`), ...options });
}

const overflow = (page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

// Titles, labels and legends that reach out of their chart, where they would be cut off.
const cutOff = (page) =>
  page.evaluate(() =>
    [...document.querySelectorAll('figure.chart svg')].flatMap((svg) => {
      const frame = svg.getBoundingClientRect();
      return [...svg.querySelectorAll('text')].filter((text) => {
        const box = text.getBoundingClientRect();
        const hidden = text.getAttribute('opacity') === '0'; // a label that found no room
        return !hidden && box.width > 0 && (box.left < frame.left - 1 || box.right > frame.right + 1);
      }).map((text) => `${svg.closest('figure').id}: ${text.textContent}`);
    }));

test('every chart is drawn, with a mark for every figure', async () => {
  const { page, trouble, close } = await open();
  await shoot(page, 'report');
  await shoot(page.locator('#markets'), 'report-markets');
  await shoot(page.locator('#questions'), 'report-questions');
  await shoot(page.locator('#retention'), 'report-retention');
  const charts = await page.evaluate(() =>
    [...document.querySelectorAll('figure.chart')].map((figure) => {
      const spec = JSON.parse(document.getElementById(`${figure.id}-spec`).textContent);
      const box = figure.querySelector('svg')?.getBoundingClientRect();
      return {
        id: figure.id,
        alt: figure.querySelector('.plot').getAttribute('aria-label'),
        schema: spec.$schema,
        points: spec.data.values.filter((datum) => datum.value !== null).length,
        drawn: figure.querySelectorAll('svg .role-mark.mark-symbol path, svg .role-mark.mark-rect path').length,
        width: box?.width ?? 0,
        height: box?.height ?? 0,
        place: figure.clientWidth,
      };
    }));
  const ids = charts.map((chart) => chart.id).join(' ');
  for (const part of ['comparison', 'markets', 'units', 'channels', 'questions', 'distribution', 'robustness', 'months', 'effort', 'retention', 'growth']) {
    assert.match(ids, new RegExp(`\\b${part}-chart`), `a chart of ${part}`);
  }
  for (const chart of charts) {
    assert.equal(chart.schema, 'https://vega.github.io/schema/vega-lite/v6.json', chart.id);
    assert.ok(chart.alt.length > 20, `${chart.id} says what it shows`);
    assert.ok(chart.points > 0, `${chart.id} has something to show`);
    assert.ok(chart.drawn >= chart.points, `${chart.id}: ${chart.drawn} marks for ${chart.points} figures`);
    assert.ok(chart.width > 300 && chart.width <= chart.place + 1, `${chart.id} is ${chart.width} wide in ${chart.place}`);
    assert.ok(chart.height > 60, `${chart.id} is ${chart.height} high`);
  }
  assert.deepEqual(await cutOff(page), []);
  assert.deepEqual(trouble, []);
  await close();
});

test('charts draw exactly the numbers of their tables', async () => {
  const { page, close } = await open();
  const compared = await page.evaluate(() => {
    const number = (text) => Number(text.replaceAll(',', '').replace('−', '-').replace('%', ''));
    const differing = [];
    let figures = 0;
    for (const [id, view] of laurelCharts) {
      const figure = document.getElementById(id);
      const table = document.getElementById(figure.dataset.table);
      const headings = [...table.querySelectorAll('thead th')].map((th) => th.textContent);
      for (const datum of view.data('table')) {
        const row = table.querySelectorAll('tbody tr')[datum.row];
        const cell = row.children[headings.indexOf(datum.series)].textContent;
        figures += 1;
        const where = `${id}: ${datum.label}, ${datum.series}: ${cell}`;
        if (!datum.label.startsWith(row.children[0].textContent)) differing.push(`${where} is another row`);
        if (cell !== datum.shown) differing.push(`${where} is not ${datum.shown}`);
        if (datum.value === null) continue;
        const shown = cell.match(/[+−]?[\d,]+(\.\d+)?%?/g) ?? [];
        const drawn = [datum.value];
        const words = cell.match(/^([\d,]+) \(/); // "123 (14%)": the share is drawn
        const from = datum.lo === null && words ? 1 : 0;
        if (/under|over|none/.test(cell) || cell === '0') continue;
        if (datum.lo !== null) drawn.push(datum.lo, datum.hi);
        drawn.forEach((value, i) => {
          const text = shown[i + from] ?? '';
          const decimals = (text.split('.')[1] ?? '').replace('%', '').length;
          const off = Math.abs(number(text) - value);
          if (!(off <= 0.5001 * 10 ** -decimals)) differing.push(`${where}: ${value}`);
        });
      }
    }
    return { differing, figures };
  });
  assert.deepEqual(compared.differing, []);
  assert.ok(compared.figures > 150, `${compared.figures} figures compared`);
  await close();
});

test('tables fold away when their chart stands, and open for print', async () => {
  const { page, close } = await open();
  const states = () => page.evaluate(() => [...document.querySelectorAll('main details')].map((d) => d.open));
  assert.ok((await states()).length > 5);
  assert.ok((await states()).every((state) => state === false));
  await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
  assert.ok((await states()).every((state) => state === true));
  await page.emulateMedia({ media: 'print' });
  const pdf = await page.pdf({ format: 'A4', margin: { top: '15mm', bottom: '15mm', left: '15mm', right: '15mm' } });
  assert.equal(pdf.subarray(0, 5).toString(), '%PDF-');
  const pages = pdf.toString('latin1').match(/\/Type\s*\/Page\b/g).length;
  const sections = await page.locator('main section').count();
  assert.ok(pages >= 4 && pages <= 2 * sections, `${pages} pages for ${sections} sections`);
  await page.setViewportSize({ width: 680, height: 960 }); // an A4 page between its margins
  assert.equal(await overflow(page), 0);
  await page.waitForFunction(() => // charts take the new width
    [...document.querySelectorAll('figure.chart svg')].every((svg) => svg.getBoundingClientRect().width <= 680));
  assert.deepEqual(await cutOff(page), []);
  await close();
});

test('without JavaScript all words and tables are there, and no empty frames', async () => {
  const { page, trouble, close } = await open({ javaScriptEnabled: false });
  const bodyText = await page.locator('body').innerText();
  assert.match(bodyText, /customers who praised somebody/);
  assert.equal(await page.locator('#praise blockquote mark').count(), 3, 'customers are quoted, their praise marked');
  assert.match(bodyText, /What this does and doesn’t show/);
  const tables = page.locator('main table');
  assert.ok((await tables.count()) >= 8);
  for (const table of await tables.all()) assert.ok(await table.isVisible());
  for (const figure of await page.locator('figure.chart').all()) assert.ok(!(await figure.isVisible()));
  assert.deepEqual(trouble, []);
  await close();
});

test('on a phone nothing sticks out', async () => {
  const { page, trouble, close } = await open({ viewport: { width: 360, height: 740 }, deviceScaleFactor: 2, isMobile: true });
  await shoot(page, 'report-phone', { scale: 'css' });
  assert.equal(await overflow(page), 0);
  const wide = await page.evaluate(() =>
    [...document.querySelectorAll('figure.chart svg')].filter((svg) => svg.getBoundingClientRect().width > 330).length);
  assert.equal(wide, 0);
  assert.deepEqual(await cutOff(page), []);
  assert.deepEqual(trouble, []);
  await close();
});

// Contrast of what is read: WCAG 2.2, 1.4.3 (4.5 to 1), of charts 1.4.11 (3 to 1).
async function contrasts(page) {
  return page.evaluate(() => {
    const parse = (text) => text.match(/[\d.]+/g).map(Number);
    const luminance = ([r, g, b]) => {
      const [x, y, z] = [r, g, b].map((c) => (c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4));
      return 0.2126 * x + 0.7152 * y + 0.0722 * z;
    };
    const ratio = (a, b) => {
      const [x, y] = [luminance(a), luminance(b)].sort((m, n) => n - m);
      return (x + 0.05) / (y + 0.05);
    };
    const background = (element) => {
      for (let e = element; e; e = e.parentElement) {
        const colour = parse(getComputedStyle(e).backgroundColor);
        if (colour.length === 3 || colour[3] > 0) return colour;
      }
      return [255, 255, 255];
    };
    const faint = [];
    for (const element of document.querySelectorAll('h1, h2, h3, p, li, dt, dd, th, td, a, summary, figcaption, mark, span, svg text')) {
      if (!element.textContent.trim() || !element.getClientRects().length) continue;
      const style = getComputedStyle(element);
      const svg = element instanceof SVGElement;
      const colour = parse(svg ? style.fill : style.color);
      const value = ratio(colour, background(svg ? element.closest('figure') : element));
      if (value < 4.5) faint.push(`${element.tagName} “${element.textContent.slice(0, 30)}” ${value.toFixed(2)}`);
    }
    for (const shape of document.querySelectorAll('svg .mark-symbol path')) {
      const style = getComputedStyle(shape);
      if (style.fill === 'none') continue;
      const value = ratio(parse(style.fill), background(shape.closest('figure')));
      if (value < 3) faint.push(`point ${style.fill} ${value.toFixed(2)}`);
    }
    return [...new Set(faint)];
  });
}

test('words and points stand out, in the light and in the dark', async () => {
  for (const colorScheme of ['light', 'dark']) {
    const { page, trouble, close } = await open({ colorScheme });
    if (colorScheme === 'dark') await shoot(page.locator('#months'), 'report-months-dark');
    await page.evaluate(() => document.querySelectorAll('details').forEach((d) => (d.open = true)));
    assert.deepEqual(await contrasts(page), [], colorScheme);
    const dark = await page.evaluate(() => Number(getComputedStyle(document.body).backgroundColor.match(/\d+/)[0]) < 60);
    assert.equal(dark, colorScheme === 'dark');
    assert.deepEqual(trouble, []);
    await close();
  }
});

test('the keyboard reaches everything, and landmarks are named', async () => {
  const { page, close } = await open();
  const unnamed = await page.evaluate(() => {
    const bad = [];
    for (const element of document.querySelectorAll('[role="region"], nav, section, [role="img"]')) {
      if (!element.getAttribute('aria-label') && !document.getElementById(element.getAttribute('aria-labelledby'))) bad.push(element.outerHTML.slice(0, 80));
    }
    for (const link of document.querySelectorAll('nav a')) {
      if (!document.getElementById(decodeURIComponent(link.hash.slice(1)))) bad.push(link.hash);
    }
    const ids = [...document.querySelectorAll('[id]')].map((e) => e.id);
    if (new Set(ids).size !== ids.length) bad.push('an id twice');
    if (document.querySelectorAll('h1').length !== 1) bad.push('one h1');
    return bad;
  });
  assert.deepEqual(unnamed, []);
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement.closest('nav') !== null), true);
  await close();
});

test('the policy forbids whatever is not in the file', () => {
  const text = readFileSync(report, 'utf8');
  const policy = text.match(/Content-Security-Policy" content="([^"]+)"/)[1].replaceAll('&#39;', "'");
  assert.match(policy, /^default-src 'none'; script-src 'sha256-\S+' 'sha256-\S+'; style-src 'sha256-\S+'; img-src data:/);
  assert.doesNotMatch(policy, /unsafe|\*|https?:/);
  assert.doesNotMatch(text, / style="| on[a-z]+="/);
});
