/** Whether a model's name says that it gives vectors and no text: it writes no tokens, and needs no bound for them. */
export function isEmbeddingModel(name: string | null): boolean {
  return name !== null && /embed/i.test(name);
}
