/** What people write before the name of a place, or of a house, and leave out as often. */
const KINDS_OF_PLACE = new Set(
  (
    'г гор город с село д дер деревня п пос поселок пгт р н район рт республика татарстан обл область ' +
    'ул улица урам урамы пер переулок пр т просп проспект пл площадь б бульвар ш шоссе мкр микрорайон кв квартал дом двор корп корпус'
  ).split(' '),
);
/** A flat is in the same house. */
const FLAT = /(?:кв|квартира|офис|оф|подъезд|под)\.?\s*№?\s*\d+\S*/gu;

/** Settlement and address in one form; null: there is no address, and a settlement alone is too wide. */
export function placeOf(settlement: string | null, address: string | null): string | null {
  if (address === null || address.trim() === '') return null;
  const words = `${settlement ?? ''} ${address}`
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replace(FLAT, ' ')
    // «12 а» is «12а»
    .replace(/(\d+)\s*[-/]?\s*([а-я])(?!\p{L})/gu, '$1$2')
    .match(/[\p{L}\p{N}]+/gu);
  const named = [...new Set((words ?? []).filter((word) => !KINDS_OF_PLACE.has(word)))];
  return named.length === 0 ? null : named.join(' ');
}
