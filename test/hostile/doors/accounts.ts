import { PEOPLE, type Who } from '../../support/world';
import type { Case, Door } from '../door';
import type { HostileOffice } from '../office';

// An admin's phone is in strange hands, and so is whoever's who presses here: what waits for a second word stays waiting.

/** Brings in what it is. @returns what has been said by then */
type Given = (office: HostileOffice) => Promise<() => Promise<string>>;

const STRANGER = 900_000_002;
const ANYTHING = /[А-Яа-яё]{3}/;
const TAPS = 20;
let updates = 0;

/** What one admin alone wants, and the ids of it. */
const ASK = `insert into access_change (matter, person_id, by_id, source, messenger, user_id, chat_id, is_started, former_user_id, former_chat_id, state, asked_at, due_at)
  select matter, p.id, (select id from person where name = $1), 'chat', 'telegram', $3, $3, true, a.user_id, a.chat_id, 'waits', now(), now() + interval '10 days'
  from unnest(array['account', 'approve', 'administer']) matter, person p join account a on a.person_id = p.id where p.name = $2 order by matter
  returning id, matter`;
type Asked = readonly { readonly id: number; readonly matter: string }[];
const asked = new WeakMap<HostileOffice, Asked>();
const idsOf = (office: HostileOffice, matter?: string) =>
  (asked.get(office) ?? [])
    .filter((one) => matter === undefined || one.matter === matter)
    .map(({ id }) => id.toString(36));

const press = async (office: HostileOffice, who: Who, data: string): Promise<string> => {
  const phone = office.phone(who);
  return (await phone.pressData((await phone.lastId()) || 1, data)).text ?? '';
};
const presses = (name: string, who: Who, dataOf: (office: HostileOffice) => readonly string[]): Case<Given> => ({
  name,
  make: () => async (office) => {
    const toasts: string[] = [];
    for (const data of dataOf(office)) toasts.push(await press(office, who, data));
    return async () => toasts.join('\n');
  },
  says: ANYTHING,
});
/** Of somebody whom nobody knows. */
const injected = (name: string, dataOf: (office: HostileOffice) => readonly string[]): Case<Given> => ({
  name,
  make: () => async (office) => {
    const from = { id: STRANGER, is_bot: false, first_name: 'Кто-то' };
    const chat = { id: STRANGER, type: 'private', first_name: 'Кто-то' };
    for (const data of dataOf(office))
      office.wire.inject({
        callback_query: {
          id: `access${(updates += 1)}`,
          from,
          chat_instance: 'x',
          data,
          message: { message_id: 1, date: 1, chat },
        },
      });
    await office.quiet();
    return async () => '';
  },
  says: null,
});
const words = (office: HostileOffice, word: string, state: string) =>
  idsOf(office).map((id) => `x:isMe:${id}:${word}:${state}`);

const CASES: readonly Case<Given>[] = [
  presses('the admin who wants it confirms it', 'supervisor', (office) => words(office, 'yes', 'waits')),
  presses('the same by many taps', 'supervisor', (office) =>
    Array.from({ length: TAPS }, () => words(office, 'yes', 'waits')).flat(),
  ),
  presses('an executor confirms it', 'executor', (office) => words(office, 'yes', 'waits')),
  presses('an executor ends it', 'executor', (office) => words(office, 'no', 'waits')),
  presses('a right is confirmed by whom it is for', 'approver', (office) =>
    idsOf(office, 'administer').map((id) => `x:isMe:${id}:yes:waits`),
  ),
  presses('it is taken for done', 'approver', (office) => words(office, 'no', 'done')),
  presses('it is taken for contested', 'approver', (office) => words(office, 'yes', 'contested')),
  presses('a change that is none', 'approver', () => ['x:isMe:zzzzzz:yes:waits']),
  presses('a word that is none', 'approver', (office) => idsOf(office).map((id) => `x:isMe:${id}:maybe:waits`)),
  presses('a state that is none', 'approver', (office) => idsOf(office).map((id) => `x:isMe:${id}:yes:anything`)),
  presses('an executor would do without a second word', 'executor', () => ['x:guard:0']),
  presses('an executor looks what waits', 'executor', (office) => [
    'x:accesses',
    ...idsOf(office).map((id) => `x:access:${id}`),
  ]),
  injected('a stranger confirms it', (office) => words(office, 'yes', 'waits')),
  injected('a stranger says «Это не я»', (office) => words(office, 'no', 'done')),
];

const STANDS = `select matter, state from access_change order by id`;
const RIGHTS = `select p.name, array_to_string(p.roles, ',') as roles, p.can_approve, a.user_id, a.held_since from person p left join account a on a.person_id = p.id order by p.id, a.messenger`;

/** Presses about whose account it is that somebody comes in by. */
export const accounts: Door<Given> = {
  name: 'accounts',
  cases: CASES,
  short: ['the admin who wants it confirms it', 'a right is confirmed by whom it is for', 'a stranger confirms it'],
  async prepare() {
    return {
      async enter(office) {
        for (const who of ['supervisor', 'executor', 'approver'] as const) await office.phone(who).say('/start');
        await office.appeal();
        asked.set(office, await office.rows(ASK, [PEOPLE.supervisor.name, PEOPLE.approver.name, String(STRANGER)]));
        const look = async () => JSON.stringify([await office.rows(STANDS), await office.rows(RIGHTS)]);
        const before = await look();
        return {
          give: (given) => given(office),
          async beside() {
            const now = await look();
            return now === before ? [] : [`something was done: ${now}`];
          },
        };
      },
    };
  },
};
