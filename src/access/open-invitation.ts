/** The outbox key of the message that carries an invitation. */
export const invitationKey = (invitationId: string): string => `invitation ${invitationId}`;

/** SQL: the user's unused invitation as an `OpenInvitationDto`, or null. */
export const openInvitationOf = (userId: string): string => `
  (SELECT json_build_object('expiresAt', to_char(i.expires_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
                            'mail', (SELECT status FROM messages WHERE key = '${invitationKey('')}' || i.id))
   FROM invitations i WHERE i.user_id = ${userId})`;
