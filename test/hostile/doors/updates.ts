import type { ServerResponse } from 'node:http';
import { card } from '../../support/office-work';
import { randomOf } from '../../support/random';
import { PEOPLE, type Who } from '../../support/world';
import type { AtDoor, Case, Door } from '../door';
import type { HostileOffice } from '../office';
import { saysAnyOf } from '../words';

/** Brings in what it is. @returns what has been said by then, beside the chats of whoever is concerned */
type Given = (office: HostileOffice) => Promise<() => Promise<string>>;

const MEGABYTE = 1_000_000;
const STRANGER = 900_000_001;
const executor: number = PEOPLE.executor.telegramId;
/** The bot says something to whoever has said or pressed something. */
const ANYTHING = /[А-Яа-яё]{3}/;

const SET_ASIDE = saysAnyOf('notice:parked', 'notice:parkedUpdates');

const many = <Of>(count: number, make: (index: number) => Of): Of[] =>
  Array.from({ length: count }, (_, index) => make(index));
const from = (id: number): object => ({ id, is_bot: false, first_name: 'Кто\u202eто' });
const privately = (id: number): object => ({ id, type: 'private', first_name: 'Кто-то' });
let messageId = 80_000;
const message = (more: object, id = executor): object => ({
  message: { message_id: (messageId += 1), date: 1_796_000_000, from: from(id), chat: privately(id), ...more },
});

/** Said by whoever sent it, since it came in. */
const heardBy =
  (...who: readonly Who[]) =>
  async (office: HostileOffice): Promise<() => Promise<string>> => {
    const before = await Promise.all(who.map((one) => office.phone(one).lastId()));
    return async () => {
      const all = await Promise.all(
        who.map(async (one, index) =>
          (await office.phone(one).messages()).filter(({ message_id: id }) => id > (before[index] ?? 0)),
        ),
      );
      return all
        .flat()
        .map(({ text, caption }) => text ?? caption ?? '')
        .join('\n');
    };
  };

/** Updates that no Telegram sends; of an official's, unless said otherwise. */
const updates = (name: string, make: () => readonly object[], says: RegExp | null = null): Case<Given> => ({
  name,
  make: () => {
    const made = make();
    return async (office) => {
      const heard = await heardBy('executor', 'supervisor')(office);
      office.wire.inject(...made);
      return heard;
    };
  },
  says,
});
/** A press of a button that no message has. */
const forged = (name: string, data: string): Case<Given> => ({
  name: `a forged button: ${name}`,
  make: () => async (office) => {
    const last = (await office.phone('executor').lastId()) || 1;
    const toast = await office.phone('executor').pressData(last, data);
    return async () => toast.text ?? 'Кнопка устарела';
  },
  says: ANYTHING,
});
const said = (name: string, text: string, says: RegExp | null = ANYTHING): Case<Given> =>
  updates(name, () => [message({ text })], says);
/** By somebody whom nobody has invited: nobody comes in by it. */
const started = (name: string, payloads: () => readonly string[]): Case<Given> =>
  updates(`/start: ${name}`, () =>
    payloads().map((payload, index) =>
      message(
        { text: `/start ${payload}`, entities: [{ type: 'bot_command', offset: 0, length: 6 }] },
        STRANGER + index,
      ),
    ),
  );

/**
 * A photo as a file whose download is answered like this, for as long as its words are waited for. Nobody is told of what looks like an
 * outage: it is asked for again until it is over.
 */
const broken = (
  name: string,
  download: (response: ServerResponse) => void,
  { size = 3_000, says = ANYTHING, file = 'IMG.jpg' }: { size?: number; says?: RegExp | null; file?: string } = {},
): Case<Given> => ({
  name: `a download: ${name}`,
  make: () => async (office) => {
    const heard = await heardBy('executor', 'supervisor')(office);
    office.wire.download = download;
    const form = new FormData();
    form.append('document', new File([new Uint8Array(size).fill(0xff)], file, { type: 'image/jpeg' }));
    await office.stand.control('POST', `people/${executor}/send`, form);
    return heard;
  },
  says,
});
const document = (more: object): object =>
  message({
    document: { file_id: 'nowhere', file_unique_id: 'x', file_name: 'a.jpg', mime_type: 'image/jpeg', ...more },
  });
const deep = (depth: number): object => JSON.parse('{"a":'.repeat(depth) + '1' + '}'.repeat(depth)) as object;
const member = (status: unknown, chat: object): object => ({
  my_chat_member: {
    chat,
    from: from(STRANGER),
    date: 1,
    old_chat_member: { status: 'left' },
    new_chat_member: { status },
  },
});

const CASES: readonly Case<Given>[] = [
  forged('nothing known', 'zzz:1:2:3'),
  forged('an id beyond all', 'a:co:zzzzzzz:1'),
  forged('a version beyond all', 'a:co:1:zzzzzzz'),
  forged('of another role', 'a:as:1:1'),
  forged('an admin’s', 'x:groupAsk'),
  forged('64 colons', ':'.repeat(64)),
  forged('control signs', 'a:\x01\x02\u202e'),
  forged('SQL', "a:co:1';drop table--:1"),
  forged('a form of somebody else', 'q:1:0:c:'),
  forged('a page beyond all', 'l:m:zzzz'),
  updates('a press of 1 MB', () => [
    {
      callback_query: {
        id: '1',
        from: from(executor),
        chat_instance: 'x',
        data: 'a'.repeat(MEGABYTE),
        message: { message_id: 1, date: 1, chat: privately(executor) },
      },
    },
  ]),
  updates('a press without a message', () => [
    { callback_query: { id: '2', from: from(executor), chat_instance: 'x', data: 'a:co:1:1' } },
  ]),
  updates('a press whose data is a list', () => [
    {
      callback_query: {
        id: '3',
        from: from(executor),
        chat_instance: 'x',
        data: [1],
        message: { message_id: 1, date: 1, chat: privately(executor) },
      },
    },
  ]),
  said('a text of 1 MB', 'я'.repeat(500_000)),
  said('a text of 4096 lines', 'а\n'.repeat(2_048)),
  said('a text of combining signs', `а${'\u0301'.repeat(4_000)}`),
  said('a text with NUL and halves of pairs', 'а\0б\ud800в'),
  said('a text of U+202E', '\u202eтекст\u2066\u200f'),
  said('HTML', '<b><i><a href="tg://user?id=1">&lt;'.repeat(100)),
  said('a number of 4000 digits', '9'.repeat(4_000)),
  said('/find with a pattern that takes long', `/find ${'(а+)+'.repeat(200)}%_\\`),
  updates('a text that is a number', () => [message({ text: 17 })]),
  updates('a text that is a list', () => [message({ text: ['a'] })]),
  updates(
    '50000 entities',
    () => [message({ text: 'а', entities: many(50_000, () => ({ type: 'bold', offset: 0, length: 1 })) })],
    ANYTHING,
  ),
  updates(
    'entities far outside',
    () => [message({ text: '/my', entities: [{ type: 'bot_command', offset: -5, length: 1e9 }] })],
    ANYTHING,
  ),
  updates('no sender', () => [{ message: { message_id: 1, date: 1, chat: privately(executor), text: 'а' } }]),
  updates('a sender that is a word', () => [
    { message: { message_id: 1, date: 1, from: 'executor', chat: privately(executor), text: 'а' } },
  ]),
  updates('a sender beyond all numbers', () => [
    message({ text: 'а' }, 1e20),
    message({ text: 'а' }, -1),
    message({ text: 'а' }, 1.5),
  ]),
  updates('no chat', () => [{ message: { message_id: 1, date: 1, from: from(executor), text: 'а' } }]),
  updates('a chat of no known kind', () => [
    { message: { message_id: 1, date: 1, from: from(executor), chat: { id: 5, type: 'forum' }, text: 'а' } },
  ]),
  updates('a message that is a list, a word, nothing', () => [
    { message: [] },
    { message: 'а' },
    { message: null },
    {},
  ]),
  updates('objects 50 deep', () => [message({ x: deep(50) })]),
  updates('objects 5000 deep', () => [message({ x: deep(3_000), text: 'а' }), message({ text: '/my' })], ANYTHING),
  updates(
    'names of NUL, __proto__, constructor',
    () => [
      JSON.parse(
        JSON.stringify(message({ text: 'а' })).replace(
          '"text"',
          '"__proto__":{"a":1},"constructor":1,"\\u0000":1,"text"',
        ),
      ) as object,
    ],
    ANYTHING,
  ),
  updates(
    'dates that are none',
    () => [message({ text: 'а', date: -1e15 }), message({ text: 'б', date: 1e308 }), message({ text: 'в', date: 'x' })],
    ANYTHING,
  ),
  updates('places that are none', () => [
    message({ location: { latitude: 1e308, longitude: 'x' } }),
    message({ location: { latitude: 91, longitude: 1e9 } }),
    message({ location: {} }),
    message({ location: null }),
  ]),
  updates('a message number beyond all', () => [message({ text: 'а', message_id: 9_007_199_254_740_993 })]),
  updates('kinds of messages of another day', () => [
    message({ dice: { emoji: '🎲', value: 9 } }),
    message({ poll: { id: '1', question: 'а' } }),
    message({ contact: { phone_number: '+7', first_name: 'а' } }),
    message({ checklist: { title: 'а', tasks: [] } }),
    message({ paid_media: { star_count: 1, paid_media: [] } }),
    message({ giveaway: {} }),
    message({ web_app_data: { data: '{}', button_text: 'а' } }),
    message({ passport_data: {} }),
  ]),
  updates('kinds of updates of another day', () => [
    { inline_query: { id: '1', from: from(executor), query: 'а' } },
    { pre_checkout_query: { id: '1', from: from(executor) } },
    { business_message: { message_id: 1 } },
    { chat_join_request: {} },
    { channel_post: { message_id: 1, chat: { id: -100, type: 'channel' }, text: '/my' } },
    { nobody_knows: { deep: [] } },
  ]),
  updates('edits of what nobody has said', () => [
    {
      edited_message: {
        message_id: 5,
        date: 1,
        edit_date: 2,
        from: from(executor),
        chat: privately(executor),
        text: 'иначе',
      },
    },
    {
      edited_message: {
        message_id: 6,
        date: 1,
        from: from(executor),
        chat: privately(executor),
        location: { latitude: 55, longitude: 51, live_period: -1 },
      },
    },
  ]),
  updates(
    'one update a hundred times',
    () => {
      const one = { update_id: 600_000_000, ...message({ text: '/my' }) };
      return many(100, () => one);
    },
    ANYTHING,
  ),
  updates(
    'updates in disorder',
    () => many(30, (index) => ({ update_id: 650_000_000 - index, ...message({ text: `слово ${index}` }) })),
    ANYTHING,
  ),
  updates('a photo without sizes', () => [message({ photo: [] }), message({ photo: [{}] }), message({ photo: 'x' })]),
  updates(
    'documents whose size lies',
    () => [document({ file_size: -1 }), document({ file_size: 1e15 }), document({ file_size: 'x' })],
    ANYTHING,
  ),
  updates('a document by an id of 1 MB', () => [document({ file_id: 'x'.repeat(MEGABYTE) })]),
  updates('a name of 100 kB with U+202E, NUL and dots', () => [
    document({ file_name: `../../\0\u202e${'я'.repeat(50_000)}.jpg` }),
  ]),
  updates(
    'an album of three whose files are not there',
    () => many(3, (index) => document({ file_id: `album${index}` })),
    null,
  ),
  started('all kinds of links', () => [
    'a',
    'a0',
    'azzzzzz',
    'l-z',
    'l-m',
    'menu',
    'x'.repeat(64),
    '%00',
    "' or 1=1",
    '../..',
    '\u202ei',
    'i',
    `i${'A'.repeat(21)}`,
    `i${'A'.repeat(23)}`,
  ]),
  started('invitations by chance, 300 of them', () => {
    const random = randomOf(24);
    const signs = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    return many(300, () => `i${many(22, () => signs[Math.floor(random() * signs.length)]).join('')}`);
  }),
  started('4 kB', () => ['x'.repeat(4_000), `i${'A'.repeat(4_000)}`]),
  updates('1000 texts of a stranger within ten seconds', () =>
    many(1_000, () => message({ text: 'эй' }, STRANGER + 5_000)),
  ),
  updates('1000 strangers', () => many(1_000, (index) => message({ text: 'эй' }, STRANGER + 10_000 + index))),
  updates('30 texts of an official at once', () => many(30, () => message({ text: 'эй' })), ANYTHING),
  updates('groups that are none', () => [
    member('member', { id: -1, type: 'group', title: 'я'.repeat(10_000) }),
    member(17, { id: -2, type: 'group', title: 'а' }),
    member('member', { id: 'x', type: 'supergroup' }),
    member('member', {}),
    { my_chat_member: {} },
    { my_chat_member: { chat: { id: -3, type: 'group' }, from: null } },
  ]),
  updates('invited to 200 groups', () =>
    many(200, (index) => member('member', { id: -10_000 - index, type: 'group', title: `группа ${index}` })),
  ),
  broken('500', (response) => void response.writeHead(500).end()),
  broken('404', (response) => void response.writeHead(404).end()),
  broken('a page', (response) => void response.writeHead(200, { 'content-type': 'text/html' }).end('<html></html>')),
  broken('a reset in the middle', (response) => {
    response.writeHead(200, { 'content-length': '3000' });
    response.write(Buffer.alloc(1_000));
    setTimeout(() => response.socket?.resetAndDestroy(), 50);
  }),
  broken('shorter than it said', (response) => void response.writeHead(200).end(Buffer.alloc(10, 0xff))),
  broken('nothing', (response) => void response.writeHead(200).end()),
  broken('without an end', (response) => {
    response.writeHead(200);
    const timer = setInterval(
      () => (response.destroyed ? clearInterval(timer) : response.write(Buffer.alloc(65_536))),
      1,
    );
    response.on('close', () => clearInterval(timer));
  }),
  broken('a redirect', (response) => void response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end(), {
    says: null,
  }),
  broken('no HTTP', (response) => void response.socket?.end('nonsense\r\n\r\n'), { says: null }),
];

export const updatesOfMessenger: Door<Given> = {
  name: 'updates',
  cases: CASES,
  short: [
    'a forged button: control signs',
    'a text with NUL and halves of pairs',
    'objects 5000 deep',
    '/start: all kinds of links',
    'a download: a reset in the middle',
  ],
  prepare: async () => ({ enter }),
};

async function enter(office: HostileOffice): Promise<AtDoor<Given>> {
  const accounts = async () =>
    (await office.rows<{ count: number }>('select count(*)::int as count from account'))[0]?.count;
  const known = await accounts();
  const appeal = await office.appeal();
  const phone = office.phone('executor');
  await office.phone('coordinator').press('Назначить исполнителя', card(appeal));
  await office.phone('coordinator').press('Петров П.П.', card(appeal));
  await phone.press('Взять в работу', card(appeal));
  return {
    give: (bring) => bring(office),
    async beside() {
      office.wire.download = null;
      const before = await phone.lastId();
      await office.stand.control('POST', `people/${executor}/send`, { text: '/my' });
      const isAnswered = await office.comes(async () =>
        (await phone.messages()).some(({ message_id: id, text = '' }) => id > before && text.includes(appeal)),
      );
      // What has not the shape that it must have is set aside, and the admins hear of it: nothing is lost without a word.
      const parked = await office.rows<{ error: string }>(
        `select last_error as error from inbox_update where state = 'parked'`,
      );
      await office.rows(`delete from inbox_update where state = 'parked'`);
      const isTold =
        parked.length === 0 ||
        (await office.comes(async () => (await office.texts('supervisor')).some((text) => SET_ASIDE.test(text))));
      return [
        ...(isAnswered
          ? []
          : [`/my right after was not answered: ${JSON.stringify((await office.texts('executor')).slice(-2))}`]),
        ...((await accounts()) === known ? [] : ['a stranger has come in']),
        ...(isTold ? [] : [`set aside without a word: ${parked.map(({ error }) => error).join('; ')}`]),
      ];
    },
  };
}
