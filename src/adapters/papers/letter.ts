import { wordsOf, type Words } from '../../i18n';
import type { Letter, WriteLetter } from '../../usecases/kit/ports';
import { letterhead } from './head';
import { drawSigner, drawSignerWithMark } from './signer';
import { drawPaper, keepTogether, MARGINS, onEachPage, print, SIZE, widthOf, type Page } from './sheet';

const LINE_GAP = 3;
/** The addressee stands in the right half, as on official paper. */
const ADDRESSEE_WIDTH = 220;
/** Across each sheet of a draft. */
const MARK = { size: 110, angle: -52, opacity: 0.12 } as const;

/** A letter as a document. */
export const writeLetter: WriteLetter = (letter) => {
  const words = wordsOf(letter.locale);
  const paper = {
    locale: letter.locale,
    title: letter.inAnswerTo
      ? words.plain('letter:title', { number: letter.inAnswerTo.number })
      : words.plain('letter:request.title', { number: letter.number }),
    author: letter.head.name.join(' '),
    issuedAt: letter.issuedAt,
  };
  return drawPaper(paper, words, (page) => {
    head(page, letter, words);
    body(page, letter);
    tail(page, letter, words);
    if (letter.draft !== null) markEachPage(page, words);
  });
};

/** Nobody takes any sheet of a draft for one of the letter. */
function markEachPage(page: Page, { plain }: Words): void {
  onEachPage(page, () => {
    const { width, height, margins } = page.page;
    const { bottom } = margins;
    // Below the margin text would begin another page.
    margins.bottom = 0;
    page
      .save()
      .rotate(MARK.angle, { origin: [width / 2, height / 2] })
      .font('bold')
      .fontSize(MARK.size)
      .fillOpacity(MARK.opacity)
      .text(plain('letter:draft.mark'), -width, height / 2 - MARK.size / 2, {
        width: width * 3,
        align: 'center',
        lineBreak: false,
      })
      .restore();
    margins.bottom = bottom;
  });
}

function head(page: Page, letter: Letter, words: Words) {
  const { date, number, inAnswerTo, alsoTo, addressee, draft } = letter;
  const appeals = [...(inAnswerTo ? [inAnswerTo] : []), ...alsoTo];
  const { plain } = words;
  if (draft !== null) {
    page.font('bold').fontSize(SIZE.head).text(plain('letter:draft.title'), { align: 'right' });
    page
      .font('regular')
      .fontSize(SIZE.small)
      .text(plain(`letter:draft.${draft}`), { align: 'right' })
      .moveDown();
  }
  letterhead(page, letter.head);

  page.font('regular').fontSize(SIZE.text);
  const { left } = MARGINS;
  const right = left + widthOf(page);
  const top = page.y;
  page.text(plain('letter:number', { date, number }), left, top, { width: right - left - ADDRESSEE_WIDTH - 15 });
  for (const one of appeals) page.text(plain('letter:inAnswerTo', one), { width: right - left - ADDRESSEE_WIDTH - 15 });
  const below = page.y;
  const [only] = appeals;
  const applicant =
    alsoTo.length === 0
      ? plain('letter:toApplicant', { number: only?.number ?? '' })
      : plain('letter:toApplicants', { numbers: appeals.map((one) => `№ ${one.number}`).join(', ') });
  page.x = right - ADDRESSEE_WIDTH;
  page.y = top;
  print(page, 'regular', addressee ?? applicant, { width: ADDRESSEE_WIDTH });
  page.x = left;
  page.y = Math.max(below, page.y);
  page.moveDown(1.5);
}

function body(page: Page, { text }: Letter) {
  page.font('regular').fontSize(SIZE.text);
  for (const paragraph of text.split('\n')) {
    if (paragraph.trim() === '') page.moveDown(0.5);
    else print(page, 'regular', paragraph, { align: 'justify', lineGap: LINE_GAP, paragraphGap: LINE_GAP });
  }
}

/** «Приложение» stands above the signature (ГОСТ Р 7.0.97): what is enclosed is signed, too. */
function tail(page: Page, { signer, mark, executor, enclosed }: Letter, words: Words) {
  const { plain } = words;
  page.moveDown(1.5);
  if (enclosed.length > 0) {
    page.font('regular').fontSize(SIZE.small);
    const lines = enclosed.map(({ kind, name, day }, index) =>
      kind === 'photo'
        ? plain('letter:photo', { place: index + 1, day })
        : plain('letter:file', { place: index + 1, name: name ?? plain('letter:noName'), day }),
    );
    print(page, 'regular', [plain('letter:enclosed'), ...lines].join('\n')).moveDown(1.5);
  }
  if (mark) drawSignerWithMark(page, signer, mark, words);
  else if (signer) drawSigner(page, signer);
  page.font('regular').fontSize(SIZE.small);
  keepTogether(page, 2);
  if (executor.name !== null) print(page, 'regular', plain('letter:executor', { name: executor.name }));
  if (executor.phone !== '') page.text(plain('letter:phone', { phone: executor.phone }));
}
