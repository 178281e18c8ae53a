/** A piece of a page, safe to stand in one: only `element` and `page` make it, and they escape whatever is text. */
export class Markup {
  readonly html: string;
  constructor(html: string) {
    this.html = html;
  }
}

export type Child = Markup | string | number | null | readonly Child[];
export type Attributes = Record<string, string | number | null>;

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

export const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => ESCAPES[character]!);

const VOID = new Set(['meta', 'line', 'rect', 'circle', 'path']);

/** `<tag attributes>children</tag>`; an attribute that is null is left out. Names are the code's own, values and text anybody's. */
export function element(tag: string, attributes: Attributes, ...children: Child[]): Markup {
  const told = Object.entries(attributes).filter(([, value]) => value !== null);
  const open = told.map(([name, value]) => ` ${name}="${escaped(String(value))}"`).join('');
  if (VOID.has(tag)) return new Markup(`<${tag}${open}/>`);
  return new Markup(`<${tag}${open}>${children.map(htmlOf).join('')}</${tag}>`);
}

function htmlOf(child: Child): string {
  if (child === null) return '';
  if (child instanceof Markup) return child.html;
  if (typeof child === 'string' || typeof child === 'number') return escaped(String(child));
  return child.map(htmlOf).join('');
}

/** A whole document; `style` is the code's own. */
export const documentOf = (language: string, title: string, style: string, body: Child[]): string =>
  `<!doctype html>\n<html lang="${escaped(language)}"><head><meta charset="utf-8"/>` +
  '<meta name="viewport" content="width=device-width, initial-scale=1"/>' +
  `<title>${escaped(title)}</title><style>${style}</style></head><body>${htmlOf(body)}</body></html>\n`;
