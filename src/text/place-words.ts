/** What stands before the name of a settlement, and is left out as often. */
const KINDS = /^(?:г|гор|город|с|село|д|дер|деревня|п|пос|поселок|пгт|рп|ст|станция|х|хутор|н\/?п)\.?\s+(?=\S)/u;

const nameOf = (words: string): string =>
  words
    .toLowerCase()
    // ё without its dots
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .trim()
    .replace(/\.(?=\S)/gu, '. ')
    .replace(KINDS, '')
    .replace(/\s+/gu, ' ');

/** A settlement and an address in one line; ПОС writes the settlement into the address as well, and it is read once. '': there is neither. */
export function placeWords(settlement: string | null, address: string | null): string {
  const [where, street] = [settlement?.trim() ?? '', address?.trim() ?? ''];
  if (where === '' || street === '') return where + street;
  const isSaid = street.split(',').some((part) => nameOf(part) === nameOf(where));
  return isSaid ? street : `${where}, ${street}`;
}
