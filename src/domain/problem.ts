/** One thing wrong with what the user wrote, and where. */
export interface Problem {
  readonly file: string;
  /** From 1; null: the file as a whole. */
  readonly line: number | null;
  readonly col: number | null;
  /** Path in the document (`graders[0].type`); null outside documents. */
  readonly path: string | null;
  /** What is wrong and what to do. */
  readonly message: string;
  readonly severity?: "error" | "warning";
}
