import { JOURNAL_FORMATS, type JournalNarrowing } from '../../../src/usecases/kit/account-params';
import { coded, flag, number, oneOf, page, period, row } from '../kit/buttons';

const ofViolation = { violationId: number };
const only = coded({
  ...{ stage: 's', whole: 'w', duty: 'd', redirect: 'r', formal: 'f', photo: 'p' },
  ...{ opened: 'o', asked: 'a', explained: 'e', silent: 'n', decided: 'z', kept: 'k' },
} as const satisfies Record<JournalNarrowing, string>);

/** The journal of violations: all of it for the Управляющий делами, and everybody's own. */
export const VIOLATIONS = {
  // a period of the journal, of one person or of all (nobody's number), and the same as a file
  violations: row('x:case', 'violations', { ...period, page, ofId: number.optional(), only: only.optional() }),
  // what it may be narrowed to: a kind, a state
  violationKinds: row('x:caseBy', 'violations', { ...period, ofId: number }),
  violationsNow: row('x:caseNow', 'violations', {}),
  violationDays: row('x:caseDays', 'violations', { ofId: number.optional() }),
  violationPeople: row('x:caseWho', 'violations', { ...period, page }),
  violationsFile: row('x:caseFile', 'violations', {
    ...period,
    format: oneOf(JOURNAL_FORMATS),
    ofId: number.optional(),
    only: only.optional(),
  }),
  // one's own
  ownViolations: row('x:caseMine', null, { page }),
  violation: row('x:caseOne', null, ofViolation),
  violationPaper: row('x:casePaper', null, ofViolation),
  violationFiles: row('x:caseSent', null, ofViolation),
  explain: row('x:caseTell', null, ofViolation),
  // what the Управляющий делами does
  askExplanation: row('x:caseAsk', 'violations', { ...ofViolation, personId: number }),
  withdrawAsk: row('x:caseAskNot', 'violations', ofViolation),
  decideViolation: row('x:caseEnd', 'violations', ofViolation),
  reopenViolation: row('x:caseAnew', 'violations', ofViolation),
  // an admin names who that is
  managesAffairs: row('x:affairs', 'administer', { personId: number, named: flag }),
} as const;

type Rows = typeof VIOLATIONS;
declare module '../kit/buttons' {
  interface ButtonRows extends Rows {}
}
