import { readFileSync } from 'node:fs';
import path from 'node:path';
import { readTrust } from '../../src/adapters/signature/read-trust';
import type { Trust } from '../../src/adapters/signature/trust';
import type { SignatureLevel } from '../../src/regulation/signatures';
import type { SignatureRequest } from '../../src/usecases/kit/signature';

export const SIGNATURES = path.join(__dirname, '../fixtures/signatures');
/** Certificates of the fixtures are valid in their own years, whatever the year is now. */
export const MOMENT = new Date('2026-12-01T12:00:00Z');
export const PERSON = { name: 'Иванов Иван Иванович', snils: '11223344595', inn: null };

/** Roots and the intermediate of the GOST fixtures, with their list. */
export const GOST_TRUST = ['trust-gost-root256.pem', 'trust-gost-root512.pem', 'ca-gost-sub.pem', 'crl-gsub.crl'];

export const fixture = (name: string): Buffer => readFileSync(path.join(SIGNATURES, name));

export function trustOf(names: readonly string[], level: SignatureLevel = 'qualified'): Trust {
  const read = readTrust(names.map((name) => ({ name, level, bytes: fixture(name) })));
  if ('faults' in read) throw new Error(JSON.stringify(read.faults));
  return read.trust;
}

/** A check of this file of the fixtures, by default of the letter and of the person who signed most of them. */
export function requestOf(signature: string | Uint8Array, more: Partial<SignatureRequest> = {}): SignatureRequest {
  return {
    document: fixture('answer.pdf'),
    signature: typeof signature === 'string' ? fixture(signature) : signature,
    signer: PERSON,
    needed: 'qualified',
    at: MOMENT,
    issuedAt: null,
    former: [],
    ...more,
  };
}
