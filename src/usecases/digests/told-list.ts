import { databaseOf, statement } from '../../database/database';
import { paramsOf, type MorningList } from '../messages';
import type { Desk } from '../ports';

const selectList = statement(
  'list-of-message',
  `select m.params, exists (select from outbox_message n where n.kind = 'morning' and n.messenger = m.messenger and n.chat_id = m.chat_id
       and n.id > m.id and n.created_at < m.created_at + interval '1 hour' and n.key like m.base || ':with:%') as "isTold"
   from (select *, regexp_replace(key, ':with:\\d+$', '') as base from outbox_message where key = $1 and kind = 'morning' and not mergeable) m`,
);

export interface ToldList {
  readonly list: MorningList;
  /** It was told once more, with what came a little later: this message goes. */
  readonly isTold: boolean;
}

/** The morning list that a message tells; null: it tells none. @param key of the message */
export async function toldList(desk: Desk, key: string): Promise<ToldList | null> {
  const [row] = await databaseOf(desk).query<{ params: unknown; isTold: boolean }>(selectList, [key]);
  return row ? { list: paramsOf('morning', row.params), isTold: row.isTold } : null;
}
