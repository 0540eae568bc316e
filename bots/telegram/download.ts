import http from 'node:http';
import https from 'node:https';
import type { Telegram } from 'telegraf';
import { AppError } from '../../src/errors';
import type { Voice } from '../conversation/voice';
import type { Call } from './call';

/** A dead link must not hold a person's lane for ever. */
const IDLE_LIMIT_MS = 30_000;

/**
 * Bytes of a file that came through Telegram, by the way that all calls take. The link holds the bot's token, so it lives in
 * this function only: errors name the status, never the address.
 */
export function createDownload(telegram: Telegram, call: Call): Voice['download'] {
  const { agent } = telegram.options;
  return async (fileRef) => {
    const link = await telegram.getFileLink(await call('getFile', { file_id: fileRef }));
    return new Promise((resolve, reject) => {
      const fail = (what: string) => new AppError('download_failed', `${what}; it is asked for again`);
      const { get } = link.protocol === 'https:' ? https : http;
      const request = get(link, { ...(agent ? { agent } : {}), timeout: IDLE_LIMIT_MS }, (response) => {
        if (response.statusCode === 200) return resolve(response);
        response.resume();
        return reject(fail(`Telegram answered ${response.statusCode} instead of the file`));
      });
      request.on('timeout', () => request.destroy(fail('Telegram sent nothing of a file for 30 s')));
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
