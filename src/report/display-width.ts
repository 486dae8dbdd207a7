/** East Asian wide and full-width characters and emoji: two columns of a terminal. */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{1f300}-\u{1f64f}\u{1f680}-\u{1f6ff}\u{1f900}-\u{1faff}\u{20000}-\u{3fffd}]/u;
const WITHOUT_WIDTH = /\p{Mark}/u;
const PLAIN = /^[\x20-\x7e]*$/;

/** Columns that a text takes in a terminal; it holds no control characters. */
export function displayWidth(text: string): number {
  if (PLAIN.test(text)) return text.length;
  let width = 0;
  for (const character of text) width += widthOf(character);
  return width;
}

function widthOf(character: string): number {
  if (WITHOUT_WIDTH.test(character)) return 0;
  return WIDE.test(character) ? 2 : 1;
}

/** The beginning of a text that takes at most so many columns. */
export function cutToWidth(text: string, columns: number): string {
  if (PLAIN.test(text)) return text.slice(0, columns);
  let width = 0;
  let end = 0;
  for (const character of text) {
    width += widthOf(character);
    if (width > columns) break;
    end += character.length;
  }
  return text.slice(0, end);
}

/** Lines of at most so many columns, broken at spaces; a longer word is broken as a name is. */
export function wrapText(text: string, columns: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (line !== "" && displayWidth(longer) > columns) {
      lines.push(line);
      line = word;
    } else line = longer;
    if (displayWidth(line) > columns) {
      const pieces = wrapName(line, columns);
      lines.push(...pieces.slice(0, -1));
      line = pieces.at(-1) ?? "";
    }
  }
  return [...lines, line];
}

/** A name in lines of at most so many columns, broken after its dots, dashes and at-signs where that goes. */
export function wrapName(name: string, columns: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const piece of name.split(/(?<=[@._/-])/)) {
    if (line !== "" && displayWidth(line + piece) > columns) {
      lines.push(line);
      line = "";
    }
    line += piece;
    while (displayWidth(line) > columns) {
      const start = cutToWidth(line, columns) || line.slice(0, 1);
      lines.push(start);
      line = line.slice(start.length);
    }
  }
  return line === "" ? lines : [...lines, line];
}
