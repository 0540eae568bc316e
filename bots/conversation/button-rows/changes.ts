import { number, upTo } from './fields';
import { page, row, sure } from './row';

const LONGEST_YEARS = 10;

/** Who has changed what of the office, and what is stored of an applicant. */
export const CHANGES = {
  changes: row('x:changes', 'administer', { page }),
  applicant: row('x:applicant', null, { appealId: number }),
  applicantFile: row('x:applicantAll', null, { appealId: number }),
  destructionAct: row('x:destroyed', null, { appealId: number }),
  forgetApplicant: row('x:forget', null, { appealId: number }),
  contactYears: row('x:contacts', 'administer', { years: upTo(LONGEST_YEARS), sure }),
} as const;

type Rows = typeof CHANGES;
declare module './buttons' {
  interface ButtonRows extends Rows {}
}
