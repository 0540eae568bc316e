import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import type { Telegram } from 'telegraf';
import { codeOf } from '../../src/errors';
import type { Voice } from '../conversation/kit/voice';
import { bytesBehind, downloadFailed } from '../messenger/download';
import type { Call } from './call';
import { TELEGRAM_SERVICE } from './service';

const TELEGRAM_HOST = 'api.telegram.org';

/** Bytes of a file that came through Telegram. */
export function createDownload(telegram: Telegram, call: Call): Voice['download'] {
  return async (fileRef) => {
    const file = await call('getFile', { file_id: fileRef });
    return file.file_path !== undefined && path.isAbsolute(file.file_path)
      ? fromDisk(telegram, path.normalize(file.file_path))
      : // by the way that all calls take
        bytesBehind(await telegram.getFileLink(file), { ...TELEGRAM_SERVICE, agent: telegram.options.agent });
  };
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
    throw downloadFailed('The server named a file of this machine that is not in the folder of this bot');
  const found = await stat(file).catch((error: unknown) => codeOf(error) || 'unknown');
  if (typeof found === 'string' || !found.isFile())
    throw downloadFailed(
      `The Bot API server has put a file where the bot can't read it (${typeof found === 'string' ? found : 'no file'}): give ` +
        'the bot its --dir under the same path, readable',
    );
  return createReadStream(file);
}
