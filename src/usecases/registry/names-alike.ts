// SQL: whether a name that ПОС has is a person's of the bot.

/** As two people write one name: dots and spaces anywhere, «ё» or not, initials before the surname or after it. */
const bare = (name: string) => `replace(regexp_replace(lower(${name}), '[\\s.]', '', 'g'), 'ё', 'е')`;
const turned = (name: string) =>
  `regexp_replace(${name}, '^((?:[[:alpha:]]\\.\\s*){1,2})\\s*([[:alpha:]-]{2,})$', '\\2 \\1')`;
const initials = (name: string) =>
  `replace(lower(split_part(${name}, ' ', 1) || left(split_part(${name}, ' ', 2), 1) || left(split_part(${name}, ' ', 3), 1)), 'ё', 'е')`;

/** The name that ПОС has is this person's whole name. */
export const isWholeName = (there: string, name: string) => `${bare(there)} = ${bare(name)}`;
/** It may be this person: as a whole, or as «Фамилия И.О.» on either side. */
export const mayBeName = (there: string, name: string) =>
  `(${bare(turned(there))} in (${bare(name)}, ${initials(name)}) or ${initials(there)} = ${bare(name)})`;
