import type { Ask } from '../../../src/regulation/asks';
import type { Notice } from '../../../src/regulation/effects';
import type { ActForm, Choices, FormStep as FormStep } from '../../../src/usecases/acts/form-steps';
import type { AppealCard } from '../../../src/usecases/reading/read-card';

/** What a form's screen is drawn from: the card it stands in, and where its person has got to. */
export interface FormView {
  readonly card: AppealCard;
  readonly form: ActForm;
  readonly step: FormStep & { readonly ask: Ask };
  readonly choices: Choices;
  /** Already in words: why the last answer did not hold. */
  readonly complaint: string | null;
  /** Why the card has come to the bottom while the form was open in it. */
  readonly notice: Notice | null;
}
