import fc from 'fast-check';
import { parseExactly } from '../../../bots/messenger/exact-json';

test('numbers that JavaScript would round are kept digit by digit, and no others are touched', () => {
  const json =
    '{"seq":119835263844352001,"a":1.5,"b":-9007199254740993,"text":"119835263844352001 \\"1\\"","c":12345678901234567e2,"d":42}';
  expect(parseExactly(json)).toEqual({
    seq: '119835263844352001',
    a: 1.5,
    b: '-9007199254740993',
    text: '119835263844352001 "1"',
    c: 12345678901234567e2,
    d: 42,
  });
  expect(() => parseExactly('<html>')).toThrow(SyntaxError);
});

test.each([
  ['-0.1275862000000001', -0.1275862],
  ['0.00000000000000001', 1e-17],
  ['1234567890123456.5', 1_234_567_890_123_456.5],
  ['1e1000000000000000', Infinity],
  ['-1.2345678901234567E-7', -1.2345678901234567e-7],
])('%s is no whole number and stays a number', (json, expected) => {
  expect(parseExactly(`{"latitude":${json}}`)).toEqual({ latitude: expect.closeTo(expected, 15) });
});

test('whatever is written is read as it was: any fraction, any whole number, any words with digits', () => {
  const whole = fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n });
  const digits = fc.stringMatching(/^[\d".\\eE{}[\]:, -]{0,40}$/);
  const fraction = fc.double({ noNaN: true, noDefaultInfinity: true }).filter((one) => !Number.isInteger(one));
  fc.assert(
    fc.property(fc.array(fraction), fc.array(whole), fc.array(digits), (fractions, wholes, words) => {
      const json = `{"fractions":${JSON.stringify(fractions)},"wholes":[${wholes.join(',')}],"words":${JSON.stringify(words)}}`;
      expect(parseExactly(json)).toEqual({
        fractions,
        wholes: wholes.map((one) => (/\d{16}/.test(`${one}`) ? `${one}` : Number(one))),
        words,
      });
    }),
  );
});
