import type { Words } from '../../i18n';
import type { TrustError } from './trust-error';

/** What is wrong with the operator's folder, a line each. */
export const trustLines = ({ faults }: TrustError, { plain }: Words): string[] => [
  plain('signature:trust.bad'),
  ...faults.map((fault) => `  ${plain(`signature:trust.${fault.kind}`, { ...fault })}`),
];
