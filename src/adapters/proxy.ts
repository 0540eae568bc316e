import type { Agent } from 'node:http';
import { HttpsProxyAgent } from 'https-proxy-agent';
import { SocksProxyAgent } from 'socks-proxy-agent';

/** TELEGRAM_PROXY, http(s):// or socks5://, as the agent of every connection to Telegram; undefined: straight. */
export function proxyAgent(proxy: string | null): Agent | undefined {
  if (proxy === null) return undefined;
  return proxy.startsWith('socks') ? new SocksProxyAgent(proxy) : (new HttpsProxyAgent(proxy) as unknown as Agent);
}
