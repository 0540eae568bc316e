import type { Talk, Told } from './talk';
import type { Turn } from './turn';
import { dialogShown } from '../../../src/usecases/kit/form-engine';
import type { FormRow } from '../../../src/usecases/kit/form-store';

/** The presser's own card: where it is, or at the bottom when words were typed after it or it is nowhere. */
export async function showCard(
  { cards }: Talk,
  { official, message, came }: Turn,
  appealId: number,
  told: Told = {},
): Promise<void> {
  if (came.what === 'press' && (await cards.redraw(official, 'appeal', appealId, told)))
    return cards.removeStray(official, 'appeal', appealId, message);
  await cards.bring(official, 'appeal', appealId, told);
}

/** What another has displaced: where its question stood is the way back to it; where nothing was said, nothing. */
export async function leaveAside(talk: Talk, turn: Turn, ended: FormRow): Promise<void> {
  if (!(await standsAside(talk, turn, ended))) await formLeaves(talk, turn, ended);
}

/** Its question goes: from its card, or with its message. */
export async function formLeaves(
  { voice, cards }: Talk,
  { official }: Turn,
  { appealId, messageRef }: FormRow,
): Promise<void> {
  if (appealId !== null) await cards.redraw(official, 'appeal', appealId);
  else if (messageRef !== null) await voice.remove(messageRef);
}

/** False: nobody has said anything in it, or it stands in a card. */
export async function standsAside(talk: Talk, turn: Turn, ended: FormRow): Promise<boolean> {
  const { desk, voice, asides } = talk;
  const { revision, appealId, subject, messageRef, heard } = ended;
  // What has begun it comes again.
  const isSame = heard.includes(turn.message);
  const screen = revision === 0 || isSame || appealId !== null ? null : await asides.get(subject)?.(turn, ended);
  if (!screen) return false;
  // Where it was pressed, another question comes.
  const isElsewhere = messageRef !== null && messageRef !== turn.message;
  if (isElsewhere && (await voice.edit(messageRef, screen))) return true;
  await dialogShown(desk, ended.id, await voice.send(turn.chatId, screen, { silent: true }));
  return true;
}
