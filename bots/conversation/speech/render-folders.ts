import { maySee } from '../../../src/regulation/rights';
import { createFolderMaking } from './folder-files';
import { done, skipped, toPerson, type DeliveringDeps, type Renderers } from './renderer';

const NOT_THEIRS = skipped('the folder is not theirs any more');

/** «Папка для проверки», made when it is sent; its parts follow, a message each. */
export function folders(deps: DeliveringDeps): Renderers<'folder' | 'folderPart'> {
  const { voice, folders: kept } = deps;
  const make = createFolderMaking(deps);
  return {
    folder: toPerson(deps, async (official, { appealId }, message) => {
      const made = await make(official, appealId, message);
      if (made === null) return NOT_THEIRS;
      return made.told === null ? done : { outcome: 'sent', message: made.told };
    }),
    folderPart: toPerson(deps, async (official, { file, name }, { chatId }) => {
      if (!maySee(official, 'folder')) return NOT_THEIRS;
      const bytes = await kept.read(file);
      // It goes as soon as it has arrived, so it has.
      if (bytes === null) return skipped('the part is gone');
      const message = await voice.sendFile(chatId, name, bytes);
      return { outcome: 'sent', message, remember: () => kept.remove(file).catch(() => undefined) };
    }),
  };
}
