import http from 'node:http';
import https from 'node:https';
import type { Agent } from 'node:http';
import type { Telegram } from 'telegraf';
import { AppError } from '../errors';

/** A dead link must not hold a person's lane for ever. */
const IDLE_LIMIT_MS = 30_000;

/**
 * Bytes of a file that came through Telegram. The link holds the bot's token, so it lives in this function only: errors
 * name the status, never the address.
 */
export function createDownload(
  telegram: Telegram,
  agent: Agent | undefined,
): (fileId: string) => Promise<AsyncIterable<Uint8Array>> {
  return async (fileId) => {
    const link = await telegram.getFileLink(fileId);
    return new Promise((resolve, reject) => {
      const { get } = link.protocol === 'https:' ? https : http;
      const request = get(link, { ...(agent ? { agent } : {}), timeout: IDLE_LIMIT_MS }, (response) => {
        if (response.statusCode === 200) return resolve(response);
        response.resume();
        return reject(
          new AppError(
            'download_failed',
            `Telegram answered ${response.statusCode} instead of the file; it is asked for again`,
          ),
        );
      });
      request.on('timeout', () =>
        request.destroy(
          new AppError('download_failed', 'Telegram sent nothing of a file for 30 s; it is asked for again'),
        ),
      );
      request.on('error', (error: NodeJS.ErrnoException) =>
        reject(
          error instanceof AppError
            ? error
            : new AppError('download_failed', `A file could not be fetched: ${error.code ?? 'network error'}`),
        ),
      );
    });
  };
}
