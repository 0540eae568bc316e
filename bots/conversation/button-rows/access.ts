import { ACCESS_STATES, ACCESS_WORDS } from '../../../src/regulation/access';
import { flag, number, oneOf } from './fields';
import { row } from './row';

/** Who comes in by which account, and who may let others in. */
export const ACCESS = {
  accesses: row('x:accesses', 'administer', {}),
  access: row('x:access', 'administer', { changeId: number }),
  // whose word counts is for the use case to say: whoever has lost the account presses it, too
  accessWord: row('x:isMe', null, { changeId: number, word: oneOf(ACCESS_WORDS), seen: oneOf(ACCESS_STATES) }),
  guardAccess: row('x:guard', 'administer', { guarded: flag }),
} as const;

type Rows = typeof ACCESS;
declare module './buttons' {
  interface ButtonRows extends Rows {}
}
