// Laurel's detection beside what people would otherwise put together in Node: wink-nlp, and compromise with
// VADER. All get the same verbatims and the same roster in the same run, each on one core, and say who on the
// roster is named in a sentence of good sentiment. The peers know the first names exactly as the roster spells
// them; misspellings, links, roles, behaviours and calibrated probabilities, which Laurel's figure includes, they
// don't give.
//
//   node compare.mjs DETECT_BENCH      (./dev bench detect runs it where `npm ci` was run in this folder)
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import compromise from "compromise";
import vader from "vader-sentiment";
import model from "wink-eng-lite-web-model";
import winkNLP from "wink-nlp";

const program = process.argv[2];
if (!program) {
  console.error("usage: node compare.mjs DETECT_BENCH");
  process.exit(2);
}
const seconds = 3; // for each peer, roster and turn
const turns = 3;

function* wink(names) {
  const nlp = winkNLP(model, ["sbd", "sentiment"]);
  const { its } = nlp;
  let text = yield;
  for (;;) {
    const praised = [];
    nlp.readDoc(text).sentences().each((sentence) => {
      if (sentence.out(its.sentiment) <= 0) return;
      sentence.tokens().each((token) => {
        if (names.has(token.out(its.normal))) praised.push(token.out());
      });
    });
    text = yield praised;
  }
}

function* compromiseAndVader(names) {
  const nlp = compromise;
  nlp.addWords(Object.fromEntries([...names].map((name) => [name, "FirstName"])));
  let text = yield;
  for (;;) {
    const praised = [];
    nlp(text).sentences().forEach((sentence) => {
      const people = sentence.people();
      if (!people.found) return;
      if (vader.SentimentIntensityAnalyzer.polarity_scores(sentence.text()).compound <= 0.05) return;
      for (const person of people.out("array"))
        if (names.has(person.toLowerCase().split(" ")[0].replace(/[^a-z]/g, ""))) praised.push(person);
    });
    text = yield praised;
  }
}

// Verbatims a second, and the share of verbatims in which somebody was found praised.
function measure(peer, texts) {
  let done = 0;
  let found = 0;
  const begin = process.hrtime.bigint();
  let elapsed = 0;
  while (elapsed < seconds) {
    for (let i = 0; i < 20; ++i) found += peer.next(texts[done++ % texts.length]).value.length > 0;
    elapsed = Number(process.hrtime.bigint() - begin) / 1e9;
  }
  return { rate: done / elapsed, share: found / done };
}

function laurel(people) {
  const options = [`--benchmark_filter=detect_verbatims/${people}$`, "--benchmark_format=json"];
  const said = execFileSync(program, options, { stdio: ["ignore", "pipe", "ignore"] });
  const { items_per_second, praised } = JSON.parse(said).benchmarks[0];
  return { rate: items_per_second, share: praised };
}

const median = (numbers) => [...numbers].sort((a, b) => a - b)[numbers.length >> 1];
const folder = mkdtempSync(join(tmpdir(), "laurel-bench-"));
try {
  for (const people of [5000, 20000]) {
    execFileSync(program, ["--write", folder, String(people)]);
    const texts = readFileSync(join(folder, "texts.txt"), "utf8").trimEnd().split("\n");
    const names = new Set(readFileSync(join(folder, "names.txt"), "utf8").toLowerCase().trimEnd().split("\n"));
    const peers = { "wink-nlp": wink(names), "compromise + VADER": compromiseAndVader(names) };
    for (const peer of Object.values(peers)) peer.next();
    const results = { Laurel: [], ...Object.fromEntries(Object.keys(peers).map((name) => [name, []])) };
    for (let turn = 0; turn < turns; ++turn) {
      results.Laurel.push(laurel(people));
      for (const [name, peer] of Object.entries(peers)) results[name].push(measure(peer, texts));
    }
    console.log(`\nRoster of ${people.toLocaleString("en")}, medians of ${turns} turns:`);
    const own = median(results.Laurel.map((r) => r.rate));
    for (const [name, list] of Object.entries(results)) {
      const rate = median(list.map((r) => r.rate));
      const share = Math.round(100 * median(list.map((r) => r.share)));
      const times = name === "Laurel" ? "" : `Laurel is ${(own / rate).toFixed(0)} times as fast`;
      console.log(
        `  ${name.padEnd(20)}${Math.round(rate).toLocaleString("en").padStart(9)} verbatims/s` +
          `   somebody praised in ${String(share).padStart(3)} %   ${times}`.trimEnd(),
      );
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
