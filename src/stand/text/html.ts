import { badRequest } from '../errors';
import type { Entity } from '../world/types';
import { normalUrl } from './links';

export interface FormattedText {
  readonly text: string;
  readonly entities: readonly Entity[];
}

interface OpenTag {
  readonly name: string;
  readonly argument: string;
  /** Where its content begins in the parsed text, UTF-16. */
  readonly offset: number;
}

interface StartTag {
  readonly name: string;
  readonly argument: string;
  readonly next: number;
}

const typeByTag: Readonly<Record<string, string>> = {
  a: 'text_link',
  b: 'bold',
  strong: 'bold',
  i: 'italic',
  em: 'italic',
  s: 'strikethrough',
  strike: 'strikethrough',
  del: 'strikethrough',
  u: 'underline',
  ins: 'underline',
  'tg-spoiler': 'spoiler',
  span: 'spoiler',
  'tg-emoji': 'custom_emoji',
  pre: 'pre',
  code: 'code',
  blockquote: 'blockquote',
};

const named: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"' };
const isSpace = (character: string | undefined): boolean => character !== undefined && /\s/.test(character);

/**
 * Parses parse_mode=HTML as Telegram's server does: its tags, its four named entities, its wording of errors.
 * @throws ApiError 400 «can't parse entities: …»
 */
export function parseHtml(source: string): FormattedText {
  return new HtmlParser(source).parse();
}

class HtmlParser {
  private text = '';
  private readonly open: OpenTag[] = [];
  private readonly entities: Entity[] = [];

  constructor(private readonly source: string) {}

  parse(): FormattedText {
    const { source } = this;
    for (let at = 0; at < source.length;) {
      if (source[at] === '&') {
        const [decoded, next] = decodeCharacter(source, at);
        this.text += decoded;
        at = next;
      } else if (source[at] !== '<') {
        this.text += source.charAt(at);
        at += 1;
      } else if (source[at + 1] === '/') {
        at = this.endTag(at);
      } else {
        const tag = this.startTag(at);
        this.open.push({ name: tag.name, argument: tag.argument, offset: this.text.length });
        at = tag.next;
      }
    }
    const unclosed = this.open.at(-1);
    if (unclosed) throw parseError(`Can't find end tag corresponding to start tag "${unclosed.name}"`);
    return {
      text: this.text,
      entities: this.entities.sort((one, other) => one.offset - other.offset || other.length - one.length),
    };
  }

  private startTag(begin: number): StartTag {
    const { source } = this;
    let at = begin + 1;
    while (at < source.length && !isSpace(source[at]) && source[at] !== '>') at += 1;
    if (at === source.length) throw parseError(`Unclosed start tag at byte offset ${this.bytesBefore(begin)}`);
    const name = source.slice(begin + 1, at).toLowerCase();
    if (!Object.hasOwn(typeByTag, name))
      throw parseError(`Unsupported start tag "${name}" at byte offset ${this.bytesBefore(begin)}`);
    let argument = '';
    for (;;) {
      while (isSpace(source[at])) at += 1;
      if (at >= source.length)
        throw parseError(`Unclosed start tag "${name}" at byte offset ${this.bytesBefore(begin)}`);
      if (source[at] === '>') break;
      const attribute = this.attribute(name, begin, at);
      at = attribute.next;
      argument = argumentOf(name, attribute) ?? argument;
    }
    if (name === 'span' && argument !== 'tg-spoiler')
      throw parseError(`Tag "span" must have class "tg-spoiler" at byte offset ${this.bytesBefore(begin)}`);
    return { name, argument, next: at + 1 };
  }

  private attribute(tag: string, begin: number, from: number): { name: string; value: string; next: number } {
    const { source } = this;
    let at = from;
    while (at < source.length && !isSpace(source[at]) && source[at] !== '=' && source[at] !== '>') at += 1;
    const name = source.slice(from, at);
    if (name === '')
      throw parseError(`Empty attribute name in the tag "${tag}" at byte offset ${this.bytesBefore(begin)}`);
    while (isSpace(source[at])) at += 1;
    if (source[at] !== '=') {
      if (tag === 'blockquote' && name === 'expandable') return { name, value: '', next: at };
      throw parseError(
        `Expected equal sign in declaration of an attribute of the tag "${tag}" at byte offset ${this.bytesBefore(begin)}`,
      );
    }
    at += 1;
    while (isSpace(source[at])) at += 1;
    if (at >= source.length) throw parseError(`Unclosed start tag at byte offset ${this.bytesBefore(begin)}`);
    const quote = source[at];
    if (quote !== '"' && quote !== "'") {
      const token = /^[A-Za-z0-9.-]*/.exec(source.slice(at))?.[0] ?? '';
      const next = at + token.length;
      if (!isSpace(source[next]) && source[next] !== '>')
        throw parseError(`Unexpected end of name token at byte offset ${this.bytesBefore(at)}`);
      return { name, value: token.toLowerCase(), next };
    }
    at += 1;
    let value = '';
    while (at < source.length && source[at] !== quote) {
      const [decoded, next] = source[at] === '&' ? decodeCharacter(source, at) : [source[at] ?? '', at + 1];
      value += decoded;
      at = next;
    }
    if (at >= source.length) throw parseError(`Unclosed start tag at byte offset ${this.bytesBefore(begin)}`);
    return { name, value, next: at + 1 };
  }

  private endTag(begin: number): number {
    const { source } = this;
    const tag = this.open.pop();
    if (!tag) throw parseError(`Unexpected end tag at byte offset ${this.bytesBefore(begin)}`);
    let at = begin + 2;
    while (at < source.length && !isSpace(source[at]) && source[at] !== '>') at += 1;
    const name = source.slice(begin + 2, at).toLowerCase();
    while (isSpace(source[at])) at += 1;
    if (source[at] !== '>') throw parseError(`Unclosed end tag at byte offset ${this.bytesBefore(begin)}`);
    if (name !== '' && name !== tag.name)
      throw parseError(
        `Unmatched end tag at byte offset ${this.bytesBefore(begin)}, expected "</${tag.name}>", found "</${name}>"`,
      );
    if (this.text.length > tag.offset) this.close(tag);
    return at + 1;
  }

  private close(tag: OpenTag): void {
    const place = { offset: tag.offset, length: this.text.length - tag.offset };
    const content = this.text.slice(tag.offset);
    switch (tag.name) {
      case 'a': {
        const link = linkEntity(tag.argument === '' ? content : tag.argument, place);
        if (link) this.entities.push(link);
        return;
      }
      case 'tg-emoji':
        this.entities.push({ type: 'custom_emoji', ...place, custom_emoji_id: tag.argument });
        return;
      case 'blockquote':
        this.entities.push({ type: tag.argument === 'expandable' ? 'expandable_blockquote' : 'blockquote', ...place });
        return;
      case 'pre': {
        const code = this.entities.findIndex(
          ({ type, offset, length }) => type === 'code' && offset === place.offset && length === place.length,
        );
        const language = code === -1 ? undefined : this.entities.splice(code, 1)[0]?.language;
        this.entities.push({ type: 'pre', ...place, ...(language === undefined ? {} : { language }) });
        return;
      }
      case 'code':
        // The language matters only when the code turns out to fill a <pre>; the last pass drops it elsewhere.
        this.entities.push({ type: 'code', ...place, ...(tag.argument === '' ? {} : { language: tag.argument }) });
        return;
      default:
        this.entities.push({ type: typeByTag[tag.name] ?? tag.name, ...place });
    }
  }

  private bytesBefore(at: number): number {
    return Buffer.byteLength(this.source.slice(0, at));
  }
}

const parseError = (text: string): Error => badRequest(`can't parse entities: ${text}`);

function argumentOf(tag: string, { name, value }: { name: string; value: string }): string | undefined {
  if (tag === 'a' && name === 'href') return value;
  if (tag === 'span' && name === 'class') return value;
  if (tag === 'tg-emoji' && name === 'emoji-id') return value;
  if (tag === 'code' && name === 'class' && value.startsWith('language-')) return value.slice('language-'.length);
  if (tag === 'blockquote' && name === 'expandable') return 'expandable';
  return undefined;
}

/** A link that is none is shown as plain text, without an error. */
function linkEntity(address: string, place: { offset: number; length: number }): Entity | undefined {
  const mention = /^tg:\/\/user\?id=(\d+)$/.exec(address.trim());
  if (mention)
    return { type: 'text_mention', ...place, user: { id: Number(mention[1]), is_bot: false, first_name: '' } };
  const url = normalUrl(address);
  return url === undefined ? undefined : { type: 'text_link', ...place, url };
}

function decodeCharacter(source: string, at: number): [text: string, next: number] {
  const entity = /^&(?:#x([0-9a-f]{1,6})|#([0-9]{1,7})|([a-z]+));?/i.exec(source.slice(at, at + 16));
  if (!entity) return ['&', at + 1];
  const [whole, hexadecimal, decimal, name] = entity;
  if (name !== undefined) {
    const character = Object.hasOwn(named, name) ? named[name] : undefined;
    return character === undefined ? ['&', at + 1] : [character, at + whole.length];
  }
  const code = hexadecimal === undefined ? Number(decimal) : Number.parseInt(hexadecimal, 16);
  if (code === 0 || code >= 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return ['&', at + 1];
  return [String.fromCodePoint(code), at + whole.length];
}
