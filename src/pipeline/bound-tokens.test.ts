import { describe, expect, it } from "vitest";
import { boundTokens } from "./bound-tokens.ts";

const random = (alphabet: string, length = 4_000) => {
  let state = 7;
  const characters = [...alphabet];
  return Array.from({ length }, () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return characters[Math.floor((state / 2_147_483_648) * characters.length)];
  }).join("");
};
const between = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => String.fromCodePoint(from + index)).join("");

const ENGLISH =
  "The customer has been waiting three weeks for the refund of a shipment that never arrived. Please route this ticket to the right queue, and say why in one short sentence. ";
const CODE = `export async function openLog(path: string): Promise<AppendLog> {
  const handle = await open(path, "a");
  for (let index = 0; index < entries.length; index++) {
    if (entries[index]?.status !== "ok") continue;
    await handle.write(JSON.stringify({ id: index, at: new Date().toISOString() }) + "\\n");
  }
  return { append: (line) => handle.write(line) };
}
`;

/** Texts as people send them: other tokenizers may take 1.3 times as many tokens as these two. */
const NATURAL: Readonly<Record<string, string>> = {
  English: ENGLISH,
  code: CODE,
  JSON: JSON.stringify({ id: "t-104", tags: ["billing", "vip"], amount: 129.95, nested: { ok: true, none: null } }),
  Markdown:
    "# Refunds\n\n- **Who** may ask: see [the terms](https://example.org/terms)\n\n| a | b |\n|---|---|\n| 1 | 2 |\n",
  capitals: ENGLISH.toUpperCase(),
  German: "Der Kunde wartet seit drei Wochen auf die Rückerstattung für die falsche Lieferung. ",
  Turkish: "Müşteri, hiç teslim edilmeyen yanlış gönderinin iadesi için üç haftadır bekliyor. ",
  Vietnamese: "Khách hàng đã chờ ba tuần để được hoàn tiền cho lô hàng chưa bao giờ được giao. ",
  Russian: "Клиент уже три недели ждёт возврата денег за посылку, которая не была доставлена. ",
  Greek: "Ο πελάτης περιμένει εδώ και τρεις εβδομάδες την επιστροφή χρημάτων. ",
  Arabic: "ينتظر العميل منذ ثلاثة أسابيع استرداد أمواله عن الشحنة الخاطئة. ",
  Hebrew: "הלקוח ממתין כבר שלושה שבועות להחזר כספי עבור המשלוח השגוי. ",
  Hindi: "ग्राहक तीन सप्ताह से पैसे वापस मिलने का इंतज़ार कर रहा है। ",
  Thai: "ลูกค้ารอเงินคืนสำหรับการจัดส่งที่ผิดพลาดมาสามสัปดาห์แล้ว ",
  Chinese: "客户已经等了三个星期，要求退还从未送达的货物的款项。",
  Japanese: "お客様は、届かなかった商品の返金を三週間待っています。",
  Korean: "고객은 배송되지 않은 상품의 환불을 3주 동안 기다리고 있습니다. ",
  emoji: "😀🎉👨‍👩‍👧‍👦🇩🇪❤️🔥👍🏽🚀",
};

/** Texts that nobody writes, and encodings: the bound holds, with less to spare. */
const UNNATURAL: Readonly<Record<string, string>> = {
  Base64: Buffer.from(random(between(0, 255)), "latin1").toString("base64"),
  hexadecimal: Buffer.from(random(between(0, 255)), "latin1").toString("hex"),
  digits: random("0123456789"),
  "digits apart": [...random("0123456789", 500)].join(" "),
  letters: random("abcdefghijklmnopqrstuvwxyz"),
  "letters apart": [...random("abcdefghijklmnopqrstuvwxyz", 500)].join(" "),
  consonants: random("qxzjkvw "),
  "capital letters": random("ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
  punctuation: random("!\"#$%&'()*+,-./:;<=>?@[]^_`{|}~\\"),
  "white space": random(" \n\t"),
  ASCII: random(between(32, 126)),
  control: random(between(1, 31)),
  Latin: random(between(0xa1, 0x24f)),
  combining: random(between(0x300, 0x36f)),
  Cyrillic: random(between(0x400, 0x4ff)),
  Armenian: "Հաճախորդը երեք շաբաթ սպասում է սխալ առաքման գումարի վերադարձին։ ",
  Syriac: random(between(0x710, 0x72f)),
  Amharic: "ደንበኛው ገንዘቡ እንዲመለስለት ለሦስት ሳምንታት እየጠበቀ ነው። ",
  Han: random(between(0x4e00, 0x9fff)),
  Hangul: random(between(0xac00, 0xd7a3)),
  "private use": random(between(0xe000, 0xf8ff)),
  Gothic: random(between(0x10330, 0x1034a)),
  "rare emoji": random(between(0x1f300, 0x1f64f)),
};

async function mostTokens(text: string): Promise<number> {
  const [o200k, cl100k] = await Promise.all([
    import("gpt-tokenizer/encoding/o200k_base"),
    import("gpt-tokenizer/encoding/cl100k_base"),
  ]);
  const options = { disallowedSpecial: new Set<string>() };
  return Math.max(o200k.countTokens(text, options), cl100k.countTokens(text, options));
}

describe("boundTokens", () => {
  it.each(Object.keys(NATURAL))("leaves room for a tokenizer that is 1.3 times worse: %s", async (name) => {
    const text = (NATURAL[name] ?? "").repeat(5);
    expect(boundTokens(text)).toBeGreaterThanOrEqual(1.3 * (await mostTokens(text)));
  });

  it.each(Object.keys(UNNATURAL))("is never too small: %s", async (name) => {
    const text = UNNATURAL[name] ?? "";
    expect(boundTokens(text)).toBeGreaterThanOrEqual(await mostTokens(text));
  });

  it("never passes the number of bytes by more than one, and is small enough to be of use", async () => {
    for (const text of [...Object.values(NATURAL), ...Object.values(UNNATURAL), "", "a", "é", "😀"]) {
      expect(boundTokens(text)).toBeLessThanOrEqual(Buffer.byteLength(text) + 1);
    }
    for (const text of [ENGLISH, CODE]) expect(boundTokens(text)).toBeLessThan(4 * (await mostTokens(text)));
  });
});
