import { tickOf } from '../../../src/jobs/ticker';

test.each([
  ['10:00:00.000', '10:00:00'],
  ['10:00:00.001', '10:00:15'],
  ['10:00:14.999', '10:00:15'],
  ['10:59:46.000', '11:00:00'],
])('what falls due at %s is done at %s', (moment, tick) => {
  expect(tickOf(new Date(`2026-12-01T${moment}Z`))).toEqual(new Date(`2026-12-01T${tick}Z`));
});
