import { changedFields, comparedWith } from '../../../../src/regulation/engagement/compared';
import { NO_CONTENT } from '../../../../src/regulation/engagement/content';

const at = (number: number, there: number | null = null) => ({
  number,
  placed: there === null ? null : { address: 'https://pos.gosuslugi.ru/1', number: there },
});

test.each([
  ['draft', at(3), { rejected: 2, handedOver: 1 }, ['rejected 2', 'handedOver 1']],
  ['agreement', at(3), { rejected: 1, handedOver: 3 }, ['rejected 1']],
  ['approval', at(3), { rejected: null, handedOver: 2 }, ['handedOver 2']],
  ['approval', at(3, 1), { rejected: 1, handedOver: 2 }, ['rejected 1', 'handedOver 2']],
  ['running', at(3, 2), { rejected: 1, handedOver: 1 }, ['placed 2']],
  ['running', at(3, 3), { rejected: 1, handedOver: 1 }, []],
  ['draft', at(1), { rejected: 1, handedOver: 1 }, []],
] as const)('in %s with %j after %j it is compared with %j', (stage, versions, former, expected) => {
  const found = comparedWith({ stage, ...versions }, former);
  expect(found.map(({ what, number }) => `${what} ${number}`)).toEqual(expected);
});

test('only parts of the kind differ, whatever else a form has kept', () => {
  const before = { ...NO_CONTENT, title: 'Каток', options: [{ name: 'Двор', about: '' }] };
  const after = { ...before, text: 'Открыт', options: [{ name: 'Двор', about: 'ул. Ленина' }] };
  expect(changedFields('news', before, after)).toEqual(['text']);
  expect(changedFields('site_vote', before, after)).toEqual(['text', 'options']);
});
