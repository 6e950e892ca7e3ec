/** What JSON (RFC 8259) can hold. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;
export type JsonObject = { readonly [member: string]: Json | undefined };
/** A place in a document: object members by name, array elements by index; `null` stands for every element (SD-JWT VC claim path). */
export type ClaimPath = readonly (string | number | null)[];
