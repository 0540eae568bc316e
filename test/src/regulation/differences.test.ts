import { isPossibleAt } from '../../../src/regulation/decide';
import { ACT_OF, AGREEING, DIFFERENCE_RULES, placeThere, PLACES_THERE } from '../../../src/regulation/differences';
import { DIFFERENCES, isFinal } from '../../../src/regulation/vocabulary';

test.each<[stage: string | null, status: string | null, place: string | null]>([
  [null, null, null],
  ['Новое', null, 'coordination'],
  ['В работе', 'На согласовании', 'agreement'],
  ['В работе', 'Неведомо что', 'work'],
  ['В работе', 'Промежуточный ответ', 'postponed'],
  ['Завершено', 'Передано по подведомственности', 'redirect'],
  [null, 'Обновлено', null],
])('stage «%s», status «%s»: %s', (stage, status, place) => {
  expect(placeThere(stage, status)).toBe(place);
});

test.each(DIFFERENCES)(
  '%s: each remedy is an act of the table where it differs so, and it can be left as it is',
  (kind) => {
    const { stages, mendings } = DIFFERENCE_RULES[kind];
    for (const one of mendings) {
      const action = one.what === 'act' ? one.action : ACT_OF[one.what];
      expect([action, stages.some((stage) => isPossibleAt(action, stage))]).toEqual([action, true]);
    }
    expect(mendings.at(-1)).toEqual({ what: 'keep' });
  },
);

test('every place of ПОС is somewhere here', () => {
  for (const place of PLACES_THERE) expect(AGREEING[place].some((stage) => !isFinal(stage))).toBe(true);
});
