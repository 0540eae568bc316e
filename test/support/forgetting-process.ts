import './failpoint-kills.cjs';
import { openDatabase } from '../../src/adapters/database';
import { endContactTerms, forgetByDecision } from '../../src/usecases/applicants/forget';
import { officialById } from '../../src/usecases/kit/officials';
import { deskOf, MORNING } from '../src/usecases/working-office';

/** A process that forgets, to be killed in the middle: `forgetting-process.ts FAILPOINT:TIMES DATABASE_URL APPEAL_ID [PERSON_ID]`; by the clock without a person. */
async function run(url: string, appealId: number, personId: number | null): Promise<void> {
  const desk = deskOf(await openDatabase({ url }), { now: () => MORNING });
  process.send?.({ ready: true });
  const actor = personId === null ? null : await officialById(desk, personId);
  await (actor ? forgetByDecision(desk, actor, appealId, 'Отозвано согласие') : endContactTerms(desk));
  process.send?.({ done: true });
}

const [, , , url = '', appealId, personId] = process.argv;
void run(url, Number(appealId), personId === undefined ? null : Number(personId));
