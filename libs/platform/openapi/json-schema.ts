/** A JSON Schema (draft 2020-12). One with a `title` becomes a component of the OpenAPI document, under that name. */
export type JsonSchema = { readonly [keyword: string]: unknown };
