import { z } from 'zod';
import type { FormRow } from './form-store';

// On a bad network a question stands in a message that has moved down, or was not drawn anew: a copy of an earlier revision. What is
// pressed there is meant, as long as nothing but its person's own words and photos has come since that copy was drawn.

const grownSchema = z.object({
  /** The question, by its name. */
  question: z.string(),
  /** The revision from which on only words and photos for it have come. */
  since: z.int(),
});

const grownIn = ({ view }: Pick<FormRow, 'view'>): z.output<typeof grownSchema> | null =>
  grownSchema.safeParse(view.grown).data ?? null;

/** How the question looks once words or photos have come for it, and nothing else has changed. */
export function grown(
  form: Pick<FormRow, 'view' | 'revision'>,
  question: string,
  view: FormRow['view'] = form.view,
): FormRow['view'] {
  const before = grownIn(form);
  const since = before?.question === question ? before.since : form.revision;
  return { ...view, grown: { question, since } };
}

/** The same once anything else has changed: no copy of before shows it. */
export function changedOtherwise({ grown: _, ...view }: FormRow['view']): FormRow['view'] {
  return view;
}

/** A copy of that revision shows this question as it stands, but for words and photos that have come since. */
export function isShownBy(form: Pick<FormRow, 'view' | 'revision'>, question: string, revision: number): boolean {
  if (revision === form.revision) return true;
  const since = grownIn(form);
  return since?.question === question && since.since <= revision && revision < form.revision;
}
