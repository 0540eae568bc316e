import { maskPersonalData, maskPlace } from '../../../../src/text/personal-data';
import type { Correction } from '../../../../src/regulation/corrections';
import type { CorrectedData } from '../../../../src/usecases/card/history';
import { shorten } from '../../screen';
import type { Reading } from '../../turn';
import { moment } from '../dates';

const DIGITS = 5;

/** What stands in this part of the data, in plain words; null: nothing does. */
export function registrationValue(
  one: Correction | 'term',
  registration: CorrectedData['after'],
  { words: { plain }, now, calendar }: Reading,
): string | null {
  const { kind, registeredAt, latitude, longitude } = registration;
  const joined = (separator: string, ...parts: readonly (string | null | undefined)[]) => {
    const said = parts.filter((part) => part != null && part !== '');
    return said.length === 0 ? null : maskPersonalData(said.join(separator));
  };
  switch (one) {
    case 'kind':
      return kind ? plain(`register:kind.${kind}`) : null;
    case 'category':
      return joined(' · ', registration.category, registration.subcategory, registration.fact);
    case 'registeredAt':
      return registeredAt ? moment(registeredAt, now, calendar) : null;
    case 'number':
      return registration.number ?? null;
    case 'epguNumber':
      return registration.epguNumber ?? null;
    case 'place':
      return maskPlace(joined(', ', registration.settlement, registration.address) ?? '') || null;
    case 'point':
      return latitude == null || longitude == null ? null : `${latitude.toFixed(DIGITS)}, ${longitude.toFixed(DIGITS)}`;
    case 'text':
      return joined('', registration.text);
    case 'term':
      return registration.fastTrackDays == null
        ? null
        : plain('form:button.days', { count: registration.fastTrackDays });
  }
}

/** «Вид: Сообщение → Обращение 59-ФЗ»; of the applicant's text only that it is another. In plain words. */
export function correctedLine(
  one: Correction | 'term',
  before: CorrectedData['after'],
  after: CorrectedData['after'],
  longest: number,
  reading: Reading,
): string {
  const { plain } = reading.words;
  if (one === 'text') return plain('form:correction.textCorrected');
  const value = (registration: CorrectedData['after']) =>
    shorten(registrationValue(one, registration, reading) ?? plain('form:correction.nothing'), longest);
  return plain('form:correction.becomes', {
    what: plain(`form:correction.what.${one}`),
    before: value(before),
    after: value(after),
  });
}
