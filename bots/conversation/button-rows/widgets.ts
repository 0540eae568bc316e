import { OFFICE_PARTS, WIDGET_KINDS } from '../../../src/regulation/engagement/widget';
import { number, oneOf, upTo } from './fields';
import { page, row } from './row';

/** What of a widget's look is asked for by itself; `all`: a new widget. */
export const WIDGET_PARTS = ['name', 'form', 'kinds', 'elements', 'size', 'look', 'font'] as const;
export type WidgetPart = (typeof WIDGET_PARTS)[number];
/** What the message of a widget shows in place of the widget itself. */
export const WIDGET_VIEWS = ['code', 'links', 'parameters', 'change'] as const;
export type WidgetView = (typeof WIDGET_VIEWS)[number];

const kindNumber = upTo(99);

/** Widgets of votes: ОГ keeps them, an admin says by which numbers ПОС knows the office. */
export const WIDGETS = {
  widgets: row('x:widgets', 'widgets', { page }),
  widget: row('x:widget', 'widgets', { widgetId: number, shows: oneOf(WIDGET_VIEWS).optional() }),
  sendWidget: row('x:widgetSend', 'widgets', { widgetId: number, as: oneOf(['file', 'picture']) }),
  writeWidget: row('x:widgetSet', 'widgets', { part: oneOf(['all', ...WIDGET_PARTS]), widgetId: number }),
  removeWidget: row('x:widgetOff', 'widgets', { widgetId: number, removed: oneOf(['on', 'off']) }),
  widgetOffice: row('x:widgetOffice', 'administer', {}),
  askWidgetOffice: row('x:widgetOfficeSet', 'administer', { part: oneOf(OFFICE_PARTS) }),
  widgetNumber: row('x:widgetNumber', 'administer', { of: oneOf(WIDGET_KINDS), number: kindNumber }),
  // the numbers that were looked at: what another has changed meanwhile is not confirmed with them
  confirmWidgetNumbers: row('x:widgetNumbers', 'administer', {
    poll: kindNumber,
    vote: kindNumber,
    discussion: kindNumber,
    directLine: kindNumber,
  }),
} as const;

type Rows = typeof WIDGETS;
declare module './buttons' {
  interface ButtonRows extends Rows {}
}
