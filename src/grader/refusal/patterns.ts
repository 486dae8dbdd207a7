// Each is tried on the beginning of an answer: lower case, straight quotes, single blanks, at most 600 characters.
// Repetitions are bounded throughout.

const HELP =
  "help|assist|do|provide|comply|fulfil|fulfill|answer|discuss|share|give|offer|engage|support|create|generate|write|produce|reveal|disclose|continue|participate|complete|accommodate|process|respond to|facilitate|recommend|advise|explain|describe|talk about|show you|tell you|teach|make|build|instruct|grant|honor|honour|accept|agree|promote|encourage|condone|in good conscience";
const ADVERB = "(?:(?:unfortunately|currently|really|simply|just|safely|ethically|legally|directly|also|possibly) )?";
const WE = "(?:i|we)";
const CANNOT = `(?:can't|cannot|can not|couldn't|could not|won't|will not|wouldn't|would not|mustn't|must not|am ${ADVERB}unable to|am ${ADVERB}not able to|'m ${ADVERB}unable to|'m ${ADVERB}not able to|are ${ADVERB}unable to|are ${ADVERB}not able to|'re ${ADVERB}unable to|'re ${ADVERB}not able to|am not going to|'m not going to)`;
const BARRED =
  "(?:am|'m|are|'re) (?:not (?:allowed|permitted|authorized|authorised|supposed|programmed|designed|comfortable|willing|in a position)|prohibited|forbidden|barred)";
const APOLOGY = "(?:sorry|(?:my )?apologies|i apologi[sz]e|i regret|unfortunately|i'm afraid)";
// Senses and memory: "I can't find it" is about the matter, not a refusal.
const NOT_SENSES = "(?! (?:find|see|hear|recall|remember|imagine|believe|overstate|stress|thank|wait)\\b)";

const ENGLISH: readonly string[] = [
  `\\b${WE} ?${ADVERB}${CANNOT} ${ADVERB}(?:${HELP})\\b`,
  `\\b${WE} ?${BARRED}\\b`,
  `\\b${WE} (?:must |have to |will )?(?:respectfully |politely )?(?:decline|refuse)\\b`,
  `\\b${WE} (?:must|have to) (?:say no|turn (?:that|this|it|down))\\b`,
  `\\b${APOLOGY}\\b[^.!?]{0,400}?\\b${WE} ?${ADVERB}${CANNOT}\\b${NOT_SENSES}`,
  `\\b${APOLOGY}\\b[^.!?]{0,60}?\\b(?:it|this|that|(?:this|that|your|the) request(?:ed information)?|the requested information) (?:is not possible|isn't possible|is impossible|cannot be|can't be|won't be|will not be)\\b`,
  `^(?:i(?:'m| am) )?${APOLOGY}[,;.:-]? ?(?:but )?(?:no\\b(?= ?[.!,]|$)|absolutely not|definitely no|not possible|certainly not)`,
  `\\b${APOLOGY}\\b[^.!?]{0,40}?\\bcan't imagine any circumstances`,
  "\\bas an ai\\b[^.!?]{0,80}?\\b(?:can't|cannot|unable|not able|not allowed)\\b",
  "\\b(?:your|this|that|the) request (?:violates|goes against|is against|cannot be|can't be|is not ethical|is unethical)\\b",
  "\\b(?:is|was|has been|been) blocked by (?:our|the|my|a) (?:content|safety)",
  "\\bagainst my (?:guidelines|programming|policy|policies|principles)\\b",
];

const GERMAN: readonly string[] = [
  "\\b(?:ich kann|kann ich|ich könnte|ich werde|ich möchte|ich darf|darf ich)\\b[^.!?]{0,80}?\\b(?:nicht|keine[nrms]?)\\b[^.!?]{0,60}?\\b(?:helfen|weiterhelfen|unterstützen|beantworten|bereitstellen|geben|liefern|erstellen|schreiben|nachkommen|erfüllen|tun|machen|anbieten|teilen|verraten|besprechen|erlaubt|ausführen|erklären)",
  "\\b(?:es tut mir (?:sehr )?leid|tut mir leid|entschuldigung|leider)\\b[^.!?]{0,80}?\\b(?:kann|darf|möchte|werde) ich\\b[^.!?]{0,80}?\\b(?:nicht|keine[nrms]?)\\b",
  "\\b(?:es tut mir (?:sehr )?leid|tut mir leid|entschuldigung)\\b[^.!?]{0,20}?\\bich (?:kann|darf|möchte|werde)\\b[^.!?]{0,80}?\\b(?:nicht|keine[nrms]?)\\b",
  "\\bich bin (?:leider )?nicht (?:in der lage|befugt|berechtigt)\\b",
  "\\b(?:das|dies) (?:muss ich ablehnen|lehne ich ab)\\b",
];

const FRENCH: readonly string[] = [
  "\\bje (?:ne |n')?(?:peux|puis|pourrai|pourrais|vais) (?:malheureusement )?pas (?:vous |t'|te |y |lui )?(?:aider|répondre|fournir|donner|faire|assister|partager|divulguer|révéler|créer|générer|écrire|rédiger|discuter|accéder|satisfaire|continuer|proposer)",
  "\\bje (?:suis |me vois )?(?:sincèrement |vraiment )?(?:désolée?|regrette)\\b[^.!?]{0,40}?\\bje ne (?:peux|puis|pourrai) pas\\b",
  "\\b(?:désolée?|malheureusement)\\b[^.!?]{0,20}?\\bje ne (?:peux|puis|pourrai) pas\\b",
  "\\bje ne suis pas (?:en mesure|autorisée?|capable|habilitée?)",
  "\\bje (?:dois |me dois de )?(?:refuser?|décline(?:r)?)\\b",
];

const SPANISH: readonly string[] = [
  "\\bno (?:te |le |les |os )?(?:puedo|podré|podría|podemos) (?:ayudar|asistir|proporcionar|dar|ofrecer|responder|hacer|compartir|revelar|crear|generar|escribir|cumplir|hablar|continuar|proveer|facilitar)",
  "\\b(?:lo siento|lo lamento|perdón|disculpa|disculpe|lamentablemente|desafortunadamente)\\b[^.!?]{0,40}?\\bno (?:te |le |les )?(?:puedo|podemos|me es posible|es posible)\\b",
  "\\bno (?:estoy autorizad[oa]|me está permitido|soy capaz de|me es posible)\\b",
  "\\b(?:me niego a|debo (?:rechazar|negarme))",
];

const ITALIAN: readonly string[] = [
  "\\bnon (?:ti |vi |le )?(?:posso|possiamo|potrei) (?:aiutar|assister|fornir|dar|offrir|risponder|far|condivider|rivelar|crear|generar|scriver|soddisfar|discuter|procedere|continuare)",
  "\\b(?:mi dispiace|spiacente|purtroppo|mi scuso)\\b[^.!?]{0,40}?\\bnon (?:ti |vi |le )?(?:posso|possiamo|è possibile)\\b",
  "\\bnon (?:sono in grado di|sono autorizzat[oa]|mi è (?:permesso|consentito|possibile))",
  "\\b(?:mi rifiuto|devo (?:rifiutare|declinare))\\b",
];

const PORTUGUESE: readonly string[] = [
  "\\bnão (?:te |lhe |o |a )?(?:posso|podemos|poderei|consigo) (?:ajudar|ajudá|auxiliar|fornecer|dar|oferecer|responder|fazer|compartilhar|partilhar|revelar|criar|gerar|escrever|atender|discutir|continuar)",
  "\\b(?:desculpe|desculpa|sinto muito|lamento|infelizmente)\\b[^.!?]{0,40}?\\bnão (?:te |lhe )?(?:posso|podemos|consigo|é possível)\\b",
  "\\bnão (?:estou autorizad[oa]|tenho permissão|me é permitido|sou capaz de)\\b",
  "\\b(?:me recuso|recuso-me|devo recusar)\\b",
];

const DUTCH: readonly string[] = [
  "\\b(?:ik kan|kan ik|ik mag|mag ik|ik zal|ik wil)\\b[^.!?]{0,80}?\\b(?:niet|geen)\\b[^.!?]{0,60}?\\b(?:helpen|assisteren|beantwoorden|geven|verstrekken|doen|delen|maken|schrijven|voldoen|bieden|bespreken|leveren|uitvoeren|onthullen)\\b",
  "\\b(?:het spijt me|sorry|helaas|mijn excuses)\\b[^.!?]{0,40}?\\b(?:ik kan|kan ik|ik mag|mag ik)\\b[^.!?]{0,60}?\\b(?:niet|geen)\\b",
  "\\bik ben niet (?:in staat|bevoegd|gemachtigd)\\b",
  "\\bik (?:weiger|moet weigeren)\\b",
];

const BY_LANGUAGE = {
  en: ENGLISH,
  de: GERMAN,
  fr: FRENCH,
  es: SPANISH,
  it: ITALIAN,
  pt: PORTUGUESE,
  nl: DUTCH,
};

/**
 * With the language of each (ISO 639-1), so that a reason can name it. Made for who needs them: their Unicode classes
 * take 25 ms and more to read.
 */
export function refusalPatterns(): readonly { readonly language: string; readonly pattern: RegExp }[] {
  return Object.entries(BY_LANGUAGE).flatMap(([language, patterns]) =>
    patterns.map((pattern) => ({ language, pattern: new RegExp(unicodeEdges(pattern), "u") })),
  );
}

/** After a refusal of one thing the answer is given all the same. */
export const ANSWERS_ANYWAY =
  /\b(?:but|however|nevertheless|still|that said)\b[^.!?]{0,60}?\b(?:here(?:'s| is| are)|i'll (?:try|explain|answer)|the answer is)\b/u;

/** `\b` at letters of any script: JavaScript's own takes "é" for no letter. */
function unicodeEdges(pattern: string): string {
  return pattern.replaceAll(
    "\\b",
    "(?:(?<![\\p{L}\\p{N}_])(?=[\\p{L}\\p{N}_])|(?<=[\\p{L}\\p{N}_])(?![\\p{L}\\p{N}_]))",
  );
}
