/**
 * Of an attachment `t`: it counts for the answer of an appeal that is sent by this moment, and travels with it. Photos do, wherever
 * in the appeal they were sent, and files of its answers; not those that a re-examination has found wanting, and never the
 * applicant's own, which a report is compared with. SQL.
 */
export const countsForAnswer = (appealId: string, until: string): string =>
  `(t.appeal_id = ${appealId} and t.origin = 'official' and t.received_at <= ${until} and t.received_at > coalesce((select max(r.at) from journal_entry r
     where r.appeal_id = ${appealId} and r.action = 'returnForReexamination' and r.at < ${until}), '-infinity')
   and (t.kind = 'photo' or t.form_id in (select s.form_id from journal_entry s where s.appeal_id = ${appealId} and s.action = 'submitAnswer')))`;
