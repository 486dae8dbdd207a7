/** Names of a unit that mean the same; the first is the one that is compared. Longer words may stand in the plural. */
const FAMILIES: readonly (readonly string[])[] = [
  ["usd", "$", "us$", "dollar", "dollars", "us dollars"],
  ["eur", "€", "euro", "euros"],
  ["gbp", "£", "pound sterling", "pounds sterling"],
  ["jpy", "¥", "yen"],
  ["cny", "yuan", "rmb"],
  ["inr", "₹", "rs", "rs.", "rupee", "rupees"],
  ["chf"],
  ["cad", "c$"],
  ["aud", "a$"],
  ["cent", "cents", "¢"],
  ["%", "\\%", "percent", "per cent", "pct", "prozent"],
  ["kg", "kgs", "kilo", "kilos", "kilogram", "kilograms", "kilogramme", "kilogrammes"],
  ["g", "gram", "grams"],
  ["mg", "milligram", "milligrams"],
  ["t", "ton", "tons", "tonne", "tonnes"],
  ["lb", "lbs"],
  ["pound", "pounds"],
  ["oz", "ounce", "ounces"],
  ["km", "kilometer", "kilometers", "kilometre", "kilometres"],
  ["m", "meter", "meters", "metre", "metres"],
  ["cm", "centimeter", "centimeters", "centimetre", "centimetres"],
  ["mm", "millimeter", "millimeters", "millimetre", "millimetres"],
  ["mile", "miles", "mi"],
  ["ft", "foot", "feet"],
  ["in", "inch", "inches"],
  ["yd", "yard", "yards"],
  ["m^2", "m²", "m2", "sq m", "square meters", "square metres"],
  ["cm^2", "cm²", "cm2", "square centimeters", "square centimetres"],
  ["km^2", "km²", "km2", "square kilometers", "square kilometres"],
  ["m^3", "m³", "m3", "cubic meters", "cubic metres"],
  ["cm^3", "cm³", "cm3", "cc", "cubic centimeters", "cubic centimetres"],
  ["square units", "sq units"],
  ["unit", "units"],
  ["l", "liter", "liters", "litre", "litres"],
  ["ml", "milliliter", "milliliters", "millilitre", "millilitres"],
  ["gallon", "gallons", "gal"],
  ["s", "sec", "secs", "second", "seconds"],
  ["ms", "millisecond", "milliseconds"],
  ["min", "mins", "minute", "minutes"],
  ["h", "hr", "hrs", "hour", "hours"],
  ["day", "days", "d"],
  ["week", "weeks"],
  ["month", "months"],
  ["year", "years", "yr", "yrs"],
  ["km/h", "kph", "kmh", "kilometers per hour", "kilometres per hour"],
  ["mph", "miles per hour"],
  ["m/s", "meters per second", "metres per second"],
  ["m/s^2", "m/s²"],
  ["°", "degree", "degrees", "deg"],
  ["°c", "degrees celsius", "celsius"],
  ["°f", "degrees fahrenheit", "fahrenheit"],
  ["k", "kelvin"],
  ["hz", "hertz"],
  ["khz"],
  ["mhz"],
  ["ghz"],
  ["w", "watt", "watts"],
  ["kw", "kilowatt", "kilowatts"],
  ["kwh"],
  ["j", "joule", "joules"],
  ["kj"],
  ["cal", "calorie", "calories"],
  ["kcal"],
  ["n", "newton", "newtons"],
  ["pa", "pascal", "pascals"],
  ["v", "volt", "volts"],
  ["ohm", "ohms", "ω"],
  ["mol", "mole", "moles"],
  ["byte", "bytes"],
  ["bit", "bits"],
  ["kb"],
  ["mb"],
  ["gb"],
  ["tb"],
];

/** Where the case of letters tells units apart: a lower-case form of these would be another unit, or a power of ten. */
const CASED: ReadonlyMap<string, string> = new Map([
  ["K", "kelvin"],
  ["k", ""],
  ["M", ""],
  ["B", ""],
  ["T", ""],
  ["G", ""],
  ["Mm", ""],
  ["Mg", ""],
  ["MW", "megawatt"],
  ["mW", "milliwatt"],
  ["Mb", "megabit"],
  ["Kb", "kilobit"],
  ["Gb", "gigabit"],
  ["D", ""],
]);

const CANONICAL: ReadonlyMap<string, string> = new Map(
  FAMILIES.flatMap((family) => family.map((name) => [name, family[0] ?? name] as const)),
);

/** Words that multiply: powers of ten. */
const SCALES: ReadonlyMap<string, number> = new Map([
  ["thousand", 3],
  ["million", 6],
  ["millions", 6],
  ["billion", 9],
  ["billions", 9],
  ["trillion", 12],
  ["trillions", 12],
]);

/** The one name of a unit, however it is written; null for a word that is no unit known here ("eggs", "dozen", "k"). */
export function unitOf(text: string): string | null {
  const plain = text.trim().replace(/\s+/g, " ");
  const cased = CASED.get(plain);
  if (cased !== undefined) return cased === "" ? null : (CANONICAL.get(cased) ?? cased);
  return CANONICAL.get(plain.toLowerCase()) ?? null;
}

/** The power of ten of "million" and the like; null for any other word. */
export function scaleOf(word: string): number | null {
  return SCALES.get(word.toLowerCase()) ?? null;
}
