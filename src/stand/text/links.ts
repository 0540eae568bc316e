const ownProtocols = new Set(['tg:', 'ton:', 'mailto:', 'tel:']);

/** @returns why Telegram would not take this address for a link, undefined when it would */
export function linkProblem(address: string): string | undefined {
  const trimmed = address.trim();
  if (trimmed === '') return 'URL host is empty';
  const { protocol, hostname } = parsed(trimmed) ?? {};
  if (protocol === undefined || hostname === undefined) return 'Wrong HTTP URL';
  if (ownProtocols.has(protocol)) return undefined;
  if (protocol !== 'http:' && protocol !== 'https:') return 'Unsupported URL protocol';
  return hostname.includes('.') ? undefined : 'Wrong HTTP URL';
}

/** @returns the address as Telegram would keep it; undefined when it is not an address */
export function normalUrl(address: string): string | undefined {
  if (linkProblem(address) !== undefined) return undefined;
  const trimmed = address.trim();
  const url = parsed(trimmed);
  return url === undefined || ownProtocols.has(url.protocol) ? trimmed : url.href;
}

function parsed(address: string): URL | undefined {
  const whole = /^[a-z][a-z0-9+.-]*:/i.test(address) ? address : `http://${address}`;
  return URL.canParse(whole) ? new URL(whole) : undefined;
}
