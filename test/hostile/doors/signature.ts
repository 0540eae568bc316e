import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { systemClock } from '../../../src/clock';
import { fileOf } from '../../src/stand/support';
import { agree, card, inWork, submit } from '../../support/office-work';
import { randomOf } from '../../support/random';
import { TestAuthority, type TestSigner } from '../../support/signing';
import { PEOPLE } from '../../support/world';
import {
  attribute,
  certificate,
  contentType,
  digest,
  element,
  identifier,
  nested,
  octets,
  rsaKey,
  sequence,
  signedData,
  signer,
  signingTime,
} from '../corpus/der';
import type { Case, Door } from '../door';
import type { HostileOffice } from '../office';

/** What is made knows the letter that is to be signed, and whoever may sign it. */
type Given = (letter: Buffer, approver: TestSigner) => Buffer;

const SNILS = '11223344595';
const KILOBYTE = 1_000;
const BAD = /Подпись не принята/;
const GOOD = /Подпись верна/;
const now = (): Date => systemClock.now();

const made = (name: string, make: Given, says = BAD): Case<Given> => ({ name, make: () => make, says });
const many = (count: number, make: (index: number) => Buffer): Buffer[] =>
  Array.from({ length: count }, (_, index) => make(index));
const NULL = element(0x05);
const pem = (bytes: string, label = 'CMS'): Buffer =>
  Buffer.from(`-----BEGIN ${label}-----\n${bytes}\n-----END ${label}-----\n`);

const CASES: readonly Case<Given>[] = [
  made('nothing', () => Buffer.alloc(0), /Файл пустой|Подпись не принята/),
  made('one byte', () => Buffer.from([0x30])),
  made('a byte more than a megabyte', () => Buffer.alloc(1_048_577, 0x30)),
  made('the letter itself', (letter) => letter),
  made('a zip', () => Buffer.from('PK\x03\x04'.padEnd(1_000, '\0'))),
  made('NUL, a megabyte', () => Buffer.alloc(1_000 * KILOBYTE)),
  made('sequences 300000 deep', () => nested(200_000)),
  made('sequences without length 500000 deep', () => Buffer.alloc(1_000 * KILOBYTE, Buffer.from([0x30, 0x80]))),
  made('octet strings without length 500000 deep', () =>
    Buffer.concat([Buffer.from([0x30, 0x80]), Buffer.alloc(900 * KILOBYTE, Buffer.from([0x24, 0x80]))]),
  ),
  made('300000 elements', () => sequence(Buffer.concat(many(300_000, () => NULL)))),
  made('a length of 4 GB', () => Buffer.from('3084ffffffff0201', 'hex')),
  made('a length of 126 bytes', () => Buffer.concat([Buffer.from([0x30, 0xfe]), Buffer.alloc(126, 0xff)])),
  made('a length that is reserved', () => Buffer.from('30ff0201', 'hex')),
  made('a tag of a hundred thousand bytes', () =>
    Buffer.concat([Buffer.from([0x3f]), Buffer.alloc(100 * KILOBYTE, 0xff)]),
  ),
  made('an identifier of 900 kB', () => sequence(element(0x06, Buffer.alloc(900 * KILOBYTE, 0x81)))),
  made('SignedData with 30000 digests', () =>
    signedData({ digests: many(30_000, () => sequence(identifier('2.16.840.1.101.3.4.2.1'))) }),
  ),
  made('SignedData with 3000 signers', () => signedData({ signers: many(3_000, () => signer()) })),
  made('SignedData without a signer', () => signedData({ signers: [] })),
  made('10000 attributes', () =>
    signedData({ signers: [signer({ attributes: many(10_000, (index) => attribute(`1.2.${index}`, NULL)) })] }),
  ),
  made('the digest three times', () =>
    signedData({
      certificates: [certificate({ subject: 'Я', issuer: 'УЦ' })],
      signers: [signer({ attributes: [contentType(), ...many(3, () => digest(Buffer.alloc(32)))] })],
    }),
  ),
  made('a serial number of 900 kB', () =>
    signedData({
      certificates: [certificate({ subject: 'Я', issuer: 'УЦ', serial: Buffer.alloc(400 * KILOBYTE, 1) })],
      signers: [signer({ serial: Buffer.alloc(400 * KILOBYTE, 1) })],
    }),
  ),
  made('a name of 900 kB', () =>
    signedData({
      certificates: [certificate({ subject: 'Я'.repeat(200 * KILOBYTE), issuer: 'УЦ'.repeat(50 * KILOBYTE) })],
      signers: [signer({ issuer: 'УЦ'.repeat(50 * KILOBYTE) })],
    }),
  ),
  made('2000 certificates', () =>
    signedData({
      certificates: many(2_000, (index) =>
        certificate({ subject: `Я${index}`, issuer: 'УЦ', serial: Buffer.from([index >> 8, index & 255]) }),
      ),
    }),
  ),
  made('certificates that issue one another', () =>
    signedData({
      certificates: [
        certificate({ subject: 'Я', issuer: 'УЦ' }),
        certificate({ subject: 'УЦ', issuer: 'Центр' }),
        certificate({ subject: 'Центр', issuer: 'УЦ' }),
      ],
    }),
  ),
  made('a thousand authorities of one name', () =>
    signedData({
      certificates: [
        certificate({ subject: 'Я', issuer: 'УЦ' }),
        ...many(1_000, (index) =>
          certificate({ subject: 'УЦ', issuer: 'УЦ', serial: Buffer.from([2, index >> 8, index & 255]) }),
        ),
      ],
    }),
  ),
  made('a key by RSA of 3 million bits', () =>
    signedData({ certificates: [certificate({ subject: 'Я', issuer: 'УЦ', key: rsaKey(400 * KILOBYTE) })] }),
  ),
  made('a key by RSA whose exponent is as long', () =>
    signedData({
      certificates: [certificate({ subject: 'Я', issuer: 'УЦ', key: rsaKey(2_048, Buffer.alloc(2_048, 0x7f)) })],
    }),
  ),
  made('5000 extensions', () =>
    signedData({
      certificates: [
        certificate({
          subject: 'Я',
          issuer: 'УЦ',
          extensions: many(5_000, (index) => sequence(identifier(`1.2.${index}`), octets(NULL))),
        }),
      ],
    }),
  ),
  made('an extension 40000 deep', () =>
    signedData({
      certificates: [
        certificate({
          subject: 'Я',
          issuer: 'УЦ',
          extensions: [sequence(identifier('2.5.29.32'), octets(nested(40_000)))],
        }),
      ],
    }),
  ),
  made('times that are none', () =>
    signedData({
      certificates: [certificate({ subject: 'Я', issuer: 'УЦ', from: '99999999999999Z', to: '00000000000000Z' })],
      signers: [signer({ attributes: [contentType(), signingTime('99999999999999Z'), digest(Buffer.alloc(32))] })],
    }),
  ),
  made('another document of 900 kB within', () =>
    signedData({
      content: octets(Buffer.alloc(900 * KILOBYTE, 0x41)),
      certificates: [certificate({ subject: 'Я', issuer: 'УЦ' })],
    }),
  ),
  made('a name with NUL and U+202E', () =>
    signedData({ certificates: [certificate({ subject: 'Гарипов\0\u202eволс', issuer: 'УЦ' })] }),
  ),
  made('PEM of 900 kB of zeros', () => pem('A'.repeat(900 * KILOBYTE))),
  made('PEM of 30000 labels', () => Buffer.from('-----BEGIN CMS-----\n'.repeat(50_000))),
  made('PEM whose label has no end', () => Buffer.from(`-----BEGIN ${'A'.repeat(900 * KILOBYTE)}`)),
  made('PEM of dashes', () => Buffer.alloc(1_000 * KILOBYTE, 0x2d)),
  made('blanks of a megabyte', () => Buffer.alloc(1_000 * KILOBYTE, 0x20)),
  made('base64 that is cut', (letter, approver) =>
    Buffer.from(approver.sign(letter, now()).toString('base64').slice(0, -7)),
  ),
  made('another document', (_, approver) => approver.sign(Buffer.from('другой'), now())),
  made('signed in the year 2100', (letter, approver) => approver.sign(letter, new Date('2100-01-01T00:00:00Z'))),
  made('by a person of another authority', (letter) =>
    new TestAuthority('Неизвестный\u202eУЦ').certify(PEOPLE.approver.name, SNILS).sign(letter, now()),
  ),
  made('a name of 3000 letters of a real signer', (letter) =>
    new TestAuthority('УЦ'.repeat(3_000)).certify('Ы'.repeat(3_000), SNILS).sign(letter, now()),
  ),
  ...Array.from({ length: 9 }, (_, tenth) =>
    made(`cut at ${tenth + 1} tenths`, (letter, approver) => {
      const whole = approver.sign(letter, now());
      return whole.subarray(0, Math.floor((whole.length * (tenth + 1)) / 10));
    }),
  ),
  ...Array.from({ length: 6 }, (_, seed) =>
    made(`with some bytes changed, ${seed}`, (letter, approver) => {
      const random = randomOf(seed);
      const changed = Buffer.from(approver.sign(letter, now()));
      for (let time = 0; time < 12; time += 1)
        changed[Math.floor(random() * changed.length)] = Math.floor(random() * 256);
      return changed;
    }),
  ),
];

export const signature: Door<Given> = {
  name: 'signature',
  cases: CASES,
  short: [
    'sequences 300000 deep',
    'a thousand authorities of one name',
    'PEM whose label has no end',
    'cut at 5 tenths',
  ],
  async prepare(work) {
    const trust = path.join(work, 'trust');
    await mkdir(trust);
    const accredited = new TestAuthority('Аккредитованный УЦ');
    await accredited.trustIn(trust, 'qualified');
    const approver = accredited.certify(PEOPLE.approver.name, SNILS);
    return {
      env: { SIGNATURE_TRUST_DIR: trust },
      async enter(office) {
        await office.rows('update person set snils = $2 where name = $1', [PEOPLE.approver.name, SNILS]);
        await nameOffice(office);
        const number = await inWork(office);
        await submit(office, number);
        await agree(office, number);
        const phone = office.phone('approver');
        await phone.press('Утвердить', card(number));
        const letter = await letterIn(office, number);
        const send = async (bytes: Buffer) => {
          const form = new FormData();
          form.append('document', fileOf(bytes, 'ответ.pdf.sig', 'application/octet-stream'));
          await office.stand.control('POST', `people/${PEOPLE.approver.telegramId}/send`, form);
        };
        const texts = () => office.texts('approver');
        return {
          async give(make) {
            await send(make(letter, approver));
            return async () => (await texts()).slice(-3).join('\n');
          },
          async beside() {
            await send(approver.sign(letter, now()));
            const isGood = await office.comes(async () => (await texts()).some((text) => GOOD.test(text)));
            if (!isGood) return [`a good signature right after: ${JSON.stringify((await texts()).slice(-2))}`];
            // It is not used, so that another may be asked for.
            await phone.press('Отмена', GOOD);
            await phone.press('Утвердить', card(number));
            return [];
          },
        };
      },
    };
  },
};

/** Without its name no letter is made. */
async function nameOffice(office: HostileOffice): Promise<void> {
  const admin = office.phone('supervisor');
  await admin.say('/admin');
  await admin.press('Параметры', 'Управление');
  await admin.press('Бланк письма');
  await admin.press('Название', 'Бланк письма');
  await admin.say('ИСПОЛНИТЕЛЬНЫЙ КОМИТЕТ');
}

async function letterIn(office: HostileOffice, number: string): Promise<Buffer> {
  let found: string | undefined;
  const came = await office.comes(async () => {
    const messages = await office.phone('approver').messages();
    found = messages.findLast(({ document }) => document?.file_name.startsWith(number) === true)?.document?.file_id;
    return found !== undefined;
  });
  if (!came || found === undefined)
    throw new Error(`No letter of ${number}: ${JSON.stringify((await office.texts('approver')).slice(-2))}`);
  return office.stand.download(found);
}
