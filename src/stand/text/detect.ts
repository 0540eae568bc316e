import type { Entity } from '../world/types';

const letter = '\\p{L}\\p{N}_';

/** In this order: what an earlier pattern has found, a later one leaves alone. */
const patterns: readonly (readonly [type: string, pattern: RegExp])[] = [
  [
    'url',
    new RegExp(
      `(?<![${letter}@.])(?:https?://[^\\s<>"«»]+|(?:[\\p{L}\\p{N}-]+\\.)+(?:com|org|net|ru|me|su|tatar|info|рф)(?![${letter}])(?:[/?#][^\\s<>"«»]*)?)`,
      'giu',
    ),
  ],
  ['email', new RegExp(`(?<![${letter}.+-])[a-z0-9._%+-]+@(?:[a-z0-9-]+\\.)+[a-z]{2,}(?![${letter}])`, 'giu')],
  ['bot_command', new RegExp(`(?<![${letter}/@<>])/[a-z0-9_]{1,64}(?:@[a-z0-9_]{3,32})?(?![${letter}/])`, 'giu')],
  ['mention', new RegExp(`(?<![${letter}])@[a-z0-9_]{3,32}(?![${letter}])`, 'giu')],
  ['hashtag', new RegExp(`(?<![${letter}])#(?=[\\p{N}_]*\\p{L})[${letter}]{1,256}`, 'giu')],
  ['phone_number', /(?<![\p{L}\p{N}+])\+\d(?:[ ()-]{0,2}\d){9,13}(?!\d)/gu],
];

/** Links, commands, mentions and the like that Telegram marks by itself, in the order of their places. */
export function detectEntities(text: string): Entity[] {
  const found: Entity[] = [];
  for (const [type, pattern] of patterns) {
    for (const match of text.matchAll(pattern)) {
      const length = type === 'url' ? match[0].replace(/[.,:;!?)'\]]+$/, '').length : match[0].length;
      const free = !found.some(
        (other) => match.index < other.offset + other.length && other.offset < match.index + length,
      );
      if (free) found.push({ type, offset: match.index, length });
    }
  }
  return found.sort((one, other) => one.offset - other.offset);
}
