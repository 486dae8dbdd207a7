/** What `evals init` writes, by path. The program beside the suite is plain JavaScript: it runs anywhere. */
export const initFiles: Readonly<Record<string, string>> = {
  "evals/first.yaml": `# yaml-language-server: $schema=https://unpkg.com/evals/schema/suite.json
name: first
description: Is a message a question, a complaint or praise?
dataset: ../datasets/first.jsonl

# Candidates: whom you compare. This one is a program of your own and needs no key.
# A model takes four lines; set its key in the environment or in .env:
#   - id: mini
#     provider: openai
#     model: gpt-4.1-mini
#     params: { temperature: 0, max_tokens: 8 }
models:
  - id: rules
    provider: module
    path: ./first/rules.mjs
    prompts: []
    prices: none

prompts:
  - id: terse
    messages:
      - { role: system, content: "Answer with one word: question, complaint or praise." }
      - { role: user, content: "{{ input }}" }

graders:
  - { type: exact, ignore_case: true }

# What must hold, with its evidence: pass, fail or undecided (exit 0, 1 or 3).
requirements:
  - { metric: accuracy, min: 0.5 }
  - { metric: latency_p50_ms, max: 1000 }
`,
  "evals/first/rules.mjs": `/** A candidate is any function from a request to a text. */
export default function classify({ input }) {
  const text = input.toLowerCase();
  if (text.includes("?") || /^(how|what|when|where|who|why|can|do|is|are)\\b/.test(text)) return "question";
  if (/\\b(thank|thanks|great|love|perfect|wonderful|best)\\b/.test(text)) return "praise";
  return "complaint";
}
`,
  "datasets/first.jsonl": `${[
    ["How do I change my address?", "question"],
    ["The parcel came with a dent and half the screws.", "complaint"],
    ["Thank you, that was quick!", "praise"],
    ["Is the blue one waterproof?", "question"],
    ["I have been waiting for three weeks now.", "complaint"],
    ["Best support I have had in years.", "praise"],
    ["Can I pay by invoice?", "question"],
    ["The app logs me out every day.", "complaint"],
    ["My daughter loves it, perfect gift.", "praise"],
    ["When does the sale end?", "question"],
    ["Why does nobody answer the phone?!", "complaint"],
    ["You charged me twice.", "complaint"],
    ["What a wonderful jacket.", "praise"],
    ["Where can I find the manual?", "question"],
    ["Works exactly as described. Happy.", "praise"],
    ["The zip broke on the first day.", "complaint"],
    ["Do you ship to Norway?", "question"],
    ["Great, another delay.", "complaint"],
    ["Thanks for sorting this out so kindly.", "praise"],
    ["Tell me which size fits 1.80 m.", "question"],
  ]
    .map(([input, expected], index) =>
      JSON.stringify({ id: `m-${String(index + 1).padStart(2, "0")}`, input, expected }),
    )
    .join("\n")}\n`,
  ".github/workflows/evals.yml": `name: evals
on:
  pull_request:
  push: { branches: [main] }
permissions:
  contents: read
  actions: read
jobs:
  evals:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-node@v4
        with: { node-version: 22 }

      # What main measured last is what a pull request is compared with (requirements with max_drop or max_increase).
      # Leave this out where evals/baselines/first.json is committed.
      - name: baseline of main
        if: github.event_name == 'pull_request'
        continue-on-error: true
        env:
          GH_TOKEN: \${{ github.token }}
        run: |
          run=$(gh run list --workflow evals.yml --branch main --status success --limit 1 --json databaseId --jq '.[0].databaseId')
          gh run download "$run" --name evals-baselines --dir evals/baselines

      # 0: every requirement is shown to hold; 1: one is shown not to; 3: the evidence is not enough.
      # The report and annotations on the suite's lines come by themselves.
      - run: npx --yes evals run --report md,junit

      - if: github.event_name == 'push'
        run: npx --yes evals baseline save latest
      - if: github.event_name == 'push'
        uses: actions/upload-artifact@v4
        with: { name: evals-baselines, path: evals/baselines }
      - if: always()
        uses: actions/upload-artifact@v4
        with: { name: evals-reports, path: reports }
`,
};
