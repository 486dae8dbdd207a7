import { hashText, spreadHash } from "../base/hash-text.ts";

/** Which answers are the same, without their texts: a hash of 32 bits a trial, compared within a case only. */
export class AnswerColumn {
  readonly codes: Uint32Array;

  constructor(trials: number) {
    this.codes = new Uint32Array(trials);
  }

  /** Case, white space and the two ways to write an accent make no other answer. */
  set(slot: number, text: string): void {
    const plain = text.normalize("NFC").trim().replace(/\s+/g, " ").toLowerCase();
    this.codes[slot] = spreadHash(hashText(plain));
  }
}
