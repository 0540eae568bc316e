import type { Transaction } from '../../../database/database';
import { findPersonalData, mailOf, numberOf, type Contacts } from '../../../text/personal-data';
import type { Desk } from '../../ports';
import { keptLetterhead } from '../../settings';
import { contactsOf } from '../../submission/applicant-in-text';

/** An applicant may have written down where they have called: the office's own is nobody's data, and its answers name it. */
export async function officeContacts(tx: Transaction, { office }: Desk): Promise<Contacts> {
  const { contacts, phone } = await keptLetterhead(tx);
  const written = contactsIn(contacts);
  return {
    numbers: [...office.contacts.numbers, ...contactsOf({ phone, email: null }).numbers, ...written.numbers],
    mails: [...office.contacts.mails, ...written.mails],
  };
}

/** Whatever has their form. */
export function contactsIn(text: string): Contacts {
  const written = findPersonalData(text);
  const of = (isMail: boolean) => written.filter(({ kind }) => (kind === 'email') === isMail);
  return {
    numbers: of(false).map((piece) => numberOf(piece.written)),
    mails: of(true).map((piece) => mailOf(piece.written)),
  };
}
