import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import PDFDocument from 'pdfkit';
import { writeLetter } from '../../src/adapters/papers/letter';
import type { Letter } from '../../src/usecases/kit/ports';
import { printTable } from './support/figures';

const WARM_UP = 3;
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 41);

const SENTENCE =
  'Дорожное покрытие на ул. Советской, 15 восстановлено 24.11.2026, работы выполнило МКУ «Благоустройство», объём 12 квадратных метров, приняты мастером участка. ';
/** Two pages. */
const TEXT = Array.from({ length: 12 }, () => SENTENCE.repeat(2)).join('\n');
const LETTER: Letter = {
  locale: 'ru',
  head: { name: ['ИСПОЛНИТЕЛЬНЫЙ КОМИТЕТ'], contacts: 'тел. (800) 000-00-00' },
  date: '25.11.2026',
  number: '327441806-1',
  inAnswerTo: { number: '327441806', date: '12.11.2026' },
  alsoTo: [],
  addressee: null,
  draft: null,
  text: TEXT,
  signer: { name: 'Гарипов Р.М.', position: 'Руководитель' },
  executor: { name: 'Петров П.П.', phone: '(800) 000-00-01' },
  enclosed: [],
  issuedAt: new Date('2026-11-25T09:00:00Z'),
};

const fontOf = (file: string) => readFileSync(require.resolve(`@expo-google-fonts/pt-serif/${file}`));
const [regular, bold] = [fontOf('400Regular/PTSerif_400Regular.ttf'), fontOf('700Bold/PTSerif_700Bold.ttf')];

/** The control: the same text in the same two fonts by pdfkit, and nothing around it. */
function bare(): Promise<number> {
  return new Promise((resolve, reject) => {
    const page = new PDFDocument({ size: 'A4', margins: { top: 57, bottom: 57, left: 85, right: 42 } });
    let pages = 1;
    page.on('pageAdded', () => (pages += 1));
    page.on('data', () => undefined);
    page.on('end', () => resolve(pages));
    page.on('error', reject);
    page.registerFont('regular', regular).registerFont('bold', bold);
    page.font('bold').fontSize(12).text(LETTER.head.name.join('\n'), { align: 'center' });
    page.font('regular').text(TEXT, { align: 'justify', lineGap: 3, paragraphGap: 3 }).end();
  });
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}

async function main(): Promise<void> {
  const figures = { letter: [] as number[], bare: [] as number[] };
  for (let round = 0; round < WARM_UP + ROUNDS; round += 1) {
    const sides = ['letter', 'bare'] as const;
    for (const side of round % 2 === 0 ? sides : sides.toReversed()) {
      const took = await timed(() => (side === 'letter' ? writeLetter(LETTER) : bare()));
      if (round >= WARM_UP) figures[side].push(took);
    }
  }
  printTable(
    'letter: an answer of two pages, one after another in one process',
    [
      { what: 'the letter', rounds: figures.letter, unit: 'ms', digits: 1 },
      { what: 'its text by bare pdfkit', rounds: figures.bare, unit: 'ms', digits: 1 },
      {
        what: 'letter / bare',
        rounds: figures.letter.map((took, index) => took / (figures.bare[index] ?? Number.NaN)),
        unit: '×',
        digits: 2,
        aim: '≤ 1.5',
      },
    ],
    [`Bare, it has ${await bare()} pages.`],
  );
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
