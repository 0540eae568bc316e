import { z } from 'zod';
import { badRequest } from '../../errors';
import type { ChatMessage, Content, Location } from '../../world/types';
import { method, type Call } from '../method';
import { chatId, float, integer, messageId } from '../parameters';
import { inlineKeyboardOf, replyMarkup } from '../reply-markup';
import { destination, markupShape } from '../targets';
import { edit, editable } from './editing';
import { send } from './sending';

const DAY = 86_400;
/** Seconds of a location that is live until it is stopped. */
const FOR_EVER = 0x7fffffff;
const MOST_DAYS = 90;
const LEAST_PERIOD = 60;
const WHOLE_CIRCLE = 360;
const FARTHEST_ALERT = 100_000;
/** Metres. */
const LARGEST_ERROR = 1_500;

const pointShape = { latitude: float, longitude: float };
const movingShape = {
  ...pointShape,
  horizontal_accuracy: float.optional(),
  live_period: integer.optional(),
  heading: integer.optional(),
  proximity_alert_radius: integer.optional(),
};
type Moving = z.output<z.ZodObject<typeof movingShape>>;

/** @param complaint about a point that is on no globe, in Telegram's words */
function pointOf({ latitude, longitude }: Pick<Moving, 'latitude' | 'longitude'>, complaint: string): Location {
  if (Math.abs(latitude) > 90 || Math.abs(longitude) > 180) throw badRequest(complaint);
  return { latitude, longitude };
}

/** An error beyond the limits is brought within them, all else out of range is refused. */
function locationOf(p: Moving, period: number): Location {
  const point = pointOf(p, `invalid ${period > 0 ? 'live ' : ''}location specified`);
  const { horizontal_accuracy: error = 0, heading = 0, proximity_alert_radius: alert = 0 } = p;
  if (heading < 0 || heading > WHOLE_CIRCLE) throw badRequest('wrong live location heading specified');
  if (alert < 0 || alert > FARTHEST_ALERT) throw badRequest('wrong live location proximity alert radius specified');
  return {
    ...point,
    ...(error > 0 ? { horizontal_accuracy: Math.min(Math.ceil(error), LARGEST_ERROR) } : {}),
    ...(period > 0 ? { live_period: period } : {}),
    ...(period > 0 && heading > 0 ? { heading } : {}),
    ...(period > 0 && alert > 0 ? { proximity_alert_radius: alert } : {}),
  };
}

function assertPeriod(period: number): void {
  if (period !== 0 && period !== FOR_EVER && (period < LEAST_PERIOD || period > DAY))
    throw badRequest('wrong live location period specified');
}

interface Live {
  readonly message: ChatMessage;
  readonly location: Location;
  readonly period: number;
}

/** @throws ApiError unless the message's location is live and still moves */
function liveOf(call: Call, p: { chat_id: number | string; message_id: number }): Live {
  const message = editable(call, p);
  const { location, wasLive } = message;
  if (!location || (location.live_period === undefined && wasLive !== true))
    throw badRequest('there is no live location in the message to edit');
  const period = location.live_period ?? 0;
  if (period !== FOR_EVER && message.date + period <= call.clock.seconds()) throw badRequest("message can't be edited");
  return { message, location, period };
}

/** A longer one at most by a day, and not beyond 90 days from now. */
function newPeriod(call: Call, { message, period }: Live, wanted: number): number {
  const now = call.clock.seconds();
  const end = message.date + wanted;
  const fits = wanted - period <= DAY && end > now && end - now <= MOST_DAYS * DAY;
  if (wanted !== FOR_EVER && !fits) throw badRequest('wrong live location period specified');
  return wanted;
}

const editShape = { chat_id: chatId, message_id: messageId, reply_markup: replyMarkup };

export const locationMethods = [
  method('sendLocation', { ...markupShape, ...movingShape }, (call, p) => {
    const to = destination(call, p);
    const { live_period: period = 0 } = p;
    const location = locationOf(p, period);
    assertPeriod(period);
    return send(call, to, { location }, p.reply_markup);
  }),

  method(
    'sendVenue',
    {
      ...markupShape,
      ...pointShape,
      title: z.string().min(1),
      address: z.string().min(1),
      foursquare_id: z.string().optional(),
      foursquare_type: z.string().optional(),
      google_place_id: z.string().optional(),
      google_place_type: z.string().optional(),
    },
    (call, p) => {
      const to = destination(call, p);
      const location = pointOf(p, 'wrong venue location specified');
      const venue = { location, title: p.title, address: p.address, ...provided(p) };
      // What knows no venues shows the point.
      return send(call, to, { venue, location }, p.reply_markup);
    },
  ),

  method('editMessageLiveLocation', { ...editShape, ...movingShape }, (call, p) => {
    const live = liveOf(call, p);
    const period = p.live_period === undefined ? live.period : newPeriod(call, live, p.live_period);
    return edit(call, live.message, { location: locationOf(p, period) }, inlineKeyboardOf(p.reply_markup));
  }),

  method('stopMessageLiveLocation', editShape, (call, p) => {
    const { message, location } = liveOf(call, p);
    const { live_period: _over, heading: _heading, ...stopped } = location;
    return edit(call, message, { location: stopped, wasLive: true }, inlineKeyboardOf(p.reply_markup));
  }),
];

const PROVIDED = ['foursquare_id', 'foursquare_type', 'google_place_id', 'google_place_type'] as const;

const provided = (p: Partial<Record<(typeof PROVIDED)[number], string | undefined>>): Content =>
  Object.fromEntries(PROVIDED.flatMap((name) => (p[name] === undefined ? [] : [[name, p[name]]])));
