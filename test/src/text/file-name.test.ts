import { safeFileName } from '../../../src/text/file-name';

test.each([
  ['Акт осмотра.pdf', 'Акт осмотра.pdf'],
  ['../../etc/passwd', '_.._etc_passwd'],
  ['отчёт: «яма»?.docx', 'отчёт_ «яма»_.docx'],
  ['con.txt', '_con.txt'],
  ['NUL', '_NUL'],
  ['...', '_'],
  ['', '_'],
  ['  a\u0000b\u202Egpj.exe', 'a_b_gpj.exe'],
  ['Письмо.', 'Письмо'],
  [`${'я'.repeat(300)}.jpeg`, `${'я'.repeat(80)}.jpeg`],
  ['и\u0306.txt', 'й.txt'],
])('%j is called %j in a folder', (name, safe) => {
  expect(safeFileName(name)).toBe(safe);
});
