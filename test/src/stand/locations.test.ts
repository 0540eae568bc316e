import { StandClient } from './support';

let client: StandClient;
const person = 1;
beforeAll(async () => {
  client = await StandClient.start({ people: [{ id: person, name: 'Петрова Анна', started: true }] });
});
afterAll(() => client.close());

const place = { latitude: 55.71, longitude: 51.41 };
const refused = async (method: string, parameters: object): Promise<string> =>
  (await client.api(method, { chat_id: person, ...parameters })).body.description;
const sent = async (parameters: object = {}) => {
  const { message_id, location } = await client.result('sendLocation', { chat_id: person, ...place, ...parameters });
  return { message: { chat_id: person, message_id }, location };
};
const passes = async (seconds: number): Promise<void> => {
  const { body } = await client.control('GET', 'clock');
  await client.control('PUT', 'clock', { now: new Date(Date.parse(body.now) + seconds * 1000).toISOString() });
};

describe('a location', () => {
  test('stands still without a period, whatever else is said of it', async () => {
    expect((await sent({ heading: 90, proximity_alert_radius: 100, horizontal_accuracy: 12.4 })).location).toEqual({
      ...place,
      horizontal_accuracy: 13,
    });
  });

  test('has an error of 1500 m at most', async () => {
    expect((await sent({ horizontal_accuracy: 9000 })).location.horizontal_accuracy).toBe(1500);
  });

  test.each([
    [{ latitude: 91 }, 'invalid location specified'],
    [{ latitude: 91, live_period: 600 }, 'invalid live location specified'],
    [{ live_period: 59 }, 'wrong live location period specified'],
    [{ live_period: 86_401 }, 'wrong live location period specified'],
    [{ live_period: 600, heading: 361 }, 'wrong live location heading specified'],
    [{ live_period: 600, proximity_alert_radius: 100_001 }, 'wrong live location proximity alert radius specified'],
  ])('%j is refused: %s', async (parameters, reason) => {
    expect(await refused('sendLocation', { ...place, ...parameters })).toBe(`Bad Request: ${reason}`);
  });
});

describe('a live location', () => {
  test('moves, and is stopped where it was', async () => {
    const { message, location } = await sent({ live_period: 600, heading: 90 });
    expect(location).toEqual({ ...place, live_period: 600, heading: 90 });
    const there = { latitude: 55.72, longitude: 51.42 };
    const moved = await client.result('editMessageLiveLocation', { ...message, ...there });
    expect(moved.location).toEqual({ ...there, live_period: 600 });
    expect(moved.edit_date).toBeGreaterThan(0);
    expect((await client.result('stopMessageLiveLocation', message)).location).toEqual(there);
    for (const method of ['editMessageLiveLocation', 'stopMessageLiveLocation'])
      expect(await refused(method, { ...message, ...(method.startsWith('edit') ? place : {}) })).toBe(
        "Bad Request: message can't be edited",
      );
  });

  test('that has not moved is «not modified»', async () => {
    const { message } = await sent({ live_period: 600 });
    expect(await refused('editMessageLiveLocation', { ...message, ...place })).toContain('message is not modified');
  });

  test('can’t be edited once its period is over', async () => {
    const { message } = await sent({ live_period: 60 });
    await passes(61);
    expect(await refused('editMessageLiveLocation', { ...message, latitude: 55.8, longitude: 51.4 })).toBe(
      "Bad Request: message can't be edited",
    );
  });

  test('without an end moves the day after tomorrow', async () => {
    const { message } = await sent({ live_period: 0x7fffffff });
    await passes(2 * 86_400);
    await client.result('editMessageLiveLocation', { ...message, latitude: 55.8, longitude: 51.4 });
  });

  test('grows by a day at most', async () => {
    const { message } = await sent({ live_period: 600 });
    const longer = { ...message, latitude: 55.8, longitude: 51.4 };
    expect(await refused('editMessageLiveLocation', { ...longer, live_period: 600 + 86_401 })).toBe(
      'Bad Request: wrong live location period specified',
    );
    const moved = await client.result('editMessageLiveLocation', { ...longer, live_period: 600 + 86_400 });
    expect(moved.location.live_period).toBe(87_000);
  });

  test('is not what stands still, and no text', async () => {
    const still = (await sent()).message;
    const { message_id } = await client.result('sendMessage', { chat_id: person, text: 'Было' });
    for (const message of [still, { message_id }])
      expect(await refused('editMessageLiveLocation', { ...message, ...place })).toBe(
        'Bad Request: there is no live location in the message to edit',
      );
  });
});

describe('a venue', () => {
  const named = { ...place, title: 'Место обращения', address: 'ул. Советская, 15' };

  test('is a point with a name; what knows no venues sees the point', async () => {
    const { venue, location } = await client.result('sendVenue', { chat_id: person, ...named });
    expect(venue).toEqual({ location: place, title: 'Место обращения', address: 'ул. Советская, 15' });
    expect(location).toEqual(place);
  });

  test.each([
    [{ latitude: -91 }, 'wrong venue location specified'],
    [{ title: undefined }, 'parameter "title" is required'],
    [{ address: undefined }, 'parameter "address" is required'],
    [{ live_period: 600 }, 'unknown parameter "live_period"'],
  ])('%j is refused: %s', async (parameters, reason) => {
    expect(await refused('sendVenue', { ...named, ...parameters })).toBe(`Bad Request: ${reason}`);
  });

  test('is carried whole', async () => {
    const { message_id } = await client.result('sendVenue', { chat_id: person, ...named });
    const from = { chat_id: person, from_chat_id: person, message_id };
    expect(await client.result('forwardMessage', from)).toMatchObject({ venue: { title: 'Место обращения' } });
  });
});

describe('what is protected', () => {
  const ways = [
    ['sendMessage', { text: 'Контакты' }],
    ['sendLocation', place],
    ['sendVenue', { ...place, title: 'Место', address: 'ул. Советская' }],
  ] as const;

  test.each(ways)('%s says so, and can be neither forwarded nor copied', async (method, parameters) => {
    const sending = { chat_id: person, ...parameters };
    const open = await client.result(method, sending);
    expect(open).not.toHaveProperty('has_protected_content');
    const message = await client.result(method, { ...sending, protect_content: true });
    expect(message.has_protected_content).toBe(true);
    const from = { from_chat_id: person, message_id: message.message_id };
    expect(await refused('forwardMessage', from)).toBe("Bad Request: the message can't be forwarded");
    expect(await refused('copyMessage', from)).toBe("Bad Request: the message can't be copied");
    // Of several it is passed over.
    const both = { chat_id: person, from_chat_id: person, message_ids: [message.message_id, open.message_id] };
    expect(await client.result('copyMessages', both)).toHaveLength(1);
    expect(await client.result('forwardMessages', both)).toHaveLength(1);
  });

  test('a protected forward can’t be forwarded further', async () => {
    const { message_id } = await client.result('sendMessage', { chat_id: person, text: 'Открыто' });
    const from = { chat_id: person, from_chat_id: person, message_id, protect_content: true };
    const forwarded = await client.result('forwardMessage', from);
    expect(forwarded.has_protected_content).toBe(true);
    expect(await refused('forwardMessage', { from_chat_id: person, message_id: forwarded.message_id })).toBe(
      "Bad Request: the message can't be forwarded",
    );
  });

  test('stays so when it is edited', async () => {
    const { message_id } = await client.result('sendMessage', { chat_id: person, text: 'Было', protect_content: true });
    const edited = await client.result('editMessageText', { chat_id: person, message_id, text: 'Стало' });
    expect(edited).toMatchObject({ text: 'Стало', has_protected_content: true });
  });
});
