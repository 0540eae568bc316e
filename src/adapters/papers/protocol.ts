import { wordsOf, type Words } from '../../i18n';
import { asPrinted } from '../../text/plain-text';
import type { Protocol, WriteProtocol } from '../../usecases/kit/ports';
import { drawPaper, keepTogether, rule, SIZE, typeFor, type Page } from './sheet';

/** Of a label, before its value. */
const LABEL_WIDTH = 130;
const BETWEEN = 8;

/** What was checked of a signature, row by row, as a document: nothing that was not checked is in it. */
export const writeProtocol: WriteProtocol = (protocol) => {
  const words = wordsOf(protocol.locale);
  const { document, office, check } = protocol;
  const paper = {
    locale: protocol.locale,
    title: words.plain('signature:protocol.paper', { file: document.file }),
    author: office.join(' '),
    issuedAt: protocol.issuedAt,
  };
  return drawPaper(paper, words, (page) => {
    const { plain } = words;
    page.font('regular').fontSize(SIZE.small).text(office.join('\n'), { align: 'center' });
    page.font('bold').fontSize(SIZE.head).moveDown(0.5).text(plain('signature:protocol.title'), { align: 'center' });
    page.font('regular').fontSize(SIZE.text).text(plain('signature:protocol.by'), { align: 'center' });
    rule(page);
    page
      .font('bold')
      .fontSize(SIZE.text)
      .text(plain(`signature:verdict.good_${check.level}`))
      .moveDown(0.7);
    for (const [name, rows] of sectionsOf(protocol, words)) section(page, plain(`signature:protocol.${name}`), rows);
    page
      .moveDown(0.5)
      .font('regular')
      .fontSize(SIZE.small)
      .text(plain('signature:protocol.limits', { zone: protocol.zone }));
  });
};

type Row = readonly [label: string, value: string];
type Section = 'ofDocument' | 'ofFile' | 'ofCertificate' | 'ofChain' | 'ofPerson' | 'ofTime';

function sectionsOf(protocol: Protocol, words: Words): readonly (readonly [Section, readonly Row[]])[] {
  const { file, check, person } = protocol;
  const { plain } = words;
  const row = (label: Label, value: string): Row => [plain(`signature:protocol.label.${label}`), value];
  return [
    ['ofDocument', rowsOfDocument(protocol, row, words)],
    [
      'ofFile',
      [
        row('file', file.name ?? plain('letter:noName')),
        row('size', plain('signature:protocol.bytes', { count: file.size })),
        row('sha256', file.sha256),
        row('form', plain(`signature:checked.form_${check.form}`)),
        row('algorithm', plain(`signature:algorithm.${check.algorithm}`)),
      ],
    ],
    [
      'ofCertificate',
      [
        row('owner', check.subject),
        row('serial', check.serial),
        row('issuer', check.issuer),
        row('valid', plain('signature:protocol.fromTo', { from: check.validFrom, to: check.validTo })),
        row('level', plain(`signature:protocol.level_${check.level}`)),
      ],
    ],
    [
      'ofChain',
      [
        ...check.chain.map((name, index): Row => [plain('signature:protocol.link', { place: index + 1 }), name]),
        ...check.revocation.map((link) => row('revocation', revocationOf(link, words))),
      ],
    ],
    ['ofPerson', [row('signer', person), row('told', plain(`signature:protocol.told_${check.toldBy ?? 'nobody'}`))]],
    [
      'ofTime',
      [row('signedAt', check.signedAt ?? plain('signature:checked.noSignedAt')), row('checkedAt', check.checkedAt)],
    ],
  ];
}

function rowsOfDocument(
  { document, check: { hashes } }: Protocol,
  row: (label: Label, value: string) => Row,
  { plain }: Words,
): readonly Row[] {
  return [
    row('file', document.file),
    row('answerTo', plain('signature:protocol.answerTo', document.inAnswerTo)),
    row('issuedAt', document.issuedAt),
    row('size', plain('signature:protocol.bytes', { count: document.size })),
    row('sha256', hashes.sha256),
    row('streebog256', hashes.streebog256),
    row('streebog512', hashes.streebog512),
    row('unchanged', plain('signature:checked.document')),
  ];
}

type Label =
  | 'file'
  | 'answerTo'
  | 'issuedAt'
  | 'size'
  | 'sha256'
  | 'streebog256'
  | 'streebog512'
  | 'unchanged'
  | 'form'
  | 'algorithm'
  | 'owner'
  | 'serial'
  | 'issuer'
  | 'valid'
  | 'level'
  | 'revocation'
  | 'signer'
  | 'told'
  | 'signedAt'
  | 'checkedAt';

function revocationOf(
  { authority, state, number, issuedAt }: Protocol['check']['revocation'][number],
  { plain }: Words,
): string {
  const said = { authority, moment: issuedAt ?? '' };
  return state === 'fresh' && number !== null
    ? plain('signature:protocol.revocation_freshNumbered', { ...said, number })
    : plain(`signature:protocol.revocation_${state}`, said);
}

function section(page: Page, title: string, rows: readonly Row[]): void {
  keepTogether(page, 4);
  page.font('bold').fontSize(SIZE.small).text(title).moveDown(0.2);
  page.font('regular');
  for (const [label, value] of rows) drawRow(page, label, value);
  page.moveDown(0.6);
}

/** The value beside its label; both have all of their lines on one page. */
function drawRow(page: Page, label: string, said: string): void {
  const value = asPrinted(said);
  const type = typeFor(page, value);
  const { left, right } = page.page.margins;
  const width = page.page.width - left - right - LABEL_WIDTH - BETWEEN;
  const height = Math.max(
    page.heightOfString(label, { width: LABEL_WIDTH }),
    page.font(type).heightOfString(value, { width }),
  );
  if (page.y + height > page.page.height - page.page.margins.bottom) page.addPage();
  const top = page.y;
  page.font('regular').text(label, left, top, { width: LABEL_WIDTH });
  page.font(type).text(value, left + LABEL_WIDTH + BETWEEN, top, { width });
  page.font('regular');
  page.x = left;
  page.y = top + height + 2;
}
