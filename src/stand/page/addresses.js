/** @import { Bot, Messenger } from './shapes.d.ts' */

/**
 * Only such addresses open anything: a `javascript:` one of a careless bot stays where it is.
 * @param {string} address
 */
export function isOpenable(address) {
  return /^(https?|tg|mailto|tel):/i.test(address);
}

/** How long a payload each messenger lets through, of A-Za-z0-9_-; with anything else the bot starts as if there were none. */
const payloads = { telegram: /^[\w-]{1,64}$/, max: /^[\w-]{1,128}$/ };

/**
 * What a link starts, as `t.me/NAME?start=…` with http or tg:, and `max.ru/NAME?start=…` do; null: it starts none of the bots.
 * @param {string} address
 * @param {ReadonlyMap<Messenger, Bot>} bots
 * @returns {{ messenger: Messenger, payload: string } | null} payload: maybe empty
 */
export function startOf(address, bots) {
  if (!URL.canParse(address)) return null;
  const url = new URL(address);
  for (const [messenger, { username }] of bots) {
    if (botIn(url, messenger)?.toLowerCase() !== username.toLowerCase()) continue;
    const payload = url.searchParams.get('start') ?? '';
    return { messenger, payload: payloads[messenger].test(payload) ? payload : '' };
  }
  return null;
}

/**
 * @param {URL} url
 * @param {Messenger} messenger
 */
function botIn({ protocol, hostname, pathname, searchParams }, messenger) {
  const isWeb = /^https?:$/.test(protocol);
  if (messenger === 'max') return isWeb && /^max\.ru$/i.test(hostname) ? pathname.slice(1) : null;
  if (isWeb && /^(t|telegram)\.(me|dog)$/i.test(hostname)) return pathname.slice(1);
  return protocol === 'tg:' ? searchParams.get('domain') : null;
}
