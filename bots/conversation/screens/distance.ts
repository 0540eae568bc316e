import type { Words } from '../../../src/i18n';

/** Metres; the last digit is less than a phone knows. */
const ROUGH = 10;
const KILOMETRE = 1000;
/** Kilometres, from which the part after the comma tells nothing. */
const FAR = 9.95;

/** «350 м», «2,4 км», «24 км»: as exactly as it can be known. */
export function distanceWords(metres: number, { plain }: Pick<Words, 'plain'>): string {
  const rough = Math.max(ROUGH, Math.round(metres / ROUGH) * ROUGH);
  if (rough < KILOMETRE) return plain('photo:metres', { distance: rough });
  const kilometres = metres / KILOMETRE;
  const distance = kilometres < FAR ? Math.round(kilometres * 10) / 10 : Math.round(kilometres);
  return plain('photo:kilometres', { distance });
}
