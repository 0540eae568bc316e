import { Account } from '../../../entities/account';
import { columns, type RowOf } from '../../database/columns';
import { statement, type Transaction } from '../../database/database';
import { say, type Message } from '../messages';
import { tellIfNobodyCoordinates } from '../people/nobody-coordinates';
import { holdersOfRole } from '../people/officials';
import { soundsForAll } from '../people/on-duty';
import { circumstances, type Desk } from '../ports';
import { tellOfLowMarks } from './marks';
import type { FileState } from './registry-files';

const CHAT = columns(Account, ['messenger', 'chatId']);
const chatOfPerson = statement(
  'registry.chat-of-person',
  `select ${CHAT} from account where is_home and person_id = $1`,
);

/** Whoever has sent the file sees what becomes of it, in one message that is drawn anew. */
export async function tellOfFile(tx: Transaction, { id, personId }: FileState, now: Date): Promise<void> {
  const to = personId === null ? null : await chatOf(tx, personId);
  if (!to || personId === null) return;
  const key = `registry:${id}:person:${personId}`;
  await say(
    tx,
    [{ key, to, kind: 'registryFile', params: { personId, fileId: id }, silent: true, mergeable: true }],
    now,
  );
}

/** A question about a file that nobody has sent goes to every coordinator: whoever is first has answered for all. */
export async function tellOfQuestion(tx: Transaction, desk: Desk, { id, source, asked }: FileState): Promise<void> {
  if (source !== 'folder' || !asked) return;
  const now = desk.clock.now();
  const sounds = await soundsForAll(tx, circumstances(desk));
  const coordinators = await holdersOfRole(tx, 'coordinator');
  await say(
    tx,
    coordinators.map(({ id: reader, ...to }): Message => {
      const key = `registry:${id}:asks:${asked.layout.slice(0, 16)}:person:${reader}`;
      return { key, to, kind: 'registryAsks', params: { personId: reader, fileId: id }, silent: !sounds(reader) };
    }),
    now,
  );
}

/** Rows in error go to whoever has sent the file, as a file to be corrected and sent again. Once, when they are known. */
export async function tellOfErrors(tx: Transaction, { id, personId, counts }: FileState, now: Date): Promise<void> {
  const to = counts.bad > 0 && personId !== null ? await chatOf(tx, personId) : null;
  if (!to || personId === null) return;
  const key = `registry:${id}:errors:person:${personId}`;
  await say(tx, [{ key, to, kind: 'registryErrors', params: { personId, fileId: id }, silent: true }], now);
}

/**
 * The file is over: every other coordinator gets one message with counts, however large it was, if there is something in it for
 * them. Nobody has sent what came into the folder, so all of them hear what is wrong with it.
 */
export async function tellOfEnd(tx: Transaction, desk: Desk, file: FileState): Promise<void> {
  await tellOfLowMarks(tx, desk, file);
  const { id, personId, counts, result, source, state, grownFromId, layout, onlyFresh } = file;
  const isLeftOut = (counts.held ?? 0) > 0 || (layout?.leftOut ?? []).length > 0 || (onlyFresh && counts.changed > 0);
  const isTrouble = source === 'folder' && (counts.bad > 0 || isLeftOut || state === 'refused' || grownFromId !== null);
  if (result.open + result.finished + result.changed === 0 && !isTrouble) return;
  const now = desk.clock.now();
  await tellIfNobodyCoordinates(tx, now);
  const sounds = await soundsForAll(tx, circumstances(desk));
  const isNews = result.open > 0 || isTrouble;
  const others = (await holdersOfRole(tx, 'coordinator')).filter((person) => person.id !== personId);
  await say(
    tx,
    others.map(({ id: reader, ...to }): Message => {
      const key = `registry:${id}:done:person:${reader}`;
      return {
        key,
        to,
        kind: 'registryDone',
        params: { personId: reader, fileId: id },
        silent: !isNews || !sounds(reader),
      };
    }),
    now,
  );
}

const chatOf = async (tx: Transaction, personId: number): Promise<RowOf<typeof CHAT> | null> =>
  (await tx.query<RowOf<typeof CHAT>>(chatOfPerson, [personId]))[0] ?? null;
