import type { Agent } from 'node:http';

/**
 * TELEGRAM_PROXY as the agent of every connection to Telegram; undefined: straight. By socks5:// this machine looks Telegram's
 * name up, by socks5h:// and http(s):// the proxy does, which helps where the network answers with a wrong address. Its library
 * is loaded only where there is a proxy: it costs a start some 100 ms and the process 10 MB.
 */
export async function proxyAgent(proxy: string | null): Promise<Agent | undefined> {
  if (proxy === null) return undefined;
  if (proxy.startsWith('socks')) {
    const { SocksProxyAgent } = await import('socks-proxy-agent');
    return new SocksProxyAgent(proxy);
  }
  const { HttpsProxyAgent } = await import('https-proxy-agent');
  return new HttpsProxyAgent(proxy);
}
