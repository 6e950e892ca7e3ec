declare module 'base45' {
  const base45: {
    encode(bytes: Uint8Array): string;
    /** Never refuses: signs outside the alphabet and impossible triples give bytes too. */
    decode(text: string): Uint8Array;
  };
  export default base45;
}
