import Sentiment from "sentiment";

const lexicon = new Sentiment();

/** AFINN: the sum of the words' scores. Only above 0 is positive: a sentence without a scored word counts as negative. */
export default function afinn(request: { readonly input: string }): string {
  return lexicon.analyze(request.input).score > 0 ? "1" : "0";
}
