import { initialsOf } from '../people/namesakes';

// SQL: whether a name that ПОС has is a person's of the bot.

/** As two people write one name: dots and spaces anywhere, «ё» or not, initials before the surname or after it. */
const bare = (name: string) => `replace(regexp_replace(lower(${name}), '[\\s.]', '', 'g'), 'ё', 'е')`;
const turned = (name: string) =>
  `regexp_replace(${name}, '^((?:[[:alpha:]]\\.\\s*){1,2})\\s*([[:alpha:]-]{2,})$', '\\2 \\1')`;

/** Under which it is remembered who is meant by a name of ПОС. */
export const nameKey = (there: string) => bare(turned(there));

/** The name that ПОС has is this person's whole name. */
export const isWholeName = (there: string, name: string) => `${bare(there)} = ${bare(name)}`;
/** It may be this person: as a whole, or as «Фамилия И.О.» on either side. */
export const mayBeName = (there: string, name: string) =>
  `(${nameKey(there)} in (${bare(name)}, ${initialsOf(name)}) or ${initialsOf(there)} = ${bare(name)})`;

/** SQL: it is decided that nobody of the bot is meant by this name. */
export const isNobody = (there: string) =>
  `exists (select from registry_name n where n.key = ${nameKey(there)} and n.person_id is null)`;
/** SQL: who is meant by this name, as it is decided; null: that is not, or they are no executor any more. */
export const decidedId = (there: string) =>
  `(select n.person_id from registry_name n join person meant on meant.id = n.person_id
    where n.key = ${nameKey(there)} and meant.disabled_at is null and 'executor' = any(meant.roles))`;
