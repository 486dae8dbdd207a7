// Neither package ships types; this is the part of them that is used here.
declare module "sentiment" {
  export default class Sentiment {
    analyze(text: string): { readonly score: number };
  }
}

declare module "vader-sentiment" {
  const vader: {
    readonly SentimentIntensityAnalyzer: { polarity_scores(text: string): { readonly compound: number } };
  };
  export default vader;
}
