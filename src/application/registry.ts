import path from 'node:path';
import { createFileStore, fileIn } from '../adapters/files';
import { createRegistryReader } from '../adapters/registry/registry-reader';
import { writeWorkbook } from '../adapters/workbook';
import { ConfigError, type Config } from '../config';
import { wordsOf, type Locale } from '../i18n';
import { watchFolder, type WatchedFolder, type WatchedFolderOptions } from '../intake/registry/watched-folder';
import { createRegistryWork, type RegistryWork } from '../intake/registry/work';
import type { Leadership } from '../database/leadership';
import type { Log } from '../process/log';
import type { Desk } from '../usecases/kit/ports';
import { REGISTRY_CHANNEL } from '../usecases/registry/files';

export interface RegistryOptions {
  readonly config: Pick<Config, 'dataDir' | 'defaultLocale' | 'intakeDir'>;
  /** With connections that no press waits for. */
  readonly desk: Desk;
  readonly leadership: Leadership;
  readonly log: Log;
  /** After what has queued messages. */
  readonly wake: () => void;
}

/**
 * Registry files of ПОС, from the chat and from the watched folder. One process at a time works on them.
 * @throws ConfigError when the folder is not to be had
 */
export async function openRegistry({ config, desk, leadership, log, wake }: RegistryOptions): Promise<RegistryWork> {
  const { dataDir, defaultLocale, intakeDir } = config;
  const directory = path.join(dataDir, 'files');
  const read = createRegistryReader({
    pathOf: (sha256) => fileIn(directory, sha256),
    calendar: desk.office.calendar,
    district: desk.office.district,
    locale: defaultLocale,
    clock: desk.clock,
  });
  const folder =
    intakeDir === null
      ? null
      : await openFolder({ folder: intakeDir, desk, files: createFileStore(directory), log }, defaultLocale);
  const work = createRegistryWork({ desk, read, wake, log, folder });
  leadership.listen(REGISTRY_CHANNEL, () => work.look());
  leadership.compete('registry', { gained: () => work.start(), lost: () => work.leave() });
  return work;
}

async function openFolder(
  watched: Omit<WatchedFolderOptions, 'words' | 'writeWorkbook'>,
  locale: Locale,
): Promise<WatchedFolder> {
  const words = wordsOf(locale);
  try {
    return await watchFolder({ ...watched, writeWorkbook, words });
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    const problem = words.plain('config:intakeDir', { folder: watched.folder, reason });
    throw new ConfigError([{ variable: 'INTAKE_DIR', problem }], locale);
  }
}
