import { TOLD_STEPS } from '../../settings';

/** What the program goes by until an admin has said that exactly this is so: what changes meanwhile is to be confirmed anew. */
export const CONFIRMED_STEPS = ['intake', 'delivery', 'backup', 'approvers', 'district'] as const;
export type ConfirmedStep = (typeof CONFIRMED_STEPS)[number];

/** What an office sets up before its first day, in this order. */
export const SETUP_STEPS = {
  office: ['letterhead', 'people', 'organizations', 'categories', 'group', 'intake', 'delivery', 'backup'],
  known: ['shares', 'export', ...TOLD_STEPS, 'approvers', 'managesAffairs', 'district'],
} as const;
export type SetupPart = keyof typeof SETUP_STEPS;
export const SETUP_PARTS = ['office', 'known'] as const satisfies readonly SetupPart[];
export type SetupStep = (typeof SETUP_STEPS)[SetupPart][number];
export const ALL_STEPS: readonly SetupStep[] = [...SETUP_STEPS.office, ...SETUP_STEPS.known];

export const partOfStep = (step: SetupStep): SetupPart =>
  SETUP_STEPS.office.some((one) => one === step) ? 'office' : 'known';
