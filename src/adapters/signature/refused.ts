import type { SignatureFault } from '../../usecases/kit/signature';

/** Ends a check with why the signature is not accepted; the check itself catches it. */
export class Refused extends Error {
  override readonly name = 'Refused';

  constructor(readonly fault: SignatureFault) {
    super(fault.kind);
  }
}

type PlainFault = Exclude<
  SignatureFault,
  { readonly whose: string } | { readonly moment: Date } | { readonly algorithm: string } | { readonly owner: string }
>;

/** @throws Refused */
export function refuse(fault: SignatureFault | PlainFault['kind']): never {
  throw new Refused(typeof fault === 'string' ? { kind: fault } : fault);
}
