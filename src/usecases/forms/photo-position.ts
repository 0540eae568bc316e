/**
 * By which number people speak of a photo, wherever it is shown: its place among all that came to its appeal, the first is 1. Those
 * of a form that has not acted yet go on from there. SQL.
 * @param photo an alias of `attachment`
 * @param appealId the appeal that it belongs to, or its form does
 */
export const photoPosition = (photo: string, appealId = `${photo}.appeal_id`): string =>
  `(select count(*)::int from attachment n where n.kind = 'photo' and n.id <= ${photo}.id
     and (n.appeal_id = ${appealId} or n.form_id = ${photo}.form_id))`;
