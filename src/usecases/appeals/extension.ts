import { awayOn } from '../people/standing-in';

/** Of a delivery's shipment `s`: it has left, or is about to; what waits can still be kept back. SQL. */
export const HAS_GONE = `s.state in ('sending', 'accepted', 'delivered', 'unknown')`;

/** Of an entry `x` of an extension: it stands, since none that came later has taken it back. SQL. */
export const EXTENSION_STANDS = `not exists (select from journal_entry w
  where w.appeal_id = x.appeal_id and w.action = 'withdrawExtension' and w.id > x.id)`;

/** Of an appeal `a`: the extension that was made here and stands, an `Extension`; null: none. @param today its parameter */
export const selectExtension = (today: string): string => `case when a.extended then (
  select jsonb_build_object('byId', x.person_id, 'days', (x.details ->> 'extensionDays')::int,
    'byIsAway', not exists (select from person p where p.id = x.person_id and p.disabled_at is null and p.can_approve
      and 'supervisor' = any(p.roles) and not exists (select from absence b where b.person_id = p.id and ${awayOn('b', today)})),
    'noticeHasLeft', exists (select from delivery y where y.appeal_id = a.id and y.kind = 'extension_notice' and y.withdrawn_at is null
      and (y.placed_at is not null or exists (select from shipment s where s.delivery_id = y.id and ${HAS_GONE}))))
  from journal_entry x where x.appeal_id = a.id and x.action = 'extendTerm' and ${EXTENSION_STANDS} order by x.id desc limit 1) end`;
