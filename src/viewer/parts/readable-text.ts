// What turns a line around or is a control character; not the marks that Arabic and Hebrew are written with, nor the
// joiners of emoji.
const DECEIVING = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;

/** A text of several lines that reads as it is stored: what could make it look otherwise is shown as an escape. */
export function readableText(text: string): string {
  return text.replace(DECEIVING, (character) => {
    const code = character.charCodeAt(0);
    return code < 0x100 ? `\\x${code.toString(16).padStart(2, "0")}` : `\\u${code.toString(16)}`;
  });
}
