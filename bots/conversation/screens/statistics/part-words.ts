import type { Words } from '../../../../src/i18n';
import { isKeyOf } from '../../../../src/regulation/lists';
import type { PartShown } from '../../../../src/usecases/statistics/period-rows';
import { shorten } from '../../screen';

/** A name may be as long as a category of ПОС. */
const LONGEST = 120;

const KINDS = { message: 'appeal:kind.message', appeal59: 'appeal:kind.appeal59' } as const;
const CHANNELS = { http: 'statistics:channel.http', file: 'statistics:channel.file', hand: 'statistics:channel.hand' } as const; // prettier-ignore

/** «Исполнитель: Петров П.П.», a line each. */
export const partLines = (parts: readonly PartShown[], words: Words): string[] =>
  parts.map((part) =>
    words.plain('statistics:line', { what: words.plain(`statistics:of.${part.by}`), value: partName(part, words) }),
  );

/** What a part of a report is called: a person, a category, «без исполнителя». */
export function partName({ by, id, name }: Pick<PartShown, 'by' | 'id' | 'name'>, { plain }: Words): string {
  if (by === 'kind' && isKeyOf(KINDS, id)) return plain(KINDS[id]);
  if (by === 'channel' && isKeyOf(CHANNELS, id)) return plain(CHANNELS[id]);
  return shorten(name ?? plain(`statistics:none.${by}`), LONGEST);
}
