import { number, oneOf } from './fields';
import { page, row } from './row';

/** Templates of answers; `all`: a new one. */
export const TEMPLATES = {
  templates: row('x:templates', 'templates', { page }),
  template: row('x:template', 'templates', { templateId: number }),
  writeTemplate: row('x:templateSet', 'templates', {
    part: oneOf(['all', 'name', 'text', 'category']),
    templateId: number,
  }),
  removeTemplate: row('x:templateOff', 'templates', { templateId: number, removed: oneOf(['on', 'off']) }),
} as const;

type Rows = typeof TEMPLATES;
declare module './buttons' {
  interface ButtonRows extends Rows {}
}
