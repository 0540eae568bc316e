import type { Door } from './door';
import { accounts } from './doors/accounts';
import { copies } from './doors/copies';
import { forget } from './doors/forget';
import { gateway } from './doors/gateway';
import { http } from './doors/http';
import { mail } from './doors/mail';
import { pictures } from './doors/pictures';
import { registry } from './doors/registry';
import { signature } from './doors/signature';
import { updatesOfMessenger } from './doors/updates';

/** Every way in for what strangers make. */
export const DOORS: readonly Door<any>[] = [
  registry,
  pictures,
  signature,
  http,
  gateway,
  mail,
  updatesOfMessenger,
  accounts,
  forget,
  copies,
];
