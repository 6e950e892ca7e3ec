/** Markup that is safe to put into a page as it is. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escape = (text: string): string => text.replace(/[&<>"']/g, (sign) => ENTITIES[sign]!);

/** What stands in a template: text is escaped, markup and lists of it are not. */
type Part = string | Markup | readonly Markup[];

/** Markup from a template; whatever text is put in stays text. */
export const html = (strings: TemplateStringsArray, ...parts: readonly Part[]): Markup =>
  new Markup(
    strings.reduce((whole, string, index) => `${whole}${shown(parts[index - 1]!)}${string}`),
  );

function shown(part: Part): string {
  if (typeof part === 'string') return escape(part);
  return part instanceof Markup ? part.text : part.map(({ text }) => text).join('');
}
