import { allHeardIn } from '../../../bots/max/incoming';
import { messageOf, refOf } from '../../../bots/max/message-ref';
import { readUpdate, userOfLane } from '../../../bots/max/update';
import { NotAnUpdateError } from '../../../bots/messenger/update';

const MID = 'mid.000000000000d6d901a9c1d3b0a00001';
const anna = { user_id: 55_001, first_name: 'Анна', is_bot: false };
const message = (body: object, given: object = {}) => ({
  sender: anna,
  recipient: { chat_id: 500, chat_type: 'dialog', user_id: 9 },
  timestamp: 1_795_000_000_000,
  body: { mid: MID, seq: '119835263844352001', text: null, ...body },
  ...given,
});
const created = (body: object, given: object = {}) => ({
  update_type: 'message_created',
  timestamp: 1_795_000_000_000,
  message: message(body, given),
});

describe('one event has one key, and two have two', () => {
  const inGroup = { recipient: { chat_id: -7001, chat_type: 'chat' } };
  const callback = { callback_id: 'c1', payload: 'm', user: anna, timestamp: 5 };
  test.each([
    ['a message', created({ text: 'да' }), `message_created ${MID}`, '55001'],
    [
      'an edit',
      { ...created({ text: 'да' }), update_type: 'message_edited', timestamp: 7 },
      `message_edited ${MID} 7`,
      '55001',
    ],
    [
      'a press',
      { update_type: 'message_callback', timestamp: 6, callback, message: message({}) },
      'message_callback c1 5',
      '55001',
    ],
    [
      'a start',
      { update_type: 'bot_started', timestamp: 6, chat_id: 500, user: anna },
      'bot_started  500 55001 6',
      '55001',
    ],
    [
      'a group',
      { update_type: 'bot_added', timestamp: 6, chat_id: -7001, is_channel: false },
      'bot_added  -7001  6',
      '-7001',
    ],
    ['nobody', { update_type: 'bot_added', timestamp: 6 }, 'bot_added    6', 'nobody'],
    ['what is said in a group', created({ text: 'да' }, inGroup), `message_created ${MID}`, '-7001'],
    [
      'what another takes away there',
      { update_type: 'message_removed', timestamp: 8, message_id: MID, chat_id: -7001, user_id: 55_002 },
      `message_removed ${MID} -7001 55002 8`,
      '-7001',
    ],
    [
      'whoever presses there',
      { update_type: 'message_callback', timestamp: 6, callback, message: message({}, inGroup) },
      'message_callback c1 5',
      '55001',
    ],
  ])('%s', (_, raw, key, lane) => {
    expect(readUpdate(raw)).toMatchObject({ key, lane, handled: true });
  });

  test('a kind that nobody knows is kept and not handled', () => {
    expect(readUpdate({ update_type: 'telepathy', timestamp: 1, user: anna })).toMatchObject({
      handled: false,
      lane: '55001',
    });
  });

  test.each([[null], [[]], [{ update_id: 1 }], [{ update_type: 'message_created' }], ['<html>']])(
    '%j is no update',
    (raw) => {
      expect(() => readUpdate(raw)).toThrow(NotAnUpdateError);
    },
  );

  test('what PostgreSQL refuses is in neither the key nor the payload', () => {
    const update = readUpdate(created({ mid: 'mid.\0x', text: 'a\0b' }));
    expect(JSON.stringify(update)).not.toContain('\\u0000');
  });

  test('lanes of groups and of nobody are no person’s', () => {
    expect(['55001', '-7001', 'nobody'].map(userOfLane)).toEqual(['55001', null, null]);
  });
});

describe('what came', () => {
  const came = (body: object, given: object = {}) => allHeardIn(created(body, given)).map((incoming) => incoming.came);
  const image = { type: 'image', payload: { photo_id: 1, token: 't', url: 'https://i.oneme.ru/1' } };

  test.each<[string, object, object]>([
    ['words', { text: 'да' }, { what: 'words', text: 'да' }],
    [
      'words with a preview of a link',
      { text: 'https://a.ru', attachments: [{ type: 'share', payload: {} }] },
      { what: 'words' },
    ],
    [
      'a photo',
      { attachments: [image], text: 'после' },
      { what: 'file', caption: 'после', album: null, file: { fileRef: 'image t https://i.oneme.ru/1' } },
    ],
    [
      'a picture as a file, which keeps its time and place',
      {
        attachments: [
          { type: 'file', payload: { url: 'https://fu.oneme.ru/2', token: 'f' }, filename: 'a.HEIC', size: 7 },
        ],
      },
      { what: 'file', file: { kind: 'photo', compressed: false, size: 7, fileName: 'a.HEIC' } },
    ],
    ['a video', { attachments: [{ type: 'video', payload: {} }] }, { what: 'video' }],
    [
      'a place',
      { attachments: [{ type: 'location', latitude: 55.7, longitude: 51.4 }] },
      { what: 'place', place: { latitude: 55.7, live: false, error: null } },
    ],
    ['a contact', { attachments: [{ type: 'contact', payload: { vcf_info: '' } }] }, { what: 'other' }],
    ['a sticker', { attachments: [{ type: 'sticker', payload: {} }] }, { what: 'other' }],
    ['an attachment of no known kind', { attachments: [{ type: 'hologram' }], text: 'вот' }, { what: 'other' }],
    ['a photo without an address', { attachments: [{ type: 'image', payload: {} }] }, { what: 'other' }],
    ['nothing', {}, { what: 'other' }],
  ])('%s', (_, body, expected) => {
    expect(came(body)).toMatchObject([expected]);
  });

  test('what is passed on is heard as if it was said', () => {
    const link = { type: 'forward', sender: anna, message: { mid: 'mid.2', text: 'переслано', attachments: [image] } };
    expect(came({}, { link })).toMatchObject([{ what: 'file', caption: 'переслано' }]);
  });

  test('of an edit the words are heard, of a start what its link says', () => {
    const edited = { ...created({ text: 'иначе' }), update_type: 'message_edited' };
    expect(allHeardIn(edited)).toMatchObject([{ came: { what: 'rewritten', text: 'иначе' } }]);
    const started = { update_type: 'bot_started', timestamp: 1_795_000_000_000, chat_id: 500, user: anna };
    expect(allHeardIn(started)).toMatchObject([{ userId: '55001', chatId: '55001', came: { text: '/start' } }]);
    expect(allHeardIn({ ...started, payload: 'i-1' })).toMatchObject([{ came: { what: 'words', text: '/start i-1' } }]);
  });

  test('a press of a button whose message is no more is heard all the same', () => {
    const callback = { callback_id: 'c/1', payload: 'm', user: anna, timestamp: 1_795_000_000_000 };
    const update = { update_type: 'message_callback', timestamp: 1, callback, message: null };
    expect(allHeardIn(update)).toMatchObject([{ chatId: '55001', message: '55001/', came: { pressId: '55001/c/1' } }]);
  });

  test.each([
    ['a bot', { sender: { ...anna, is_bot: true } }],
    ['nobody', { sender: null }],
    ['a channel', { recipient: { chat_id: -1, chat_type: 'channel' } }],
    ['a group whose number could be a person’s', { recipient: { chat_id: 500, chat_type: 'chat' } }],
  ])('%s says nothing', (_, given) => {
    expect(came({ text: 'да' }, given)).toEqual([]);
  });
});

test('a message is named with its chat, a part of an album with its place', () => {
  expect(messageOf(refOf('55001', MID, 2))).toEqual({ chatId: '55001', mid: MID });
  expect(messageOf(refOf('-7001', MID))).toEqual({ chatId: '-7001', mid: MID });
  expect(() => messageOf('1001/7/8')).toThrow('Not a message of MAX');
});
