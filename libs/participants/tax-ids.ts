/**
 * What the tax number of a firm looks like, where a person's looks different. Loosening a row is safe; tightening one
 * would refuse statements that stand in the store.
 */
const FIRMS: Readonly<Record<string, RegExp>> = {
  /** UNP: nine digits; a person's begins with two letters. */
  BY: /^\d{9}$/,
  /** INN: fourteen digits; a person's begins with 1 or 2. */
  KG: /^0\d{13}$/,
  /** BIN: the fifth digit says what kind of firm; in a person's number a day stands there. */
  KZ: /^\d{4}[45]\d{7}$/,
  /** INN: ten digits; a person's has twelve. */
  RU: /^\d{10}$/,
};

/** Whether a firm of the state may have that number. States without a row say nothing of a number's form. */
export const isTaxIdOfFirm = (taxId: string, state: string): boolean =>
  FIRMS[state]?.test(taxId) ?? true;
