import { canonicalJson, type Json } from '../../../src/proof/canonical';
import { headHash, headLine } from '../../../src/proof/head';
import { lineOf } from '../../../src/proof/line';

/** RFC 8785: §3.2.2 and §3.2.3, and numbers of its appendix B. */
const CASES: readonly (readonly [string, Json, string])[] = [
  [
    'the example of §3.2.3',
    JSON.parse(
      '{"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],"string":"\\u20ac$\\u000F\\u000aA\'\\u0042\\u0022\\u005c\\\\\\"\\/","literals":[null,true,false]}',
    ) as Json,
    '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
  ],
  [
    'names in the order of their UTF-16 units',
    {
      '\u20ac': 'Euro Sign',
      '\r': 'Carriage Return',
      '\ufb33': 'Hebrew',
      '1': 'One',
      '\u{1f600}': 'Emoji',
      '\u0080': 'Control',
      '\u00f6': 'o',
    },
    '{"\\r":"Carriage Return","1":"One","\u0080":"Control","ö":"o","€":"Euro Sign","😀":"Emoji","\ufb33":"Hebrew"}',
  ],
  ['zero below zero', -0, '0'],
  ['the least number', 5e-324, '5e-324'],
  ['the greatest number', 1.7976931348623157e308, '1.7976931348623157e+308'],
  ['the greatest whole number', 9007199254740992, '9007199254740992'],
  ['a number before an exponent', 999999999999999900000, '999999999999999900000'],
  ['a number with an exponent', 1e21, '1e+21'],
  ['a small number', 9.999999999999997e-7, '9.999999999999997e-7'],
  ['what is undefined', { b: undefined, a: [] }, '{"a":[]}'],
];

test.each(CASES)('%s is written in the one way', (_, value, text) => {
  expect(canonicalJson(value)).toBe(text);
});

test.each([Number.NaN, Number.POSITIVE_INFINITY, 'half \ud83d', { '\udead': 1 }])('%p has no way', (value) => {
  expect(() => canonicalJson(value as Json)).toThrow(RangeError);
});

test('an entry is the line that it was for whoever has printed a proof of it, whatever columns came later', () => {
  const row = {
    id: 41,
    at: '2026-11-25T07:00:00.123+00:00',
    appeal_id: 7,
    action: 'takeIntoWork',
    person_id: 3,
    capacity: 'executor',
    on_behalf_of_id: null,
    clause: 'П1/2',
    from_stage: 'assigned',
    to_stage: 'in_progress',
    version: 3,
    form_id: null,
    details: { words: 'Ямочный ремонт', empty: null },
    epoch: 1,
    txid: 812,
  };
  const line =
    '{"action":"takeIntoWork","appeal_id":7,"at":"2026-11-25T07:00:00.123+00:00","capacity":"executor","clause":"П1/2","details":{"empty":null,"words":"Ямочный ремонт"},"epoch":1,"from_stage":"assigned","id":41,"person_id":3,"to_stage":"in_progress","txid":812,"version":3}';
  expect(lineOf(row)).toBe(line);
  expect(lineOf({ ...row, violation_id: null })).toBe(line);
});

test('a head is one line, by which the next names it', () => {
  const head = { sealedAt: '2026-11-25T07:00:01.000Z', size: 2, root: 'ab', previous: '0'.repeat(64) };
  expect(headLine(head)).toBe(
    `{"previous":"${'0'.repeat(64)}","root":"ab","sealedAt":"2026-11-25T07:00:01.000Z","size":2}`,
  );
  expect(headHash(head)).toMatch(/^[0-9a-f]{64}$/);
});
