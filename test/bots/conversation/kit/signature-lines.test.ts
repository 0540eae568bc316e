import { signatureLines } from '../../../../bots/conversation/kit/signature-lines';
import { loadCalendar } from '../../../../src/adapters/calendars';
import { LOCALES, wordsOf } from '../../../../src/i18n';
import { SIGNATURE_FAULTS, type CheckedSignature, type SignatureFault } from '../../../../src/usecases/kit/signature';

const calendar = loadCalendar({ zone: 'Europe/Moscow', opensAt: 480, closesAt: 1020 });
const moment = new Date('2026-12-01T09:00:00Z');
const everything = { whose: 'УЦ', moment, algorithm: 'SHA-1', owner: 'Петров Пётр' };

describe.each([...LOCALES])('in %s', (locale) => {
  const words = wordsOf(locale);

  test.each([...SIGNATURE_FAULTS])('%s says what is wrong and what to do, like no other', (kind) => {
    const [verdict, wrong, todo] = signatureLines(
      { good: false, fault: { kind, ...everything } as SignatureFault },
      words,
      calendar,
    );
    expect([verdict, wrong, todo].every((line) => line !== undefined && !/[{}]|signature:/.test(line))).toBe(true);
    const same = SIGNATURE_FAULTS.filter((other) => words.plain(`signature:fault.${other}.wrong`) === wrong);
    expect(same.filter((other) => other !== kind)).toEqual([]);
  });
});

const good: CheckedSignature = {
  good: true,
  level: 'qualified',
  form: 'attached',
  hashes: { sha256: 'aa', streebog256: 'bb', streebog512: 'cc' },
  serial: '67',
  subject: 'Иванов Иван Иванович',
  issuer: 'УЦ',
  validFrom: moment,
  validTo: moment,
  chain: ['Иванов Иван Иванович', 'УЦ'],
  revocation: [{ authority: 'УЦ', state: 'stale', number: '7', issuedAt: moment }],
  toldBy: null,
  signedAt: null,
  checkedAt: moment,
  algorithm: 'gost512',
};

test('what was not checked is said as plainly as what was', () => {
  const lines = signatureLines(good, wordsOf('ru'), calendar);
  expect(lines).toContain('• документ внутри файла подписи, и он тот же');
  expect(lines).toContain(
    '• отзыв (УЦ): свежего списка нет, в списке от 01.12.2026 12:00 сертификата нет. Отметка: отзыв не проверен',
  );
  expect(lines).toContain('• кто должен был подписать, не указано: сверьте имя сами');
  expect(lines).toContain('• времени подписания в подписи нет');
});
