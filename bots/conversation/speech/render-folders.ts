import { createFolderSending } from './folder-files';
import { skipped, toPerson, type DeliveringDeps, type Renderers } from './renderer';

/** «Папка для проверки», made when it is sent. */
export function folders(deps: DeliveringDeps): Renderers<'folder'> {
  const send = createFolderSending(deps);
  return {
    folder: toPerson(deps, async (official, { appealId }, { chatId }) => {
      const message = await send(official, appealId, chatId);
      return message === null ? skipped('the folder is not theirs any more') : { outcome: 'sent', message };
    }),
  };
}
