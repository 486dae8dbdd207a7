import { normalise } from "./features.ts";

/** The words of one queue, split at `|`; a space in front or behind keeps a phrase to whole words. */
const rule = (queue: string, ...lists: readonly string[]) => ({ queue, phrases: lists.join("|").split("|") });

// The current system: what the desk has run for years. The first rule with a phrase in the message wins, so the order
// is part of the rules: what the customer wants (money back, a way in) stands before the words that most messages
// mention anyway (parcel, order, card). Phrases are in lower case and without accents, as the text they are looked for in.
const RULES = [
  rule(
    "refund",
    "refund|money back|return label|send it back|send back|exchange|swap|reimburse|warranty",
    "returned|returning|a return |to return |want to return|i return |my return|pay me back|give it back",
    "ruckgabe|zuruckgeben|rucksende|umtausch|erstatt|geld zuruck|geld wieder", // German
    "rembours|renvoyer|renvoye|retourner", // French
    "reembolso|devolver|devolucion|cambiar la talla", // Spanish
    "rimborso|restituire|ruilen|terugsturen|geld terug|zwrot|trocar", // Italian, Dutch, Polish, Portuguese
  ),
  rule(
    "account",
    "password|log in|login|logged in|sign in|signed in|two-factor|hacked|unlock|locked",
    "newsletter|unsubscribe|delete my|my data|close my account|my profile|order history|gdpr",
    "cancel my plus|cancel my membership|email address|phone number",
    "passwort|anmelden|einloggen|konto", // German
    "mot de passe|mon compte|connecter|rgpd", // French
    "contrasena|mi cuenta", // Spanish
    "accedere|wachtwoord|nieuwsbrief|moje konto|minha conta|medlemskap",
  ),
  rule(
    "billing",
    "invoice|receipt|charge|billed|vat |tax|payment|gift card|giftcard|voucher|discount",
    "promo|declined|debit|direct debit|membership fee|renewal|bank statement|instalment",
    "rechnung|abbuchung|mehrwertsteuer|gutschein", // German
    "facture|debite", // French
    "factura|tarjeta", // Spanish
    "fattura|factuur|faktura|rabatt|cartao",
  ),
  rule(
    "shipping",
    "parcel|package|tracking|deliver|courier|shipping|shipped|shipment|where is my|where's my",
    "customs|dhl|ups |arrived|arrive|missing|wrong item|replacement|driver|dispatch",
    "paket|lieferung|sendung", // German
    "colis|livraison|livrer", // French
    "paquete|pedido", // Spanish
    "pacco|spedi|pakket|bezorg|paczka|encomenda|leverans",
  ),
];

/** The queue of the first rule that matches; `other` when none does. */
export default function rules(request: { readonly input: string }): string {
  const text = ` ${normalise(request.input).replace(/\s+/g, " ")} `;
  return RULES.find(({ phrases }) => phrases.some((phrase) => text.includes(phrase)))?.queue ?? "other";
}
