import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import http from 'node:http';
import https from 'node:https';
import path from 'node:path';
import type { Readable } from 'node:stream';
import type { Telegram } from 'telegraf';
import { AppError } from '../../src/errors';
import type { Voice } from '../conversation/voice';
import type { Call } from './call';

/** A dead link must not hold a person's lane for ever. */
const IDLE_LIMIT_MS = 30_000;
const TELEGRAM_HOST = 'api.telegram.org';

const fail = (what: string, params: Readonly<Record<string, number>> = {}) =>
  new AppError('download_failed', `${what}; it is asked for again`, params);

const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'unknown';

/** Bytes of a file that came through Telegram. */
export function createDownload(telegram: Telegram, call: Call): Voice['download'] {
  return async (fileRef) => {
    const file = await call('getFile', { file_id: fileRef });
    return file.file_path !== undefined && path.isAbsolute(file.file_path)
      ? fromDisk(telegram, path.normalize(file.file_path))
      : fromServer(telegram, await telegram.getFileLink(file));
  };
}

/**
 * By the way that all calls take. The link holds the bot's token, so it lives in this function only: errors name the status,
 * never the address.
 */
function fromServer({ options: { agent } }: Telegram, link: URL): Promise<Readable> {
  return new Promise((resolve, reject) => {
    const { get } = link.protocol === 'https:' ? https : http;
    const request = get(link, { ...(agent ? { agent } : {}), timeout: IDLE_LIMIT_MS }, (response) => {
      if (response.statusCode === 200) return resolve(response);
      response.resume();
      const { statusCode: status = 0 } = response;
      return reject(fail(`Telegram answered ${status} instead of the file`, { status }));
    });
    request.on('timeout', () => request.destroy(fail('Telegram sent nothing of a file for 30 s')));
    request.on('error', (error: NodeJS.ErrnoException) =>
      reject(
        error instanceof AppError ? error : fail(`A file could not be fetched (${error.code ?? 'network error'})`),
      ),
    );
  });
}

/**
 * A Bot API server of the office's own, started with `--local`, says where on the disk it has put the file. Telegram's does not,
 * and whoever is asked instead of it must not have another file of this machine read: only of the folder that such a server
 * keeps for this bot, named by its token or by the number in front of it. The path is as secret as the token.
 */
async function fromDisk({ token, options: { apiRoot } }: Telegram, file: string): Promise<Readable> {
  const number = token.split(':')[0] ?? '';
  const isOurs = (folder: string) => folder.split(/[:~]/)[0] === number;
  if (new URL(apiRoot).hostname === TELEGRAM_HOST || !path.dirname(file).split(path.sep).some(isOurs))
    throw fail('The server named a file of this machine that is not in the folder of this bot');
  const found = await stat(file).catch((error: unknown) => codeOf(error));
  if (typeof found === 'string' || !found.isFile())
    throw fail(
      `The Bot API server has put a file where the bot can't read it (${typeof found === 'string' ? found : 'no file'}): give ` +
        'the bot its --dir under the same path, readable',
    );
  return createReadStream(file);
}
