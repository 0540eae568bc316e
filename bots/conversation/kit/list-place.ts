import { listMoved } from '../../../src/usecases/kit/places';
import { endDialog, openFormOf } from '../../../src/usecases/kit/form-engine';
import type { MessageRef } from '../../../src/usecases/kit/ports';
import type { Screen } from './screen';
import type { Talk } from './talk';
import type { Turn } from './turn';

/** A menu or a list at the bottom of the chat: the former one goes, and so does a search that still waits for words. */
export async function showList(talk: Talk, turn: Turn, screen: Screen): Promise<void> {
  const { desk, voice } = talk;
  const { official, chatId } = turn;
  const open = await openFormOf(desk, official.personId);
  const search = open?.subject === SEARCH ? await endDialog(desk, official.personId, 'done') : null;
  const message = await voice.send(chatId, screen, { silent: true });
  await listShown(talk, turn, message);
  if (search && search.messageRef !== null) await voice.remove(search.messageRef);
}

/** The subject of the dialog whose message becomes a list. */
export const SEARCH = 'find';

/** The list is in this message now; the former one goes. */
export async function listShown({ desk, voice }: Talk, { official }: Turn, message: MessageRef): Promise<void> {
  const former = await listMoved(desk, official, message);
  if (former !== null) await voice.remove(former);
}
