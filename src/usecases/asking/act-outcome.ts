import type { Refusal } from '../../regulation/refusals';
import type { Action } from '../../regulation/vocabulary';
import type { LoadedAppeal } from '../appeals/appeal-store';
import type { PerformResult } from '../press/perform';
import type { ActForm, FormStep } from './form-steps';

type Performed = Extract<PerformResult, { ok: true }>;

/** The appeal as it was found goes along, so that the answer's words and screen need not read it again. */
export type ActOutcome =
  | { readonly kind: 'performed'; readonly action: Action; readonly appealId: number; readonly result: Performed }
  /** The form waits at a step; `refusal` says why it did not go on, or `complaint` does, in words. */
  | {
      readonly kind: 'asking';
      readonly form: ActForm;
      readonly step: FormStep;
      readonly refusal: Refusal | null;
      readonly complaint: string | null;
    }
  | {
      readonly kind: 'refused';
      readonly action: Action;
      readonly appealId: number;
      readonly refusal: Refusal | 'gone';
      readonly appeal: LoadedAppeal | null;
    }
  /** The button belongs to an older view of the form, or the form is over. */
  | { readonly kind: 'old' };

/** A form with where it stands. */
export interface Standing {
  readonly form: ActForm;
  readonly step: FormStep;
}

export const OLD = { kind: 'old' } as const satisfies ActOutcome;
export const asking = (
  { form, step }: Standing,
  refusal: Refusal | null,
  complaint: string | null = null,
): ActOutcome => ({ kind: 'asking', form, step, refusal, complaint });
