// How often a gate against a baseline raises a false alarm, finds a real drop, and what stopping early saves: simulated
// with the product's own functions. Seeded: the same figures every time. Usage: node bench/verdicts.mjs
import { createJiti } from "jiti";

const jiti = createJiti(import.meta.url);
const load = (path) => jiti.import(`../src/stats/${path}.ts`);
const { gatePaired } = await load("gate-paired");
const { groupSequentialLooks } = await load("group-sequential-looks");
const { binomialCdf } = await load("binomial-cdf");
const { createRandom } = await load("sfc32");

const RUNS = 2_000;
const MARGIN = 0.03;
const ALPHA = 0.05;
const SEED = 20261122;
/** Share of the items whose two answers come of one draw: what makes pairs alike. */
const ALIKE = 0.6;

/** A baseline of the accuracy and a candidate that is worse by `drop`, on the same items. */
function draw(random, n, accuracy, drop) {
  const baseline = new Float64Array(n);
  const candidate = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const one = random();
    const other = random() < ALIKE ? one : random();
    baseline[i] = one < accuracy ? 1 : 0;
    candidate[i] = other < accuracy - drop ? 1 : 0;
  }
  return { baseline, candidate };
}

const pairs = ({ baseline, candidate }, n = baseline.length) => ({
  baseline: baseline.subarray(0, n),
  candidate: candidate.subarray(0, n),
  clusters: null,
  weights: null,
});

/** The exact paired test: one-sided binomial on the discordant pairs. */
function exactFinds({ baseline, candidate }) {
  let [better, worse] = [0, 0];
  for (let i = 0; i < baseline.length; i++) {
    if (candidate[i] > baseline[i]) better += 1;
    if (candidate[i] < baseline[i]) worse += 1;
  }
  return better + worse > 0 && binomialCdf(better, better + worse, 0.5) <= ALPHA;
}

const right = (answers) => answers.reduce((sum, answer) => sum + answer, 0);
const percent = (count, of = RUNS) => `${((100 * count) / of).toFixed(1)}%`;

console.log(`${RUNS.toLocaleString("en")} runs a row, margin ${MARGIN}, seed ${SEED}.\n`);
console.log(
  "| nothing changed: n | accuracy | fail | undecided | pass | the mean dropped |\n|---:|---:|---:|---:|---:|---:|",
);
for (const n of [50, 200, 1_000])
  for (const accuracy of [0.5, 0.9, 0.99]) {
    const random = createRandom(SEED + n + accuracy * 1000);
    const counts = { pass: 0, fail: 0, undecided: 0 };
    let dropped = 0;
    for (let run = 0; run < RUNS; run++) {
      const drawn = draw(random, n, accuracy, 0);
      counts[gatePaired(pairs(drawn), { margin: MARGIN }).verdict] += 1;
      if (right(drawn.candidate) < right(drawn.baseline)) dropped += 1;
    }
    console.log(
      `| ${n} | ${accuracy} | ${percent(counts.fail)} | ${percent(counts.undecided)} | ${percent(counts.pass)} | ${percent(dropped)} |`,
    );
  }

console.log(
  "\n| a real drop: n | accuracy | drop | found | exact paired test | undecided | passed |\n|---:|---:|---:|---:|---:|---:|---:|",
);
for (const [n, accuracy, drop] of [
  [100, 0.9, 0.1],
  [200, 0.9, 0.05],
  [500, 0.9, 0.05],
  [1_000, 0.9, 0.05],
  [1_000, 0.9, 0.03],
  [200, 0.5, 0.1],
]) {
  const random = createRandom(SEED + n + drop * 1000);
  const counts = { pass: 0, fail: 0, undecided: 0 };
  let exact = 0;
  for (let run = 0; run < RUNS; run++) {
    const drawn = draw(random, n, accuracy, drop);
    counts[gatePaired(pairs(drawn), { margin: MARGIN }).verdict] += 1;
    if (exactFinds(drawn)) exact += 1;
  }
  console.log(
    `| ${n} | ${accuracy} | ${drop} | ${percent(counts.fail)} | ${percent(exact)} | ${percent(counts.undecided)} | ${percent(counts.pass)} |`,
  );
}

/** Calls that a run of 64 workers has started when a prefix of `wanted` items has ended; failing items take `slow`. */
function callsUntil(wanted, n, failing, slow) {
  const free = new Float64Array(64);
  let started = 0;
  let prefixEnd = 0;
  const starts = [];
  for (let i = 0; i < n; i++) {
    let worker = 0;
    for (let w = 1; w < free.length; w++) if (free[w] < free[worker]) worker = w;
    starts.push(free[worker]);
    free[worker] += failing(i) ? slow : 1;
    if (i < wanted) prefixEnd = Math.max(prefixEnd, free[worker]);
  }
  for (const start of starts) if (start < prefixEnd) started += 1;
  return started;
}

const looks = groupSequentialLooks(5, ALPHA);
const N = 1_000;
console.log(
  `\n| --stop-early, N = ${N}, accuracy 0.9 | failing cases take | fail | pass | cases judged | calls started |\n|---|---:|---:|---:|---:|---:|`,
);
for (const [what, drop] of [
  ["no change", 0],
  ["a drop of the margin", MARGIN],
  ["a drop of twice the margin", 2 * MARGIN],
])
  for (const slow of [1, 2]) {
    const random = createRandom(SEED + drop * 1000);
    const counts = { pass: 0, fail: 0, undecided: 0 };
    let judged = 0;
    let calls = 0;
    for (let run = 0; run < RUNS; run++) {
      const drawn = draw(random, N, 0.9, drop);
      let used = N;
      let verdict = "undecided";
      for (const { share, nominalP } of looks) {
        used = Math.ceil(N * share);
        ({ verdict } = gatePaired(pairs(drawn, used), { margin: MARGIN, alpha: nominalP }));
        if (verdict !== "undecided") break;
      }
      counts[verdict] += 1;
      judged += used;
      calls += callsUntil(used, N, (i) => drawn.candidate[i] === 0, slow);
    }
    console.log(
      `| ${what} | ${slow} × | ${percent(counts.fail)} | ${percent(counts.pass)} | ${percent(judged, RUNS * N)} | ${percent(calls, RUNS * N)} |`,
    );
  }
