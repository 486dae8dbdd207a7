// How much each table runs. `quick` shows that the benchmark works; its figures say nothing.
export const SIZES = {
  usual: {
    startups: 21,
    oneTrials: 9,
    calls: 10_000,
    noCalls: 20_000,
    wall: { 4: 1_000, 32: 2_000, 256: 10_000 },
    memory: { small: 2_000, large: 20_000 },
    growth: [1_000, 10_000, 20_000, 100_000],
    finished: 100_000,
    html: 20_000,
    peers: { 4: 500, 32: 1_000, 64: 1_000, 256: 1_000 },
  },
  quick: {
    startups: 1,
    oneTrials: 1,
    calls: 40,
    noCalls: 40,
    wall: { 4: 8, 256: 64 },
    memory: { small: 20, large: 60 },
    growth: [20, 60, 120],
    finished: 100,
    html: 40,
    peers: { 4: 8, 32: 32, 64: 40, 256: 40 },
  },
};

export const MILLION = 1_000_000;
