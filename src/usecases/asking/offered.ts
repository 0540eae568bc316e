import { Appeal } from '../../../entities/appeal';
import { columns, type RowOf } from '../../database/columns';
import { databaseOf, statement } from '../../database/database';
import { dayOf } from '../../regulation/calendar';
import { whoseMayBe } from '../offers/whose';
import { circumstances, type Desk } from '../ports';
import { startIn, type StartAct } from './start-act';
import type { ActOutcome } from './act-outcome';

const OF_APPEAL = columns(Appeal, ['id', 'category', 'subcategory', 'fact', 'text', 'settlement', 'address']);
const selectWords = statement('words-of-appeal', `select ${OF_APPEAL} from appeal where id = $1`);

/** «Исправить сведения» with the category that former appeals suggest; with none where they do not any more. @idempotent as `perform` is */
export const startCorrectionAsOffered = (desk: Desk, start: Omit<StartAct, 'action'>): Promise<ActOutcome> =>
  databaseOf(desk).transaction(async (tx) => {
    const { now, calendar } = circumstances(desk);
    const [appeal] = await tx.query<RowOf<typeof OF_APPEAL>>(selectWords, [start.appealId]);
    const path = appeal ? ((await whoseMayBe(tx, appeal, dayOf(now, calendar)))?.path ?? null) : null;
    const [category, subcategory = null, fact = null] = path ?? [];
    const brought = category === undefined ? {} : { corrected: { category, subcategory, fact } };
    return startIn(tx, desk, { ...start, action: 'correctDetails' }, brought);
  });
