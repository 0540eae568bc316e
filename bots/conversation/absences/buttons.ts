import { number, row } from '../kit/buttons';

/** Absences: one’s own, or anybody’s for an admin. */
export const ABSENCES = {
  absences: row('x:absence', null, { personId: number.optional() }),
  addAbsence: row('x:absenceNew', null, { personId: number }),
  cancelAbsence: row('x:absenceOff', null, { absenceId: number, personId: number }),
  nameDeputy: row('x:absenceFor', null, { absenceId: number, personId: number }),
  confirmAbsence: row('x:absenceYes', 'administer', { absenceId: number, personId: number }),
} as const;

type Rows = typeof ABSENCES;
declare module '../kit/buttons' {
  interface ButtonRows extends Rows {}
}
