import { shortNumber } from '../../../../bots/conversation/kit/fit';

test.each([
  ['327441806', '…7441806'],
  ['7441806', '7441806'],
  ['17441806', '17441806'],
  // the part that tells two appeals apart is in its digits, wherever its signs are
  ['2026-000327-441/8', '…327-441/8'],
  ['ОГ-12/5', 'ОГ-12/5'],
  ['МАМ-3-1000021', '…1000021'],
])('%s is %s on a button', (number, short) => {
  expect(shortNumber(number)).toBe(short);
});
