import http from 'node:http';
import https from 'node:https';
import type { Readable } from 'node:stream';
import { AppError } from '../../src/errors';

/** A dead link must not hold a person's lane for ever. */
const IDLE_LIMIT_MS = 30_000;

/** A file that did not come, which is asked for again. */
export const downloadFailed = (what: string, params: Readonly<Record<string, number>> = {}) =>
  new AppError('download_failed', `${what}; it is asked for again`, params);

/**
 * Bytes of a file by its link. The link may hold the bot's token: errors name the status, never the address.
 * @param name of the messenger, for the errors
 * @throws AppError `download_failed`
 */
export function bytesBehind(
  link: URL,
  { name, agent }: { name: string; agent: http.Agent | undefined },
): Promise<Readable> {
  return new Promise((resolve, reject) => {
    const { get } = link.protocol === 'https:' ? https : http;
    const request = get(link, { ...(agent ? { agent } : {}), timeout: IDLE_LIMIT_MS }, (response) => {
      if (response.statusCode === 200) return resolve(response);
      response.resume();
      const { statusCode: status = 0 } = response;
      return reject(downloadFailed(`${name} answered ${status} instead of the file`, { status }));
    });
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
