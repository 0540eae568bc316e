import type { FilesCount } from '../../../../src/usecases/kit/attachments';
import type { ForeseenTerm } from '../../../../src/usecases/intake/learn-categories';
import type { Topic } from '../../../../src/usecases/intake/applicant-photos';
import type { Draft } from './register-draft';

export interface RegisterState {
  readonly draft: Draft;
  readonly topics: readonly Topic[];
  /** Of the applicant. */
  readonly came: FilesCount;
  /** The appeal that has the number already; null: none has. */
  readonly knownId: number | null;
  /** Known when all is said. */
  readonly term: ForeseenTerm | null;
  /** Of an appeal by 59-ФЗ, which has no fast track: the days that its category has for a message; null: none. */
  readonly fastForMessage: number | null;
}
