import vader from "vader-sentiment";

/** VADER: word scores with rules for negation, emphasis and "but". Only a compound score above 0 is positive. */
export default function vaderSentiment(request: { readonly input: string }): string {
  return vader.SentimentIntensityAnalyzer.polarity_scores(request.input).compound > 0 ? "1" : "0";
}
