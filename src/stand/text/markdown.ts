import { badRequest } from '../errors';
import type { Entity } from '../world/types';
import type { FormattedText } from './html';
import { normalUrl } from './links';

type Kind = 'Bold' | 'Italic' | 'Underline' | 'Strikethrough' | 'Spoiler' | 'Code' | 'Pre' | 'TextUrl';

interface OpenMark {
  readonly kind: Kind;
  /** Where its content begins in the parsed text, UTF-16. */
  readonly offset: number;
  /** Where its mark stands in the source. */
  readonly begin: number;
  readonly language?: string | undefined;
}

const reserved = '_*[]()~`>#+-=|{}.!';

/** Two-character marks first: an underline is no empty italic. */
const marks: readonly (readonly [mark: string, kind: Kind])[] = [
  ['```', 'Pre'],
  ['__', 'Underline'],
  ['||', 'Spoiler'],
  ['*', 'Bold'],
  ['_', 'Italic'],
  ['~', 'Strikethrough'],
  ['`', 'Code'],
];

const types: Readonly<Record<Exclude<Kind, 'TextUrl' | 'Pre'>, string>> = {
  Bold: 'bold',
  Italic: 'italic',
  Underline: 'underline',
  Strikethrough: 'strikethrough',
  Spoiler: 'spoiler',
  Code: 'code',
};

/**
 * Parses parse_mode=MarkdownV2 as Telegram's server does, quotes of several lines and custom emoji left out.
 * @throws ApiError 400 «can't parse entities: …»
 */
export function parseMarkdownV2(source: string): FormattedText {
  return new MarkdownParser(source).parse();
}

class MarkdownParser {
  private text = '';
  private readonly open: OpenMark[] = [];
  private readonly entities: Entity[] = [];

  constructor(private readonly source: string) {}

  parse(): FormattedText {
    for (let at = 0; at < this.source.length;) at = this.step(at);
    const unclosed = this.open.at(-1);
    if (unclosed)
      throw parseError(`Can't find end of ${unclosed.kind} entity at byte offset ${this.bytesBefore(unclosed.begin)}`);
    return {
      text: this.text,
      entities: this.entities.sort((one, other) => one.offset - other.offset || other.length - one.length),
    };
  }

  private step(at: number): number {
    const character = this.source.charAt(at);
    const next = this.source.charAt(at + 1);
    if (character === '\\' && next !== '' && next.charCodeAt(0) <= 126) return this.plain(next, at + 2);
    const inner = this.open.at(-1);
    const literal = inner?.kind === 'Code' || inner?.kind === 'Pre' ? '`' : reserved;
    if (!literal.includes(character)) return this.plain(character, at + 1);
    if (inner?.kind === 'TextUrl' && character === ']') return this.closeLink(inner, at);
    const found = marks.find(([mark]) => this.source.startsWith(mark, at));
    if (inner && found && inner.kind === found[1]) return this.close(inner, at + found[0].length);
    if (inner?.kind === 'Code' || inner?.kind === 'Pre') return this.plain(character, at + 1);
    if (character === '[') return this.begin({ kind: 'TextUrl', offset: this.text.length, begin: at }, at + 1);
    if (found) return this.beginMark(found, at);
    throw parseError(`Character '${character}' is reserved and must be escaped with the preceding '\\'`);
  }

  private plain(character: string, next: number): number {
    this.text += character;
    return next;
  }

  private begin(mark: OpenMark, next: number): number {
    this.open.push(mark);
    return next;
  }

  private beginMark([mark, kind]: readonly [string, Kind], at: number): number {
    const from = at + mark.length;
    if (kind !== 'Pre') return this.begin({ kind, offset: this.text.length, begin: at }, from);
    const language = /^[^\s`]+(?=\n)/.exec(this.source.slice(from))?.[0];
    const content = from + (language?.length ?? 0);
    const next = this.source.charAt(content) === '\n' ? content + 1 : content;
    return this.begin({ kind, offset: this.text.length, begin: at, language }, next);
  }

  private close({ kind, offset, language }: OpenMark, next: number): number {
    this.open.pop();
    const place = { offset, length: this.text.length - offset };
    if (place.length === 0 || kind === 'TextUrl') return next;
    if (kind === 'Pre') this.entities.push({ type: 'pre', ...place, ...(language === undefined ? {} : { language }) });
    else this.entities.push({ type: types[kind], ...place });
    return next;
  }

  private closeLink({ offset }: OpenMark, at: number): number {
    this.open.pop();
    const place = { offset, length: this.text.length - offset };
    const hasAddress = this.source.charAt(at + 1) === '(';
    const [address, next] = hasAddress ? this.address(at + 2) : [this.text.slice(offset), at + 1];
    const url = normalUrl(address);
    if (place.length > 0 && url !== undefined) this.entities.push({ type: 'text_link', ...place, url });
    return next;
  }

  private address(from: number): [address: string, next: number] {
    let address = '';
    let at = from;
    while (at < this.source.length && this.source.charAt(at) !== ')') {
      const escaped = this.source.charAt(at) === '\\' && at + 1 < this.source.length;
      address += this.source.charAt(escaped ? at + 1 : at);
      at += escaped ? 2 : 1;
    }
    if (at >= this.source.length) throw parseError(`Can't find end of a URL at byte offset ${this.bytesBefore(from)}`);
    return [address, at + 1];
  }

  private bytesBefore(at: number): number {
    return Buffer.byteLength(this.source.slice(0, at));
  }
}

const parseError = (text: string): Error => badRequest(`can't parse entities: ${text}`);
