import { Telegram } from 'telegraf';
import { button, link } from '../../../bots/conversation/kit/screen';
import { createCall } from '../../../bots/telegram/call';
import { createLinks, createWhoAmI, keyboardOf } from '../../../bots/telegram/keyboard';
import { startBotApiSink, type BotApiSink } from '../../support/bot-api-sink';

const linkTo = async (start: string) => `https://t.me/murajagat_bot?start=${start}`;

test('buttons keep their rows; a press is callback data, a link an address', async () => {
  const buttons = [
    [button('Меню', { kind: 'menu' }), button('2/7', { kind: 'nothing' })],
    [link('Открыть', 'l-o')],
    [button('Взять', { kind: 'act', action: 'takeIntoWork', appealId: 36, version: 2 })],
  ];
  expect(await keyboardOf(buttons, linkTo)).toEqual([
    [
      { text: 'Меню', callback_data: 'm' },
      { text: '2/7', callback_data: 'n' },
    ],
    [{ text: 'Открыть', url: 'https://t.me/murajagat_bot?start=l-o' }],
    [{ text: 'Взять', callback_data: 'a:tk:10:2' }],
  ]);
});

test('nothing to press is no row', async () => {
  expect(await keyboardOf([], linkTo)).toEqual([]);
});

describe('the bot’s own name', () => {
  let sink: BotApiSink;
  beforeEach(async () => {
    sink = await startBotApiSink();
  });
  afterEach(() => sink.stop());
  const links = () =>
    createLinks(createWhoAmI(createCall(new Telegram('334:not-a-secret-of-anybody', { apiRoot: sink.apiRoot }))));

  test('is asked once, however many links there are', async () => {
    sink.on('getMe', () => ({ result: { username: 'murajagat_bot' } }));
    const to = links();
    expect(await Promise.all([to('menu'), to('a1'), to('l-o')])).toEqual([
      'https://t.me/murajagat_bot?start=menu',
      'https://t.me/murajagat_bot?start=a1',
      'https://t.me/murajagat_bot?start=l-o',
    ]);
    await to('menu');
    expect(sink.callsOf('getMe')).toHaveLength(1);
  });

  test('is asked again where Telegram did not say it', async () => {
    sink.on('getMe', () => ({ error: 502, description: 'Bad Gateway' }));
    const to = links();
    await expect(to('menu')).rejects.toThrow('Bad Gateway');
    sink.on('getMe', () => ({ result: { username: 'murajagat_bot' } }));
    expect(await to('menu')).toBe('https://t.me/murajagat_bot?start=menu');
  });
});
