/**
 * Only such addresses open anything: a `javascript:` one of a careless bot stays where it is.
 * @param {string} address
 */
export function isOpenable(address) {
  return /^(https?|tg|mailto|tel):/i.test(address);
}

/**
 * The payload (maybe empty) of a link that starts the bot `username`, as `t.me/NAME?start=…` with http or tg:; else null.
 * Telegram lets 64 of A-Za-z0-9_- through; with anything else it starts the bot as if there were none.
 * @param {string} address
 * @param {string} username
 */
export function startPayload(address, username) {
  if (!URL.canParse(address)) return null;
  const url = new URL(address);
  const isWeb = /^https?:$/.test(url.protocol) && /^(t|telegram)\.(me|dog)$/i.test(url.hostname);
  const name = isWeb ? url.pathname.slice(1) : url.protocol === 'tg:' ? url.searchParams.get('domain') : null;
  if (name?.toLowerCase() !== username.toLowerCase()) return null;
  const payload = url.searchParams.get('start') ?? '';
  return /^[\w-]{1,64}$/.test(payload) ? payload : '';
}
