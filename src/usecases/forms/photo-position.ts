/**
 * By which number people speak of a photo, wherever it is shown: its place among those that its appeal has, the first is 1; those that a form
 * gathers for another appeal, or for this one and has not acted yet, count for nobody else. A photo of such a form goes on from there. SQL.
 * @param photo an alias of `attachment`
 * @param appealId the appeal that it belongs to, or its form does
 */
export const photoPosition = (photo: string, appealId = `${photo}.appeal_id`): string =>
  `(select count(*)::int from attachment n where n.kind = 'photo'
     and ((n.appeal_id = ${appealId} and (${photo}.appeal_id is null or n.id <= ${photo}.id))
       or (n.form_id = ${photo}.form_id and n.appeal_id is null and ${photo}.appeal_id is null and n.id <= ${photo}.id)))`;
