import type { Words } from '../../../src/i18n';
import type { ActedBy } from '../../../src/usecases/appeals/contacts';

/** «Мингазов И.И. (замещает: Хасанов Р.Р.)»: whoever has done it comes first. */
export const actedBy = ({ name, insteadOf }: ActedBy, { plain }: Words): string =>
  insteadOf === null ? name : plain('card:actedInstead', { name, absent: insteadOf });
