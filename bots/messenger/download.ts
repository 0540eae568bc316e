import http from 'node:http';
import https from 'node:https';
import { lookup as lookupAny } from 'node:dns';
import { BlockList, type LookupFunction } from 'node:net';
import type { Readable } from 'node:stream';
import { AppError } from '../../src/errors';

/** A dead link must not hold a person's lane for ever. */
const IDLE_LIMIT_MS = 30_000;
/** Twenty megabytes by a line of one megabit: what comes drop by drop is no better than a dead link. */
const WHOLE_LIMIT_MS = 180_000;

/** A file that did not come, which is asked for again. */
export const downloadFailed = (what: string, params: Readonly<Record<string, number>> = {}) =>
  new AppError('download_failed', `${what}; it is asked for again`, params);

interface Way {
  /** Of the messenger, for the errors. */
  readonly name: string;
  readonly agent: http.Agent | undefined;
  readonly lookup?: LookupFunction;
  /** From the question to the last byte. */
  readonly wholeLimitMs?: number;
}

/**
 * Bytes of a file by its link. The link may hold the bot's token: errors name the status, never the address.
 * @throws AppError `download_failed`
 */
export function bytesBehind(link: URL, { name, agent, lookup, wholeLimitMs = WHOLE_LIMIT_MS }: Way): Promise<Readable> {
  return new Promise((resolve, reject) => {
    const { get } = link.protocol === 'https:' ? https : http;
    const request = get(
      link,
      { ...(agent ? { agent } : {}), ...(lookup ? { lookup } : {}), timeout: IDLE_LIMIT_MS },
      (response) => {
        if (response.statusCode === 200) {
          // whoever reads it hears why it ends
          limited.push(response);
          return resolve(response);
        }
        response.resume();
        const { statusCode: status = 0 } = response;
        return reject(downloadFailed(`${name} answered ${status} instead of the file`, { status }));
      },
    );
    const limited: { destroy(error: Error): unknown }[] = [request];
    const limit = setTimeout(() => {
      const slow = downloadFailed(`${name} did not send a whole file within ${wholeLimitMs / 1_000} s`);
      for (const one of limited.toReversed()) one.destroy(slow);
    }, wholeLimitMs);
    request.on('close', () => clearTimeout(limit));
    request.on('timeout', () => request.destroy(downloadFailed(`${name} sent nothing of a file for 30 s`)));
    request.on('error', (error: NodeJS.ErrnoException) =>
      reject(
        error instanceof AppError
          ? error
          : downloadFailed(`A file could not be fetched (${error.code ?? 'network error'})`),
      ),
    );
  });
}

/** Of this machine, of the office's network, and of nobody. */
const INSIDE = new BlockList();
for (const [net, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
] as const)
  INSIDE.addSubnet(net, prefix, 'ipv4');
for (const [net, prefix] of [
  ['::', 127],
  ['::ffff:0:0', 96],
  ['fc00::', 7],
  ['fe80::', 10],
] as const)
  INSIDE.addSubnet(net, prefix, 'ipv6');

/** Addresses of a name, unless one of them is of a private network: whoever has the name there could lead us anywhere in it. */
export const lookupOutside: LookupFunction = (hostname, options, callback) =>
  lookupAny(hostname, { ...options, all: true }, (error, found) => {
    const [first] = found ?? [];
    if (error || !first) return callback(error ?? downloadFailed(`${hostname} has no address`), '', 0);
    if (found.some(({ address, family }) => INSIDE.check(address, family === 6 ? 'ipv6' : 'ipv4')))
      return callback(downloadFailed(`${hostname} is an address of a private network`, { status: 403 }), '', 0);
    return options.all ? callback(null, found) : callback(null, first.address, first.family);
  });
