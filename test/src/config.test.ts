import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'dotenv';
import { ConfigError, VARIABLES, loadConfig } from '../../src/config';

type Environment = Record<string, string>;

const TELEGRAM = { BOT_TOKEN: '123456:AbC-dEf_1' };
const WEBHOOK = {
  ...TELEGRAM,
  BOT_MODE: 'webhook',
  WEBHOOK_URL: 'https://bot.example.org/telegram/webhook',
  WEBHOOK_SECRET: 'a-secret',
};
const MAX = {
  MAX_TOKEN: 'max_token_1',
  MAX_MODE: 'webhook',
  MAX_WEBHOOK_URL: 'https://bot.example.org/max/webhook',
  MAX_WEBHOOK_SECRET: 'a-secret',
};

const asUser = (env: Environment) => loadConfig(env, false);

function problemsOf(env: Environment): string[] {
  try {
    asUser(env);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.problems.map(({ variable, problem }) => `${variable} ${problem}`);
  }
}

describe('defaults', () => {
  test('with nothing set a training stand opens on an embedded database of its own', () => {
    expect(asUser({})).toEqual({
      mode: 'stand',
      stand: { port: 8081, token: null, flood: true, host: '127.0.0.1' },
      http: { host: '127.0.0.1', port: 8080 },
      databaseUrl: null,
      dataDir: 'data/stand',
      adminTelegramIds: [],
      adminMaxIds: [],
      max: null,
      rosterFile: null,
      intakeTokens: [],
      reportTokens: [],
      backup: { dir: null, recipient: null },
      intakeDir: null,
      timeZone: 'Europe/Moscow',
      workingHours: { opensAt: 480, closesAt: 1020 },
      district: { south: 53.9, north: 56.7, west: 47.2, east: 54.3 },
      stageShares: {
        coordination: 0.1,
        assigned: 0.05,
        in_progress: 0.6,
        answer_agreement: 0.125,
        answer_approval: 0.125,
      },
      fourEyes: 'warn',
      personalDataInChat: 'never',
      officeContacts: { numbers: [], mails: [] },
      defaultLocale: 'ru',
      mail: null,
      gateway: null,
      signatures: 'mark',
      signatureTrustDir: null,
      signatureCrl: 'accept',
      logLevel: 'info',
      shown: expect.any(Array),
    });
  });

  test('a bot token alone means polling of Telegram', () => {
    expect(asUser(TELEGRAM)).toMatchObject({
      mode: 'polling',
      telegram: { token: '123456:AbC-dEf_1', apiRoot: 'https://api.telegram.org', proxy: null },
      dataDir: './data',
    });
  });

  test('as root the data lie in /var/lib/murajagat', () => {
    expect(loadConfig({}, true)).toMatchObject({ dataDir: '/var/lib/murajagat/stand' });
    expect(loadConfig(TELEGRAM, true)).toMatchObject({ dataDir: '/var/lib/murajagat' });
    expect(loadConfig({ ...TELEGRAM, DATA_DIR: '/srv/m' }, true)).toMatchObject({ dataDir: '/srv/m' });
  });

  test('an empty or blank value is the same as none', () => {
    expect(asUser(Object.fromEntries(VARIABLES.map((name) => [name, ' '])))).toEqual(asUser({}));
  });
});

describe('.env.example', () => {
  const example = readFileSync(path.join(__dirname, '../../.env.example'), 'utf8');

  test('has the variables of config.ts in the same order', () => {
    expect(Object.keys(parse(example))).toEqual(VARIABLES);
  });

  test('copied as it is, changes nothing', () => {
    expect(asUser(parse(example))).toEqual(asUser({}));
  });
});

test.each<[Environment, object]>([
  [WEBHOOK, { mode: 'webhook', webhook: { url: WEBHOOK.WEBHOOK_URL, secret: 'a-secret' } }],
  [
    { ...WEBHOOK, WEBHOOK_URL: 'http://127.0.0.1:9/telegram/webhook', TELEGRAM_API_ROOT: 'http://127.0.0.1:8/' },
    { mode: 'webhook', telegram: { apiRoot: 'http://127.0.0.1:8' } },
  ],
  [{ ...TELEGRAM, TELEGRAM_PROXY: 'socks5://127.0.0.1:1080' }, { telegram: { proxy: 'socks5://127.0.0.1:1080' } }],
  [{ ...TELEGRAM, TELEGRAM_PROXY: 'socks5h://proxy:1080' }, { telegram: { proxy: 'socks5h://proxy:1080' } }],
  [
    { STAND_PORT: '0', STAND_FLOOD: 'off', STAND_TOKEN: '42:TRAINING' },
    { stand: { port: 0, flood: false, token: '42:TRAINING', host: '127.0.0.1' } },
  ],
  [{ HTTP_HOST: '0.0.0.0', HTTP_PORT: '65535' }, { http: { host: '0.0.0.0', port: 65535 } }],
  [
    { DATABASE_URL: 'postgresql:///office?host=/run/postgresql' },
    { databaseUrl: 'postgresql:///office?host=/run/postgresql' },
  ],
  [{ ADMIN_TELEGRAM_IDS: '1001, 7000000000,' }, { adminTelegramIds: [1001, 7_000_000_000] }],
  [{ REPORT_TOKEN: 'old-token-1 , new-token-2' }, { reportTokens: ['old-token-1', 'new-token-2'] }],
  [{ INTAKE_TOKEN: 'old-token-1 , new-token-2' }, { intakeTokens: ['old-token-1', 'new-token-2'] }],
  [{ OFFICE_TIMEZONE: 'Asia/Yekaterinburg' }, { timeZone: 'Asia/Yekaterinburg' }],
  [{ WORKING_HOURS: '09:30-18:15' }, { workingHours: { opensAt: 570, closesAt: 1095 } }],
  [
    { STAGE_SHARES: 'answer_approval=.2, coordination=0.2,assigned=0.2,in_progress=0.2,answer_agreement=0.2' },
    { stageShares: { coordination: 0.2, answer_approval: 0.2 } },
  ],
  [
    { FOUR_EYES: 'forbid', PERSONAL_DATA_IN_CHAT: 'on_request', DEFAULT_LOCALE: 'tt' },
    { fourEyes: 'forbid', defaultLocale: 'tt' },
  ],
  [
    { OFFICE_CONTACTS: '+7 (85563) 3-10-00, 8 800 100-20-30, 3-10-01, @Tatar.ru, Priem.Mamadysh@mail.ru, 1626000000,' },
    {
      officeContacts: {
        numbers: ['8556331000', '8001002030', '31001', '1626000000'],
        mails: ['tatar.ru', 'priem.mamadysh@mail.ru'],
      },
    },
  ],
  [
    { SIGNATURES: 'mark', SIGNATURE_TRUST_DIR: '' },
    { signatures: 'mark', signatureTrustDir: null },
  ],
  [
    { SIGNATURE_TRUST_DIR: './trust', SIGNATURE_CRL: 'refuse' },
    { signatures: 'verify', signatureTrustDir: './trust', signatureCrl: 'refuse' },
  ],
  [
    { SIGNATURES: 'mark', SIGNATURE_TRUST_DIR: './trust' },
    { signatures: 'mark', signatureTrustDir: './trust' },
  ],
  [
    { SMTP_URL: 'smtps://office:p%40ss@mail.example.org', MAIL_FROM: 'Исполком <a@b.ru>' },
    {
      mail: {
        smtp: { host: 'mail.example.org', port: 465, tls: 'at_once', login: { user: 'office', password: 'p@ss' } },
        from: { name: 'Исполком', address: 'a@b.ru' },
      },
    },
  ],
  [
    { SMTP_URL: 'smtp://u:p@mail.example.org', MAIL_FROM: 'a@b.ru' },
    { mail: { smtp: { port: 587, tls: 'required' }, from: { name: null, address: 'a@b.ru' } } },
  ],
  [
    { SMTP_URL: 'smtp://[::1]:2525', MAIL_FROM: 'a@b.ru' },
    { mail: { smtp: { host: '::1', port: 2525, tls: 'if_offered', login: null } } },
  ],
  [
    { POS_GATEWAY_URL: 'https://pos.example.org/in', POS_GATEWAY_TOKEN: '0123456789abcdef' },
    { gateway: { url: 'https://pos.example.org/in', token: '0123456789abcdef' } },
  ],
  [{ LOG_LEVEL: 'debug' }, { logLevel: 'debug' }],
  [
    { MAX_TOKEN: 'max_token_1' },
    {
      mode: 'withoutTelegram',
      dataDir: './data',
      max: { token: 'max_token_1', apiRoot: 'https://platform-api2.max.ru', webhook: null },
    },
  ],
  [
    {
      ...TELEGRAM,
      ...MAX,
      ADMIN_MAX_IDS: '55001, 9007199254740993',
    },
    {
      mode: 'polling',
      max: { webhook: { url: 'https://bot.example.org/max/webhook', secret: 'a-secret' } },
      adminMaxIds: ['55001', '9007199254740993'],
    },
  ],
])('%j is read', (env, expected) => {
  expect(asUser(env)).toMatchObject(expected);
});

const SHARES = 'coordination=0.10,assigned=0.05,in_progress=0.60,answer_agreement=0.125';

test.each<[Environment, string]>([
  [{ BOT_TOKEN: 'token' }, 'BOT_TOKEN должно быть токеном от @BotFather'],
  [{ ...MAX, MAX_TOKEN: '' }, 'MAX_TOKEN нужно, потому что MAX_MODE=webhook'],
  [{ ...MAX, MAX_WEBHOOK_URL: '' }, 'оканчивается на /max/webhook'],
  [{ MAX_WEBHOOK_SECRET: 'a-secret' }, 'MAX_WEBHOOK_SECRET нужно только при MAX_MODE=webhook'],
  [{ ...MAX, MAX_WEBHOOK_SECRET: 'abc' }, 'MAX_WEBHOOK_SECRET должно состоять из 5–256 знаков'],
  [{ ADMIN_MAX_IDS: '-7001' }, 'ADMIN_MAX_IDS должно быть номерами в MAX'],
  [{ ...TELEGRAM, TELEGRAM_API_ROOT: 'api.telegram.org' }, 'TELEGRAM_API_ROOT должно быть адресом'],
  [
    { ...TELEGRAM, TELEGRAM_PROXY: 'ftp://proxy' },
    'TELEGRAM_PROXY должно быть адресом, который начинается с http://, https://, socks5://, socks5h://',
  ],
  [{ BOT_MODE: 'push' }, 'BOT_MODE должно быть одним из: polling, webhook; сейчас «push»'],
  [{ ...WEBHOOK, BOT_TOKEN: '' }, 'BOT_TOKEN нужно, потому что BOT_MODE=webhook'],
  [{ ...WEBHOOK, WEBHOOK_URL: '' }, 'WEBHOOK_URL нужно, потому что BOT_MODE=webhook'],
  [{ ...WEBHOOK, WEBHOOK_SECRET: '' }, 'WEBHOOK_SECRET нужно, потому что BOT_MODE=webhook'],
  [{ ...WEBHOOK, WEBHOOK_SECRET: 'no spaces' }, 'WEBHOOK_SECRET должно состоять из 1–256'],
  [{ ...WEBHOOK, WEBHOOK_URL: 'http://bot.example.org/' }, 'WEBHOOK_URL должно начинаться с https://'],
  [{ ...TELEGRAM, WEBHOOK_URL: 'https://a.b/' }, 'WEBHOOK_URL нужно только при BOT_MODE=webhook'],
  [{ WEBHOOK_SECRET: 'x' }, 'WEBHOOK_SECRET нужно только при BOT_MODE=webhook'],
  [{ HTTP_HOST: 'http://localhost' }, 'HTTP_HOST должно быть адресом, на котором'],
  [{ HTTP_PORT: '80a' }, 'HTTP_PORT должно быть номером порта'],
  [{ HTTP_PORT: '65536' }, 'HTTP_PORT должно быть номером порта'],
  [{ STAND_PORT: '-1' }, 'STAND_PORT должно быть номером порта'],
  [{ STAND_TOKEN: 'x' }, 'STAND_TOKEN должно быть похоже на токен бота'],
  [{ STAND_FLOOD: 'yes' }, 'STAND_FLOOD должно быть одним из: on, off; сейчас «yes»'],
  [{ STAND_HOST: 'phone.local' }, 'STAND_HOST должно быть IP-адресом этой машины'],
  [{ DATABASE_URL: 'mysql://db/office' }, 'DATABASE_URL должно быть адресом'],
  [{ ADMIN_TELEGRAM_IDS: '1001;1002' }, 'ADMIN_TELEGRAM_IDS должно быть номерами в Telegram'],
  [{ ADMIN_TELEGRAM_IDS: '-1001' }, 'ADMIN_TELEGRAM_IDS должно быть номерами в Telegram'],
  [{ ADMIN_TELEGRAM_IDS: '99999999999999999999' }, 'ADMIN_TELEGRAM_IDS должно быть номерами в Telegram'],
  [{ INTAKE_TOKEN: 'short' }, 'INTAKE_TOKEN должно быть одним токеном'],
  [{ INTAKE_TOKEN: 'long-enough,long-enough,long-enough' }, 'INTAKE_TOKEN должно быть одним токеном'],
  [{ INTAKE_TOKEN: ',' }, 'INTAKE_TOKEN должно быть одним токеном'],
  [{ OFFICE_TIMEZONE: 'Europe/Mamadysh' }, 'OFFICE_TIMEZONE должно быть часовым поясом'],
  [{ OFFICE_TIMEZONE: '+03:00' }, 'OFFICE_TIMEZONE должно быть часовым поясом'],
  [{ DISTRICT_BOX: '53.9,47.2' }, 'DISTRICT_BOX должно быть южной'],
  [{ DISTRICT_BOX: '56.7,47.2,53.9,54.3' }, 'DISTRICT_BOX должно быть южной'],
  [{ WORKING_HOURS: '8-17' }, 'WORKING_HOURS должно быть временем открытия'],
  [{ WORKING_HOURS: '17:00-08:00' }, 'WORKING_HOURS должно быть временем открытия'],
  [{ WORKING_HOURS: '08:00-09:00' }, 'WORKING_HOURS должно быть временем открытия'],
  [{ WORKING_HOURS: '08:00-25:00' }, 'WORKING_HOURS должно быть временем открытия'],
  [{ STAGE_SHARES: SHARES }, 'STAGE_SHARES должно давать каждому этапу положительную долю'],
  [{ STAGE_SHARES: `${SHARES},answer_approval=0.126` }, 'STAGE_SHARES должно давать доли, которые в сумме равны 1'],
  [{ STAGE_SHARES: `${SHARES},answer_approval=-0.125` }, 'STAGE_SHARES должно давать каждому этапу положительную долю'],
  [{ STAGE_SHARES: `${SHARES},approval=0.125` }, 'STAGE_SHARES должно давать каждому этапу положительную долю'],
  [{ STAGE_SHARES: `${SHARES},answer_approval=0.1,answer_approval=0.025` }, 'STAGE_SHARES должно давать'],
  [{ FOUR_EYES: 'off' }, 'FOUR_EYES должно быть одним из: warn, forbid'],
  [{ PERSONAL_DATA_IN_CHAT: 'always' }, 'PERSONAL_DATA_IN_CHAT должно быть одним из: never, on_request, max'],
  [
    { ...TELEGRAM, PERSONAL_DATA_IN_CHAT: 'max' },
    'PERSONAL_DATA_IN_CHAT max: контакты показываются только в MAX, а MAX_TOKEN не задан',
  ],
  [
    { OFFICE_CONTACTS: '3-10-00; 3-10-01' },
    'OFFICE_CONTACTS должно быть телефонами, почтовыми доменами и ИНН исполкома',
  ],
  [{ OFFICE_CONTACTS: '112, tatar' }, 'через запятую, например +7 (85563) 3-10-00, tatar.ru, 1626000000; сейчас'],
  [{ DEFAULT_LOCALE: 'en' }, 'DEFAULT_LOCALE должно быть одним из: ru, tt'],
  [{ SIGNATURES: 'sign' }, 'SIGNATURES должно быть одним из: mark, verify; сейчас «sign»'],
  [{ SIGNATURES: 'verify' }, 'SIGNATURE_TRUST_DIR нужно, потому что SIGNATURES=verify'],
  [{ SIGNATURE_CRL: 'maybe' }, 'SIGNATURE_CRL должно быть одним из: accept, refuse'],
  ...[
    'mail.example.org',
    'http://mail.example.org',
    'smtp://',
    'smtp://u@mail.example.org',
    'smtp://u:%zz@mail.example.org',
    'smtp://mail.example.org/box',
    'smtp://mail.example.org?secure=false',
  ].map((SMTP_URL): [Environment, string] => [
    { SMTP_URL, MAIL_FROM: 'a@b.ru' },
    'SMTP_URL должно быть адресом почтового сервера',
  ]),
  ...['a@b', 'Исполком', 'a@b.ru\nBcc: c@d.ru', '"a" <a@b.ru>', 'Исполком <a b@c.ru>'].map(
    (from): [Environment, string] => [
      { SMTP_URL: 'smtp://localhost', MAIL_FROM: from },
      'MAIL_FROM должно быть адресом, от которого идут письма',
    ],
  ),
  [{ SMTP_URL: 'smtp://localhost' }, 'MAIL_FROM нужно, потому что задано SMTP_URL'],
  [{ MAIL_FROM: 'a@b.ru' }, 'SMTP_URL нужно, потому что задано MAIL_FROM'],
  [{ POS_GATEWAY_URL: 'https://pos.example.org' }, 'POS_GATEWAY_TOKEN нужно, потому что задано POS_GATEWAY_URL'],
  [{ POS_GATEWAY_TOKEN: '0123456789abcdef' }, 'POS_GATEWAY_URL нужно, потому что задано POS_GATEWAY_TOKEN'],
  [
    { POS_GATEWAY_URL: 'https://u:p@pos.example.org', POS_GATEWAY_TOKEN: '0123456789abcdef' },
    'POS_GATEWAY_URL должно быть адресом без имени',
  ],
  ...['pos.example.org', '10.0.0.5:8080', 'https://'].map((POS_GATEWAY_URL): [Environment, string] => [
    { POS_GATEWAY_URL, POS_GATEWAY_TOKEN: '0123456789abcdef' },
    'POS_GATEWAY_URL должно быть адресом, который начинается с https://, http://',
  ]),
  [{ POS_GATEWAY_URL: 'https://pos.example.org', POS_GATEWAY_TOKEN: 'short' }, 'POS_GATEWAY_TOKEN должно быть ключом'],
  [{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL должно быть одним из: fatal, error, warn'],
])('%j is refused, and nothing else with it', (env, problem) => {
  expect(problemsOf(env)).toEqual([expect.stringContaining(problem)]);
});

test.each(VARIABLES)('whatever %s is, it is taken or refused with words, and nothing breaks', (name) => {
  for (const value of [
    'x',
    '0',
    ',',
    ':',
    '://',
    'a b',
    'https://',
    'http://[',
    'smtp://%',
    '<>',
    'я',
    '-1',
    '=',
    '\n',
    'null',
  ])
    expect(() => problemsOf({ [name]: value })).not.toThrow();
});

test('all bad variables are told at once, in the order of .env.example, in lines that can be printed', () => {
  const env = { LOG_LEVEL: 'loud', HTTP_PORT: 'x', WEBHOOK_SECRET: 'y', SMTP_URL: 'z', BOT_TOKEN: 'w' };
  expect(problemsOf(env).map((line) => line.split(' ')[0])).toEqual([
    'BOT_TOKEN',
    'WEBHOOK_SECRET',
    'HTTP_PORT',
    'SMTP_URL',
    'MAIL_FROM',
    'LOG_LEVEL',
  ]);
  expect(() => asUser(env)).toThrow(
    /^Настройки заданы неверно\. .*:\n {2}BOT_TOKEN должно .*\n {2}WEBHOOK_SECRET нужно только /,
  );
});

test.each([
  'BOT_TOKEN',
  'TELEGRAM_PROXY',
  'WEBHOOK_SECRET',
  'STAND_TOKEN',
  'DATABASE_URL',
  'INTAKE_TOKEN',
  'SMTP_URL',
  'POS_GATEWAY_TOKEN',
  'BACKUP_RECIPIENT',
])('a bad %s is not repeated in the message, for it may hold a secret', (name) => {
  const secret = ',my secret,,x,';
  expect(problemsOf({ [name]: secret }).join('\n')).toContain(name);
  expect(problemsOf({ [name]: secret }).join('\n')).not.toContain('my secret');
});

test.each([
  'AGE-SECRET-KEY-1QQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQ',
  '123456789:AAF-abcdefghijklmnopqrstuvwxyz01234',
  'postgres://office:pass@server/base',
])('nor is a secret that was pasted to another variable: %s', (secret) => {
  for (const name of VARIABLES) expect(problemsOf({ [name]: secret }).join('\n')).not.toContain(secret);
});

test('an office that speaks Tatar reads what is wrong in Tatar', () => {
  expect(() => asUser({ DEFAULT_LOCALE: 'tt', HTTP_PORT: 'x' })).toThrow(
    /^Көйләүләр дөрес түгел.*\n {2}HTTP_PORT порт номеры/s,
  );
});

test('an admin is shown what is set, and of a secret only that it is', () => {
  const { shown } = loadConfig(
    {
      BOT_TOKEN: '42:very-secret',
      INTAKE_TOKEN: 'very-secret',
      ADMIN_TELEGRAM_IDS: '1001',
      DATABASE_URL: 'postgres://u:very-secret@h/d',
    },
    false,
  );
  const of = (variable: string) => shown.find((one) => one.variable === variable)?.value;
  expect(JSON.stringify(shown)).not.toContain('very-secret');
  expect([
    of('BOT_TOKEN'),
    of('ADMIN_TELEGRAM_IDS'),
    of('OFFICE_TIMEZONE'),
    of('HTTP_PORT'),
    of('SIGNATURES'),
    of('SMTP_URL'),
  ]).toEqual(['•••', '1001', 'Europe/Moscow', '8080', 'mark', null]);
  expect(shown.map(({ variable }) => variable)).toEqual(VARIABLES);
});
