import { toPlainDate as day } from '../../../../src/regulation/calendar';
import type { Actor } from '../../../../src/regulation/facts';
import { codeOf } from '../../../../src/usecases/kit/names';
import { readBehind } from '../../../../src/usecases/statistics/read-behind';
import { CUTS, type PartAsked } from '../../../../src/usecases/statistics/period-rows';
import { readParts, readPeriod } from '../../../../src/usecases/statistics/period';
import { FIGURES, type Figure } from '../../../../src/usecases/statistics/behind';
import {
  missedByReport,
  sumOfAnswers,
  type Figures,
  unitAround,
  type Named,
} from '../../../../src/usecases/statistics/figures';
import { played } from '../../../support/random';
import { countAll } from './counting';
import { play } from './random-acts';
import { Onlooker } from './reckoning';
import { openOffice, type WorkingOffice } from '../working-office';

let office: WorkingOffice;
let curator: Actor;
beforeAll(async () => {
  office = await openOffice();
  curator = await office.actor('curator');
});
afterAll(() => office.fresh.drop());

const countIn = (figures: Figures, figure: Figure): number => {
  if (figure === 'answered') return sumOfAnswers(figures);
  return figure === 'missed' ? missedByReport(figures) : figures[figure];
};

/** What every figure says, and how long the list behind it is. */
async function bothOf(named: Named, parts: readonly PartAsked[], figures: Figures) {
  const lists = await Promise.all(
    FIGURES.map(async (figure) => {
      const behind = await readBehind(office.desk, curator, { named, figure, parts, page: 0 });
      return [figure, typeof behind === 'string' ? behind : behind.count] as const;
    }),
  );
  const which = `${named.from} to ${named.to} ${parts.map(({ by, code }) => `${by} ${code}`).join()}`;
  return {
    told: { which, ...Object.fromEntries(FIGURES.map((figure) => [figure, countIn(figures, figure)])) },
    listed: { which, ...Object.fromEntries(lists) },
  };
}

test('the list behind a figure is as long as the figure says, of everything and of every part', async () => {
  await played(async (random) => {
    await play(office, random, new Onlooker(office));
    await countAll(office);
    const periods: Named[] = [
      unitAround('month', day('2026-09-15')),
      unitAround('year', day('2026-09-15')),
      { unit: 'own', from: day('2026-09-10'), to: day('2026-10-12') },
    ];
    for (const named of periods) {
      const report = await readPeriod(office.desk, curator, named);
      if (typeof report === 'string') continue;
      const { told, listed } = await bothOf(named, [], report.figures);
      expect(listed).toEqual(told);
      if (named.unit === 'year') expect(report.figures.received).toBeGreaterThan(0);
      for (const by of CUTS) {
        const parts = await readParts(office.desk, curator, named, by);
        if (typeof parts === 'string') throw new Error(parts);
        for (const row of parts.rows) {
          const part = { by, code: codeOf(row.id) };
          const both = await bothOf(named, [part], row);
          expect(both.listed).toEqual(both.told);
          // Where it meets another slice: added up anew it is the same, and its lists are as long as they say.
          const other = CUTS[(CUTS.indexOf(by) + 1) % CUTS.length] ?? 'kind';
          const within = await readParts(office.desk, curator, named, other, [part]);
          if (typeof within === 'string') throw new Error(within);
          expect({ ...row, ...within.total }).toEqual(row);
          for (const one of named.unit === 'month' ? within.rows : []) {
            const parts = [part, { by: other, code: codeOf(one.id) }];
            const met = await readPeriod(office.desk, curator, named, parts);
            if (typeof met === 'string') throw new Error(met);
            const bothMet = await bothOf(named, parts, met.figures);
            expect(bothMet.listed).toEqual(bothMet.told);
          }
        }
      }
    }
  });
});
