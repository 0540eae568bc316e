import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Bot, InputFile, InputMediaBuilder, webhookCallback } from 'grammy';
import sharp from 'sharp';
import { Telegraf } from 'telegraf';
import { StandClient, eventually, fileOf, jpeg, type Loose } from './support';

const keyboard = (text: string, data: string) => ({ inline_keyboard: [[{ text, callback_data: data }]] });
const commands = [{ command: 'menu', description: 'Меню' }];
const SECRET = 'se-cret';

/** One library's bot; each does the same with its own client: greets, answers a press, sends a photo back in every way. */
interface Library {
  polling(): Promise<() => Promise<void>>;
  webhook(): { readonly listener: RequestListener; readonly setWebhook: (url: string) => Promise<unknown> };
}

function telegraf(token: string, apiRoot: string): Library {
  const bot = new Telegraf(token, { telegram: { apiRoot, webhookReply: false } });
  bot.start(async (context) => {
    await context.telegram.setMyCommands(commands, { scope: { type: 'chat', chat_id: context.chat.id } });
    await context.reply(`Здравствуйте, <b>${context.from.first_name}</b>`, {
      parse_mode: 'HTML',
      reply_markup: keyboard('Да', 'yes'),
    });
  });
  bot.action('yes', async (context) => {
    await context.answerCbQuery('Принято');
    await context.editMessageText('Готово', { reply_markup: keyboard('Ещё', 'more') });
  });
  bot.action('more', async (context) => {
    await context.answerCbQuery('Больше ничего', { show_alert: true });
    await context.editMessageReplyMarkup(undefined);
  });
  bot.on('photo', async (context) => {
    const fileId = context.message.photo.at(-1)?.file_id ?? '';
    const link = await context.telegram.getFileLink(fileId);
    const source = Buffer.from(await (await fetch(link)).arrayBuffer());
    await context.sendChatAction('upload_photo');
    await context.replyWithPhoto({ source }, { caption: `${source.length}` });
    await context.replyWithMediaGroup([
      { type: 'photo', media: { source }, caption: 'Две' },
      { type: 'photo', media: fileId },
    ]);
    await context.replyWithDocument({ source, filename: 'фото.jpg' });
  });
  return {
    async polling() {
      const ended = bot.launch();
      return async () => {
        bot.stop();
        await ended;
      };
    },
    webhook: () => {
      const handle = bot.webhookCallback('/hook', { secretToken: SECRET });
      return {
        listener: (request, response) => void handle(request, response),
        setWebhook: (url) => bot.telegram.setWebhook(url, { secret_token: SECRET }),
      };
    },
  };
}

function grammy(token: string, apiRoot: string): Library {
  const bot = new Bot(token, { client: { apiRoot } });
  bot.command('start', async (context) => {
    await context.api.setMyCommands(commands, { scope: { type: 'chat', chat_id: context.chat.id } });
    await context.reply(`Здравствуйте, <b>${context.from?.first_name}</b>`, {
      parse_mode: 'HTML',
      reply_markup: keyboard('Да', 'yes'),
    });
  });
  bot.callbackQuery('yes', async (context) => {
    await context.answerCallbackQuery('Принято');
    await context.editMessageText('Готово', { reply_markup: keyboard('Ещё', 'more') });
  });
  bot.callbackQuery('more', async (context) => {
    await context.answerCallbackQuery({ text: 'Больше ничего', show_alert: true });
    await context.editMessageReplyMarkup();
  });
  bot.on('message:photo', async (context) => {
    const { file_id: fileId, file_path: path } = await context.getFile();
    const bytes = Buffer.from(await (await fetch(`${apiRoot}/file/bot${token}/${path}`)).arrayBuffer());
    await context.replyWithChatAction('upload_photo');
    await context.replyWithPhoto(new InputFile(bytes, 'a.jpg'), { caption: `${bytes.length}` });
    await context.replyWithMediaGroup([
      InputMediaBuilder.photo(new InputFile(bytes), { caption: 'Две' }),
      InputMediaBuilder.photo(fileId),
    ]);
    await context.replyWithDocument(new InputFile(bytes, 'фото.jpg'));
  });
  return {
    async polling() {
      const ended = bot.start();
      return async () => {
        await bot.stop();
        await ended;
      };
    },
    webhook: () => {
      const handle = webhookCallback(bot, 'http', { secretToken: SECRET });
      return {
        listener: (request, response) => void handle(request, response),
        setWebhook: (url) => bot.api.setWebhook(url, { secret_token: SECRET }),
      };
    },
  };
}

async function listen({ listener, setWebhook }: ReturnType<Library['webhook']>): Promise<() => Promise<void>> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  await setWebhook(`http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`);
  return async () => {
    server.closeAllConnections();
    server.close();
  };
}

/** Ended after each test, whatever has become of it: a bot that polls would never let the tests end. */
const started: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of started.splice(0).reverse()) await end();
});

async function begin(create: typeof telegraf, mode: 'polling' | 'webhook') {
  const client = await StandClient.start({ people: [{ id: 1, name: 'Петрова Анна' }] });
  started.push(() => client.close());
  const library = create(client.stand.token, client.url);
  const end = await (mode === 'polling' ? library.polling() : listen(library.webhook()));
  let ended: Promise<void> | undefined;
  const stop = () => (ended ??= end());
  started.push(stop);
  return { client, stop };
}

describe.each([
  { library: 'telegraf', create: telegraf },
  { library: 'grammY', create: grammy },
])("$library's own client", ({ create }) => {
  test.each(['polling', 'webhook'] as const)('works by %s', async (mode) => {
    const { client, stop } = await begin(create, mode);
    const chat = async (): Promise<Loose[]> => (await client.control('GET', 'chats/1/messages')).body.messages;
    const press = async (messageId: number, data: string) =>
      (await client.control('POST', 'people/1/press', { messageId, data })).body;

    await client.control('POST', 'people/1/send', { text: '/start' });
    const card = await eventually(async () => (await chat()).find(({ text }) => text === 'Здравствуйте, Петрова Анна'));
    expect(card).toMatchObject({
      entities: [{ type: 'bold', offset: 14, length: 12 }],
      reply_markup: keyboard('Да', 'yes'),
    });
    expect((await client.control('GET', 'people/1/commands')).body).toEqual({ commands });

    expect(await press(card.message_id, 'yes')).toMatchObject({ answered: true, text: 'Принято', showAlert: false });
    await eventually(async () =>
      (await chat()).find(
        ({ text, reply_markup: markup }) => text === 'Готово' && markup.inline_keyboard[0][0].text === 'Ещё',
      ),
    );
    expect(await press(card.message_id, 'more')).toMatchObject({
      answered: true,
      text: 'Больше ничего',
      showAlert: true,
    });
    await eventually(async () =>
      (await chat()).find(({ text, reply_markup: markup }) => text === 'Готово' && markup === undefined),
    );

    const photo = new FormData();
    photo.append('photo', fileOf(jpeg(2000, 1500), 'a.jpg', 'image/jpeg'));
    const { body: sent } = await client.control('POST', 'people/1/send', photo);
    const { file_size: size } = sent.messages[0].photo.at(-1);
    const document = await eventually(async () =>
      (await chat()).find(({ document }) => document?.file_name === 'фото.jpg'),
    );
    const answers = (await chat()).filter(({ from, photo }) => from.is_bot && photo);
    expect(answers.map(({ caption }) => caption)).toEqual([`${size}`, 'Две', undefined]);
    expect(answers[1].media_group_id).toBe(answers[2].media_group_id);
    expect(answers.map(({ photo }) => photo.at(-1).width)).toEqual([1280, 1280, 1280]);
    expect(document.document.file_size).toBe(size);
    const shown = await fetch(`${client.url}/stand/files/${document.document.file_id}`);
    expect(await sharp(Buffer.from(await shown.arrayBuffer())).metadata()).toMatchObject({ width: 1280, height: 960 });

    await stop();
    // grammY hangs up its last poll and confirms by another one at once: Telegram may see them side by side.
    const refused = (await client.refusals()).filter(
      ({ description }) => !description.includes('terminated by other getUpdates'),
    );
    expect(refused).toEqual([]);
  });
});
