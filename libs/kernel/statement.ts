/**
 * What a compact JWS says and who says it, without the signature: anybody can turn an ES256 signature into a
 * second valid one, so one act can come as two texts. An act is done once, whichever text it comes as.
 */
export const actOf = (statement: string): string => statement.slice(0, statement.lastIndexOf('.'));
