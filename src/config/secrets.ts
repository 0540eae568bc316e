/** Variables that hold a token or a password: never repeated in a message nor shown. */
const SECRETS: ReadonlySet<string> = new Set([
  'BOT_TOKEN',
  'TELEGRAM_PROXY',
  'WEBHOOK_SECRET',
  'STAND_TOKEN',
  'DATABASE_URL',
  'INTAKE_TOKEN',
  'SMTP_URL',
  'POS_GATEWAY_TOKEN',
  'MAX_TOKEN',
  'MAX_WEBHOOK_SECRET',
  'REPORT_TOKEN',
]);

/** A private key, a bot's token, an address with a password, wherever they were pasted. */
const OF_SECRETS = /AGE-SECRET-KEY-|\d{6,}:[A-Za-z0-9_-]{30}|:\/\/[^\s/]*:[^\s/]*@/i;

export const isSecret = (variable: string, value: string): boolean => SECRETS.has(variable) || OF_SECRETS.test(value);

/** Of two keys somebody may have given the wrong one: what is no open key is not repeated. */
export const isNearSecret = (variable: string): boolean => variable === 'BACKUP_RECIPIENT';
