/** Σ dᵢ·wᵢ over as many digits as there are weights. */
const weightedSum = (digits: string, weights: readonly number[]): number =>
  weights.reduce((sum, weight, place) => sum + weight * Number(digits[place]), 0);

/**
 * ICAO Doc 9303-3 §4.9: weights 7, 3, 1 repeated, digits as they are, A=10 … Z=35, the filler `<` as 0,
 * sum modulo 10. Several national numbers end in the same digit.
 */
export const icaoCheckDigit = (text: string): number =>
  [...text].reduce((sum, sign, place) => sum + signValue(sign) * [7, 3, 1][place % 3]!, 0) % 10;

const signValue = (sign: string): number => (sign === '<' ? 0 : Number.parseInt(sign, 36));

export const lastDigitIsIcao = (number: string): boolean =>
  icaoCheckDigit(number.slice(0, -1)) === Number(number.at(-1));

/** A number whose remainder is 10 both times is never issued, so no check digit fits it. */
export function kazakhChecks(number: string): boolean {
  const first = weightedSum(number, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]) % 11;
  const second = weightedSum(number, [3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2]) % 11;
  return (first === 10 ? second : first) === Number(number[11]);
}

export function kyrgyzChecks(number: string): boolean {
  const first = weightedSum(number, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 1, 2, 3]) % 11;
  const second = weightedSum(number, [3, 4, 5, 6, 7, 8, 9, 10, 1, 2, 3, 4, 5]) % 11;
  return (first === 10 ? second % 10 : first) === Number(number[13]);
}

/** Numbers up to 001-001-998 were given out before there were check digits. */
export const snilsChecks = (number: string): boolean =>
  number.slice(0, 9) <= '001001998' ||
  (weightedSum(number, [9, 8, 7, 6, 5, 4, 3, 2, 1]) % 101) % 100 === Number(number.slice(9));

export const innChecks = (number: string): boolean =>
  number.length === 10
    ? innDigit(number, [2, 4, 10, 3, 5, 9, 4, 6, 8])
    : innDigit(number, [7, 2, 4, 10, 3, 5, 9, 4, 6, 8]) &&
      innDigit(number, [3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8]);

const innDigit = (number: string, weights: readonly number[]): boolean =>
  (weightedSum(number, weights) % 11) % 10 === Number(number[weights.length]);

/** A remainder of 10 is never issued, and equals no digit. */
export const belarusianUnpChecks = (number: string): boolean =>
  weightedSum(number, [29, 23, 19, 17, 13, 7, 5, 3]) % 11 === Number(number[8]);

export function ukrainianChecks(number: string): boolean {
  const sum = weightedSum(number, [-1, 5, 7, 9, 4, 6, 10, 5, 7]);
  return (((sum % 11) + 11) % 11) % 10 === Number(number[9]);
}
