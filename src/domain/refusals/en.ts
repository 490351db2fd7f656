/**
 * All refusals in English: what is wrong, what was stored, what to do. ICU MessageFormat. A key is a code of
 * the contract; when a code has several rules, a dot and the rule follow. The server and the web app both use
 * this file, so another language is another file beside it. Instants and spans are passed as ISO text and
 * written as words.
 */
export const EN = {
  // All requests.
  INTERNAL_ERROR: 'Something went wrong on our side. It has been logged.',
  NOT_FOUND:
    'There is no such {what, select, apiKey {API key} attendanceCorrection {attendance correction} coverageException {coverage exception} coverageHours {coverage hours} dropRequest {drop request} importMapping {saved mapping} maintenanceWindow {maintenance window} payPeriod {pay period} shiftTemplate {shift template} supportRequest {support request} timeOffRequest {time off request} supportSource {source of requests} timetableSubscription {timetable subscription} waitlistEntry {waitlist entry} other {{what}}}, or it is not yours to see.',
  UNAUTHENTICATED: 'Sign in first, or send an API key.',
  INVALID_API_KEY: 'This API key is unknown, expired or revoked.',
  FORBIDDEN: 'Your role may not do this.',
  'FORBIDDEN.route-closed': 'This route is open to nobody.',
  MISSING_SCOPE: 'This API key lacks the scope {scope}.',
  'MISSING_SCOPE.people-only': 'This is for signed-in people only, not for API keys.',
  BOUND_KEY: 'This API key is bound to locations, and this is the whole institution’s.',
  CROSS_ORIGIN: 'This change was sent from another site, so nothing was done.',
  UNKNOWN_FIELD: '{field} is not expected here. Leave it out.',
  'UNKNOWN_FIELD.one-file': '{field} is not expected here. Send one file and one mapping.',
  INVALID_ID: 'The id in the path must be a UUID.',
  INVALID_TEXT: '{field} holds a NUL character or broken Unicode.',
  INVALID_CURSOR: 'cursor must be the nextCursor of an earlier answer of this list.',
  LIST_IN_LIST: '{field} must not hold a list within a list.',
  TOO_DEEP: 'The request is nested more than {most} levels deep.',
  'TOO_MANY_VALUES.parameters': 'Send at most {most} query parameters.',
  'TOO_MANY_VALUES.values': 'The {where} holds more than {most} values. Send less at once.',
  'TOO_MANY_VALUES.fields': 'The {where} holds an object of more than {most} fields. Send less at once.',
  PRECONDITION_FAILED:
    'This was changed meanwhile and is now at version {version}, so your change was not made. Read it again, then repeat the change.',
  IDEMPOTENCY_KEY_REUSED: 'This Idempotency-Key was already used with another body. Use a new one.',
  IDEMPOTENCY_IN_HAND: 'A request with this Idempotency-Key is still in hand. Ask again in a moment.',
  RIGHTS_CHANGED:
    'This was done, but you no longer see all that you saw then. Ask for what it made by its id.',
  IN_USE: 'This {what} is still used by {holder}, so it stays.',
  NAME_TAKEN: 'There is a {what} of this name already. Choose another name.',
  DISK_FULL: 'The database’s disk is full; nothing was changed. Try again once there is room.',
  DATABASE_UNAVAILABLE: 'The database cannot be reached right now. Try again shortly.',
  'NOT_READY.stopping': 'This replica is shutting down.',
  'NOT_READY.database': 'The database cannot be reached right now.',
  TOO_MANY_STREAMS: 'You have {own} pages open that listen for changes. Close some of them.',
  'TOO_MANY_STREAMS.in-all': 'Too many pages listen for changes right now. Try again in a moment.',
  BUSY_COMPUTING: 'Other figures are being worked out. Ask again in a moment.',
  'BUSY_COMPUTING.one-pilot': 'Too much is asked of this pilot at once. Ask again in a moment.',
  TOO_MUCH_TO_COMPUTE:
    'Working this out takes more time or memory than there is for one request. Ask for less at once.',

  // Single fields.
  INVALID_FIELD: '{field} is not as it should be.',
  'INVALID_FIELD.text': '{field} must be text of {least} to {most} characters.',
  'INVALID_FIELD.string': '{field} must be text.',
  'INVALID_FIELD.name': '{field} must be one line of 1 to {most} characters that can be seen.',
  'INVALID_FIELD.names': '{field} must hold names: each one line of 1 to {most} characters that can be seen.',
  'INVALID_FIELD.display-name': '{field} must not hold an e-mail address.',
  'INVALID_FIELD.e-mail': '{field} must be an e-mail address.',
  'INVALID_FIELD.url': '{field} must be a web address.',
  'INVALID_FIELD.instant':
    '{field} must be an ISO 8601 date-time with Z or an offset, of a day that exists, 1970 to 2199.',
  'INVALID_FIELD.local-date': '{field} must be a date that exists, as YYYY-MM-DD, 1970 to 2199.',
  'INVALID_FIELD.local-time': '{field} must be a local time as HH:mm, 00:00 to 23:59.',
  'INVALID_FIELD.date-or-instant': '{field} must be a date as YYYY-MM-DD, or a date-time with an offset.',
  'INVALID_FIELD.time-zone': '{field} must be an IANA time zone name, such as America/Chicago.',
  'INVALID_FIELD.whole-number': '{field} must be a whole number.',
  'INVALID_FIELD.limit': 'limit must be a whole number from 1 to {most}.',
  'INVALID_FIELD.number': '{field} must be a number.',
  'INVALID_FIELD.decimal': '{field} must be a number from {least} to {most} with at most two decimals.',
  'INVALID_FIELD.above-zero': '{field} must be above 0.',
  'INVALID_FIELD.at-least': '{field} must be {least} at least.',
  'INVALID_FIELD.at-most': '{field} must be {most} at most.',
  'INVALID_FIELD.boolean': '{field} must be true or false.',
  'INVALID_FIELD.one-of': '{field} must be one of {allowed}.',
  'INVALID_FIELD.uuid': '{field} must be a UUID.',
  'INVALID_FIELD.object': '{field} must be a JSON object.',
  'INVALID_FIELD.list': '{field} must be a list.',
  'INVALID_FIELD.list-too-short': '{field} must hold {least} at least.',
  'INVALID_FIELD.list-too-long': '{field} must hold {most} at most.',
  'INVALID_FIELD.repeated': '{field} must not hold the same twice.',
  'INVALID_FIELD.networks': '{field} must hold IP addresses or ranges such as 10.4.0.0/16.',
  'INVALID_FIELD.metric': '{field} must be the name of a metric.',
  'INVALID_FIELD.line-ids': '{field} must hold ids of understood lines.',
  'INVALID_FIELD.line-ids-by-commas': '{field} must be ids of understood lines, by commas, at most {most}.',
  'INVALID_FIELD.idempotency-key': '{field} must be 1 to 255 visible ASCII characters.',

  // Fields compared with each other.
  'INVALID_FIELD.last-day-before-first': 'The last day must not lie before the first.',
  'INVALID_FIELD.end-before-start': 'The end must lie after the start.',
  'INVALID_FIELD.lies-ahead': 'The time must not lie ahead.',
  'INVALID_FIELD.lies-behind': 'The end must lie ahead.',
  'INVALID_FIELD.expiry-behind': 'The time it expires must lie ahead.',
  'INVALID_FIELD.days-apart': 'The first and the last may lie at most {days} days apart.',
  'INVALID_FIELD.longer-than-a-day': 'A shift lasts at most {hours} hours, its handover included.',

  // Accounts.
  WRONG_HOST:
    'This server is at {baseUrl}; open it there. If that is not its address, BASE_URL has to say so.',
  'TOO_MANY_REQUESTS.attempts':
    'Too many attempts. Nothing was tried; wait {seconds} seconds, then try again.',
  'WEAK_PASSWORD.too-short':
    'A password needs {minimum} characters or more; this one has {length}. Nothing was changed. Choose another: a few words that have nothing to do with each other make a good one.',
  'WEAK_PASSWORD.personal':
    'This password is little more than a name or e-mail address of yours. Nothing was changed. Choose another: a few words that have nothing to do with each other make a good one.',
  'WEAK_PASSWORD.common':
    'This password is among the common ones, which are tried first. Nothing was changed. Choose another: a few words that have nothing to do with each other make a good one.',
  WRONG_PASSWORD: 'This is not your password. Nothing was changed; try again.',
  WRONG_SETUP_CODE:
    'This is not a setup code of this server, and nobody was created. The server prints one when it starts; look there, or start it again for another.',
  FRESH_SIGN_IN_NEEDED:
    'Give your password again for this: it was last given more than {minutes} minutes ago. Nothing was changed.',
  WRONG_CREDENTIALS: 'The e-mail address or the password is wrong.',
  ALREADY_SET_UP: 'The first admin is there already. Ask for an invitation.',
  NOT_AN_ADMIN: 'Only an admin can answer for an API key.',
  UNKNOWN_LOCATION: 'One of the locations does not exist.',
  FOREIGN_LOCATION: 'This location is not one of yours.',
  'FOREIGN_LOCATION.operator': 'Name the locations this operator works at; they must be yours.',
  'FOREIGN_LOCATION.seat-to-free': 'One of the seats to free is at a location that is not yours.',
  'FOREIGN_LOCATION.swap': 'One shift of this swap is at a location that is not yours.',
  'FOREIGN_LOCATION.import': 'No location is yours to import for.',
  'FORBIDDEN.rosters':
    'Rosters are imported by supervisors and admins, and by keys that may write schedules.',
  NO_DEMO_HERE:
    'The demo is for an empty product on this machine. Start it by itself: afterhours demo, or npm run demo in a checkout.',
  EMAIL_TAKEN: 'Somebody with this e-mail address is already here.',
  ROLE_FIXED: 'An operator stays an operator. Make another account for another role.',
  IS_OPERATOR: 'This account is an operator. Deactivate or delete them under operators.',
  LOCATION_NEEDED: 'Name the locations this supervisor runs.',
  'LOCATION_NEEDED.analyst': 'Name the locations whose figures this analyst reads.',
  ALREADY_ACCEPTED:
    '{name} has accepted and has a password; nothing was changed. Only an admin gives them a link for a new one.',
  ADDRESS_IN_USE:
    'This operator has accepted and signs in with this address, so it stays. An admin can change it.',
  OWN_ROLE: 'Nobody changes their own role; nothing was changed. Another admin can change yours.',
  LAST_ADMIN: 'This is the last admin, so they stay. Make another one first.',
  NOT_ALL_LOCATIONS:
    'This holds at every location the operator works at, and some of these are not yours, so nothing was changed. Ask an admin.',
  BINDING_CAP: 'Only an admin changes a cap that binds, or makes one bind.',
  REASON_NEEDED: 'Say why in capReason: this cap binds.',
  UNKNOWN_POSITION: 'There is no position {id}.',
  DEFAULT_POSITION: 'The default position always stays. Rename it instead.',
  MESSAGE_STATUS: 'This message is {status}; there is nothing to try again.',

  // Timetables and unavailability.
  'INVALID_FIELD.weekday-needed': 'weekday must say on which day of the week this is.',
  'INVALID_FIELD.weekly-time': '{field} of a weekly entry must be a local time as HH:mm, 00:00 to 23:59.',
  'INVALID_FIELD.weekly-only': '{field} is for weekly entries only.',
  'INVALID_FIELD.single-time': '{field} of a single entry must be an ISO 8601 date-time with Z or an offset.',
  TOO_MANY_ENTRIES: 'An operator has at most {most} entries. Delete some first.',
  UNKNOWN_LINE: 'No line of this file has the id {id}.',
  NOTHING_UNDERSTOOD: 'No class in this calendar was understood, so nothing was changed.',
  'NOTHING_UNDERSTOOD.no-events': 'This calendar holds no events, so nothing was changed.',
  LEFT_OUT: 'Line {line}: {remark}',
  'LEFT_OUT.claim': 'This claim was left out of the approval, and waits as before.',
  INVALID_CALENDAR:
    'This is not an iCalendar file: it does not begin with BEGIN:VCALENDAR. Choose the .ics file that your calendar exports.',
  'INVALID_CALENDAR.empty': 'This file is empty.',
  'INVALID_CALENDAR.damaged': 'This file holds NUL characters; it is damaged, or no text at all.',
  'INVALID_CALENDAR.web-page':
    'This is a web page, not a calendar: the address may ask for a sign-in. Download the .ics file and upload it.',
  'INVALID_CALENDAR.entries': 'This calendar holds more than {most} entries; upload the classes alone.',
  'INVALID_CALENDAR.lines':
    'This calendar holds more than {most} lines to be read; upload the classes alone.',
  'INVALID_CALENDAR.too-often': 'This calendar repeats too often to be followed; upload the classes alone.',
  'INVALID_CALENDAR.dates': 'This calendar names more than {most} dates; upload the classes alone.',
  'INVALID_CALENDAR.rules':
    'This calendar repeats in too many ways to be followed; upload the classes alone.',
  'INVALID_CALENDAR.times': 'This calendar takes place more than {most} times; upload the classes alone.',
  'INVALID_CALENDAR.events':
    'This calendar holds more than {most} events in the terms ahead; upload the classes alone.',
  CALENDAR_UNREACHABLE:
    'The calendar could not be fetched: its server cannot be reached. Nothing was changed.',
  'CALENDAR_UNREACHABLE.answers':
    'The calendar could not be fetched: its server answers {status}. Nothing was changed.',
  'CALENDAR_UNREACHABLE.sent-on':
    'The calendar could not be fetched: its server sends elsewhere without end. Nothing was changed.',
  'CALENDAR_UNREACHABLE.slow':
    'The calendar could not be fetched: its server takes too long. Nothing was changed.',
  'CALENDAR_UNREACHABLE.too-large':
    'The calendar could not be fetched: it is larger than a megabyte. Nothing was changed.',
  'INVALID_FIELD.calendar-address': 'url must be the https address of a calendar, without a user name.',
  'INVALID_FIELD.calendar-https': 'url must begin with https://.',
  'INVALID_FIELD.calendar-private': 'url must lead to a server on the public internet.',

  // Sources of requests.
  NO_SECRETS_KEY:
    'This server has no key to encrypt secrets with, so nothing was stored. Whoever runs it can set SECRETS_KEY.',
  SOURCE_NAME_FOREIGN: 'Requests of this name belong to locations that are not yours. Choose another name.',
  SOURCE_HAS_REQUESTS: 'Requests of this source carry its name, so it stays.',
  SOURCE_WITHOUT_LOCATION:
    'Choose a location, or rules that lead to one: only admins may have a source without.',
  SOURCE_OF_OTHERS: 'This source also serves locations that are not yours, so an admin has to change it.',
  SOURCE_OF_OTHER_LOCATIONS:
    'Requests of the source {source} are collected for other locations. Use another source name.',
  SOURCE_OFF: 'This source is switched off. Switch it on first.',
  SOURCE_SECRET_NEEDED: '{field} must be given again, because the address leads to another server.',
  SOURCE_SECRET_LOST: 'Its stored secret cannot be read: the key is another one. Enter the secret again.',
  SOURCE_CHECKED: 'It can be read.',
  'SOURCE_CHECKED.mailbox':
    'It can be read. {messages, plural, one {One message has} other {# messages have}} such a file, the newest of {at}.',
  'SOURCE_CHECKED.counts':
    'It can be read. It holds {counts, plural, one {one count} other {# counts}}, the latest of {at}.',
  'SOURCE_CHECKED.no-counts': 'It can be read. It holds no counts yet.',
  'SOURCE_CHECKED.no-mail': 'It can be read. No message with such a file has come yet.',
  SOURCE_PUSHES: 'Requests of this source are pushed to us, so there is nothing to collect from here.',
  SOURCE_PUSHED: 'Pushes arrive. The last one was taken at {at}.',
  SOURCE_NOT_PUSHED:
    'Nothing has been pushed yet. Enter the address and the secret in the system that sends.',
  SOURCE_QUIET:
    'Nothing new has come for {days, plural, one {# day} other {# days}}. Look whether it still holds new requests; if there were none, all is well.',
  NOT_PUSHED: 'Only a source of pushes has a secret of its own.',
  PUSH_SIGNATURE: 'The push is not signed with the secret of a source here.',
  PUSH_OF_OTHER_TIME:
    'The push was signed more than five minutes ago, or the clock of its sender is wrong. Sign it when it is sent.',
  PUSH_ID_REUSED: 'Another push came with this webhook-id before. Give each push an id of its own.',
  PUSH_OF_OTHER_SOURCE: 'source must be {source}, the name of the source here, or be left out.',
  PUSH_WITHOUT_LOCATION:
    'No rule of this source gives this count a location, and a count cannot wait for one. Name its locationId, or add a rule.',
  COUNT_WITHOUT_LOCATION: 'No rule gives this count a location, and a count cannot wait for one.',
  PUSH_OF_OTHER_LOCATION: 'locationId must be one of the locations of this source.',
  PUSHES_BUSY: 'Too many pushes wait to be stored. Send this one again later.',
  BACKFILL_RUNNING: 'A back-fill of this source is running already. Wait for it, or stop it.',
  BACKFILL_OVER: 'This back-fill is over already.',
  'SOURCE_UNREACHABLE.no-address':
    'The address is not one. It must begin with https:// and hold no user name.',
  'SOURCE_UNREACHABLE.not-https':
    'The address must begin with https://. Plain http is for hosts that PRIVATE_HOSTS names.',
  'SOURCE_UNREACHABLE.private':
    'The address leads into a private network. Whoever runs this server can allow its host in PRIVATE_HOSTS.',
  'SOURCE_UNREACHABLE.not-secure':
    'Without TLS, others could read the password on its way. It is allowed for hosts that PRIVATE_HOSTS names with their port.',
  'SOURCE_UNREACHABLE.other-port':
    'Mail is read at port 993. Another port is allowed for hosts that PRIVATE_HOSTS names with it.',
  'SOURCE_UNREACHABLE.unknown-host': 'There is no server of this name. Check the address.',
  'SOURCE_UNREACHABLE.unreachable':
    'Its server cannot be reached. It may be down, or a firewall may be between.',
  'SOURCE_UNREACHABLE.certificate':
    'Its server shows a certificate that has expired or is not valid. Whoever runs it has to renew it.',
  'SOURCE_UNREACHABLE.slow': 'Its server did not answer in time. If that goes on, tell whoever runs it.',
  'SOURCE_UNREACHABLE.broken-off':
    'Its server broke off in the middle of an answer. If that goes on, tell whoever runs it.',
  'SOURCE_UNREACHABLE.too-large': 'Its server sent more than an answer can be. Check the address.',
  'SOURCE_UNREACHABLE.redirected':
    'Its server sends on to another one, and a secret is for one server only. Enter the address that it leads to.',
  'SOURCE_UNREACHABLE.too-many-redirects':
    'Its server sends on again and again, most likely in a circle. Check the address; if it is right, tell whoever runs the server.',
  SOURCE_REFUSED: 'It refuses the credentials (status {status}). They may have run out, or lack a right.',
  'SOURCE_REFUSED.no-rest':
    'It answers no programs (status {status}): most likely its REST interface is switched off. Whoever runs it can switch it on.',
  SOURCE_BUSY: 'It asks to be left alone for a while (status {status}).',
  SOURCE_FAILED: 'It failed by itself (status {status}). If that goes on, tell whoever runs it.',
  'SOURCE_ANSWER.web-page':
    'It answers with a web page instead of data. Enter the address of its REST interface.',
  'SOURCE_ANSWER.no-json':
    'It answers with something other than JSON. Enter the address of its REST interface.',
  'SOURCE_ANSWER.other-data':
    'It answers with data of another kind. Enter the address of its REST interface.',
  'SOURCE_ANSWER.not-found':
    'There is nothing at this address (status 404). Enter the address of its REST interface.',
  'SOURCE_ANSWER.status':
    'It does not understand the request (status {status}). Check the settings; if they are right, show this to whoever runs it.',
  'SOURCE_ANSWER.no-list': 'There is no list of tickets at {path} in its answer.',
  'SOURCE_ANSWER.no-id': 'It does not tell the id of a new ticket at {path} in its answer.',
  'SOURCE_ANSWER.no-token': 'It answers without a token when it is asked for one. Check the credentials.',
  'SOURCE_ANSWER.other-order':
    'Its list does not go on behind the ticket that it was asked to go on behind. Its pages need another setting.',
  'SOURCE_ANSWER.same-page':
    'It answers the same page again, whatever page it is asked for. The parameter of the pages may have another name.',
  'SOURCE_ANSWER.moves': 'Its list changes faster than it can be read.',
  'SOURCE_ANSWER.other-zone':
    'It reads dates in another time zone than {zone}, so changes would be missed. Set the zone of the user who reads there.',
  SOURCE_TICKET_NOT_FOUND:
    'It lists ticket {externalId}, and does not know it when it is asked for it alone. Check the part ticket of the description.',
  SOURCE_SPAN_FULL:
    'More than {maximum} tickets changed at the same moment, and it answers no more at once. It can be read when that limit is raised.',
  SOURCE_FIELD_NOT_FOUND:
    'Its tickets tell no {field} at {path}, or in a form that is not understood. Nothing is collected until the description is right.',
  'SOURCE_ANSWER.too-old':
    'It does not tell whether a ticket is closed, because its version is too old. Redmine 5 tells it.',
  'SOURCE_FILE.web-page':
    'A web page came instead of a file: most likely one to sign in, or to look at the file. Use a link that downloads the file without signing in.',
  'SOURCE_FILE.packed': 'The file is compressed. Let its system write it as plain CSV.',
  'SOURCE_FILE.workbook': 'The file is a workbook of Excel, or a zip file. Save or share it as CSV.',
  'SOURCE_FILE.too-large':
    'The file is larger than {megabytes} MB. Let its system write the last weeks only.',
  'SOURCE_FILE.redirects':
    'The address leads on to other ones too often. Enter the address to which it leads in the end.',
  'SOURCE_FILE.not-found':
    'There is no file at this address (status {status}). It may have been moved, or its link may have run out.',
  'SOURCE_FILE.refused':
    'The file is not given without signing in (status {status}). Use a link that downloads it without signing in, or enter credentials.',
  'SOURCE_FILE.no-line': 'None of its lines can be read. On line {line}: {why} Nothing was stored.',
  'SOURCE_MAILBOX.no-host': 'The host must be a name alone, such as imap.example.edu.',
  'SOURCE_MAILBOX.private':
    'The host is in a private network. Whoever runs this server can allow it in PRIVATE_HOSTS, as {host}.',
  'SOURCE_MAILBOX.no-tls':
    'No connection with TLS can be made at this port. Enter the port for IMAP with TLS from the start, usually 993.',
  'SOURCE_MAILBOX.no-imap': 'It does not answer as a mail server does. Check the host and the port.',
  'SOURCE_MAILBOX.no-greeting':
    'Its server does not greet as a mail server does. Check the port, and whether it wants TLS from the start.',
  'SOURCE_MAILBOX.refused':
    'The mail server refuses the user or the password. Enter both again; some services want a password that is made for one program.',
  'SOURCE_MAILBOX.no-password':
    'The mail server lets no program sign in with a password. Let the file be mailed to a mailbox of another service.',
  'SOURCE_MAILBOX.busy': 'The mail server is busy or out of order at the moment.',
  'SOURCE_MAILBOX.not-given': 'The mail server does not give the messages out.',
  'SOURCE_MAILBOX.no-folder': 'There is no folder {folder} in this mailbox. There are: {folders}.',
  'SOURCE_MAILBOX.folder-refused': 'The mail server does not open the folder {folder} for this user.',
  'SOURCE_MAILBOX.refuses-search': 'The mail server does not tell which messages there are.',
  'SOURCE_MAILBOX.unreadable': 'The newest file cannot be read. {why} It is in {message}.',
  MAILBOX_MESSAGE: 'It has no such file.',
  'MAILBOX_MESSAGE.web-page': 'Its file is a web page. Let its system send it as plain CSV.',
  'MAILBOX_MESSAGE.gone': 'It could not be looked at. It may have been deleted meanwhile.',
  'MAILBOX_MESSAGE.file-gone': 'Its file could not be fetched. It may have been deleted meanwhile.',
  'MAILBOX_MESSAGE.too-many-files': 'It has more than {most} such files. The others were left out.',
  SOURCE_SEES_NOTHING:
    'It answers, and shows no ticket at all. Most likely these credentials lack the right to see tickets; if there are none yet, say so.',
  'SOURCE_SEES_NOTHING.queue': 'The queue {queue} is not there, or these credentials may not see it.',
  'SOURCE_SEES_NOTHING.project': 'The project {project} is not there, or this key may not see it.',
  'SOURCE_SEES_NOTHING.status': 'It has no status called {status}.',
  'SOURCE_SEES_NOTHING.mail':
    'None of the newest {messages, plural, =0 {messages} other {# messages}} in the folder {folder} has such a file. If none has come yet, say so.',
  'SOURCE_SEES_NOTHING.sender':
    'None of the newest {messages, plural, =0 {messages} other {# messages}} in the folder {folder} is from {from}. If none has come yet, say so.',
  'SOURCE_SEES_NOTHING.any-more':
    'It shows no ticket any more, and it did before. Most likely its credentials lost the right to see them.',
  SOURCE_LOST_TICKETS:
    '{hidden} or more of {total} tickets may not be seen any more: most likely its credentials lost a right. They stay in the figures.',
  TICKET_REFUSED: 'It does not take the ticket, and says “{told}”.',
  TICKET_GONE: 'The ticket is there no more. It was deleted, or moved to where it is not looked for.',
  PUSHED_PRIORITY:
    'The priority “{word}” is none of ours, and the settings of the source do not say what it means. What the request had stays.',
  TICKET_COPY:
    'It has {reference} in its title, as ticket {externalId} has, which is followed for that request. It counts as no request of its own.',
  TICKET_RESOLVED: 'Resolved in {source} as ticket {externalId}.',
  TICKET_REOPENED: 'Ticket {externalId} was opened again in {source}.',
  TICKET_NOT_TOLD: '{told} So {source} was not told that the library has the request again.',
  TICKET_MERGED: 'The ticket was merged into {externalId}, which belongs to another request.',
  'TICKET_SOURCE.off': 'The source is switched off or was removed.',
  'TICKET_SOURCE.cannot': 'The settings of the source do not say where tickets are opened.',
  TICKET_IS_OPEN: 'It has a ticket in {source} already.',
  NO_TICKET_SYSTEM: 'Nothing is set up in which escalated requests of this location open tickets.',
  SOURCE_OPENS_TICKETS: 'Escalated requests open tickets in this source. Choose no locations for that first.',
  SOURCE_OPENS_NOWHERE: 'The settings of this source do not say where tickets are opened.',
  SOURCE_IS_OFF: 'This source is switched off.',
  ESCALATIONS_ELSEWHERE:
    'What is escalated at one of these locations opens tickets in another source already.',
  TICKET_UNSEEN: 'The ticket is not shown to us any more, so what becomes of it is not followed.',
  TICKET_HIDDEN: 'It may not be seen any more. It stays in the figures.',
  SOURCE_ANOTHER_SYSTEM:
    'Another system answers there: its ticket {externalId} is not the one that was collected. Add it as a source of its own.',
  'INVALID_FIELD.mail-host': '{field} must be the name of a server alone, such as imap.example.edu.',
  'INVALID_FIELD.sender': '{field} must be an e-mail address, or @ and a domain.',
  'INVALID_FIELD.one-line': '{field} must be one line of 1 to {most} characters.',
  'INVALID_FIELD.signing-secret': '{field} must be whsec_ and 24 to 64 bytes in base64.',
  'INVALID_FIELD.push-header':
    'The header {field} must be as Standard Webhooks describes it: webhook-id, webhook-timestamp in seconds, webhook-signature.',
  'INVALID_FIELD.token': '{field} must be letters, digits and signs of ASCII, without spaces.',
  'INVALID_FIELD.header-text': '{field} must be one line of plain letters, digits and signs.',
  'INVALID_FIELD.header-name': '{field} must be the name of a header that a source may be sent.',
  'INVALID_FIELD.server-path': '{field} must be a path on the server of the address, such as /api/tickets.',
  'INVALID_FIELD.json-path':
    '{field} must be a JSONPath such as $.created_at. Two dots in a row, and what could take long, are not allowed.',
  'INVALID_FIELD.date-format':
    '{field} must be iso, or a date format that tells date and time to the minute.',
  'INVALID_FIELD.dry-run-source': 'dryRun is for imports. Check the source instead.',
  'INVALID_FIELD.mapping-source': 'mapping.source is not the name of this source. Leave it out.',
  'INVALID_FIELD.counts-place':
    'Name the column that says where it was counted, or give the source a location: a count cannot wait for one.',
  'INVALID_FIELD.mapping-location': 'mapping.locationId is not the location of this source. Leave it out.',
  'INVALID_FIELD.text-by-name': '{field} must be texts by name.',
  'INVALID_FIELD.json-object': '{field} must be a JSON object.',
  'INVALID_FIELD.must-be-in': '{field} must be one of {list}.',
  'INVALID_FIELD.must-contain': '{field} must contain {what}.',
  'INVALID_FIELD.needed-with': '{field} is needed with {what}.',
  'INVALID_FIELD.numbers-for': '{field} must be whole numbers for {what}.',
  'INVALID_FIELD.only-with-post': '{field} is only for POST.',
  'REPEATED_LINE.count': 'A later line counts the same and counts instead.',
  REPEATED_LINE: 'A later line gives {externalId} again and counts instead.',
  TICKET_WITHOUT_ID: 'Its number is empty, too long, or cannot be stored.',
  TICKET_WITHOUT_TIME: 'One of its times is missing or cannot be understood.',
  TICKET_OF_FUTURE: 'It has times in the future.',
  'INVALID_FIELD.with-unassigned': '{field} does not go with unassigned; only from and to do.',
  COLLECTED:
    'This request is collected from {source}, so its times, its tier and its title are changed there.',
  'INVALID_FIELD.assignee': '{field} must be me, nobody, or the id of a user.',
  UNKNOWN_ASSIGNEE: 'assigneeId is of nobody who may work on requests of this location.',
  'FORBIDDEN.own-requests':
    'Operators take requests and give back their own. Ask a supervisor to hand one to somebody else.',
  WITH_CAMPUS_IT_ALREADY: 'This request is with Campus IT already.',
  NOT_WITH_CAMPUS_IT: 'This request is not with Campus IT, so it cannot be given back.',
  RESOLVED_ALREADY: 'This request is resolved. Open it again first.',
  ATTACHMENT_TOO_LARGE: 'The file is larger than {most} MB. Send a smaller one.',
  TOO_MANY_FILES: 'This request has {most} files already, which is as many as there can be.',
  'INVALID_FIELD.attachment-needed':
    'Send multipart/form-data with a file, and a text if something is said with it.',
  ATTACHMENT_TYPE: 'The file must be a picture (PNG, JPEG, GIF or WebP), a PDF or a plain text.',
  'UNKNOWN_FIELD.one-attachment': '{field} is not expected here. Send one file and one text.',
  OTHERS_WROTE: 'Somebody else has worked on this request, so it stays. What is wrong in it can be changed.',
  'INVALID_FIELD.campus-response':
    'Of Campus IT only the resolution has a target, because requests tell no first answer of theirs.',
  UNKNOWN_CATEGORY: 'One of the categories does not exist.',
  CATEGORY_CIRCLE: 'That category counts as this one itself. Separate them first.',
  'FORBIDDEN.routing-rule':
    'This is a rule for all locations, so an administrator changes it. Nothing was changed.',
  UNKNOWN_ROUTING_RULE: 'One of the routing rules does not exist, or is not of this location.',
  TOO_MANY_ROUTING_RULES: 'There are {most} routing rules here already, so nothing was stored.',
  'INVALID_FIELD.staffing-needed': 'staffing is needed with positionId.',
  'FORBIDDEN.category':
    'This category is for desks of others too, so an administrator changes it. For your own desks you say whether they offer it.',
  THREAD_FULL: 'This request has {most} entries already, which is as many as there can be.',
  UNASSIGNED: 'This request waits for a location. Assign it to one first.',
  NOT_UNASSIGNED: 'This request has a location already.',
  NOT_PLACED_BY_HAND: 'Nobody placed this request by hand, so the rules of its source hold already.',

  // Coverage.
  'INVALID_FIELD.closed-hours': 'A closed date has no hours.',
  'INVALID_FIELD.special-hours': 'A special date needs its hours.',
  EXCEPTION_EXISTS:
    'There is an exception at this location already for {date}. Nothing was stored: change that one, or choose other dates.',
  'EXCEPTION_EXISTS.span':
    'There is an exception at this location already from {date} to {untilDate}. Nothing was stored: change that one, or choose other dates.',
  'INVALID_FIELD.exception-elsewhere': 'This exception is of another location.',
  'INVALID_FIELD.exception-length': 'An exception lasts at most {days} days.',
  'INVALID_FIELD.out-of-service':
    'The last day out of service needs a first one, and must not lie before it.',
  'INVALID_FIELD.workstation-table':
    'No column for names was found, so nothing was stored. The first line must name the columns, one of them “name”.',
  'INVALID_FIELD.workstation-table-long':
    'The table has more than {most} lines, so nothing was stored. Import it in parts.',
  'WORKSTATION_LINE.broken': 'Line {line} has a quote that is not closed, or something after one.',
  'WORKSTATION_LINE.name': 'Line {line} has no name that can be used: one line of 1 to 100 characters.',
  'WORKSTATION_LINE.text': 'Line {line}: “{value}” is too long, or holds characters that cannot be seen.',
  'WORKSTATION_LINE.date':
    'Line {line}: “{value}” is no date that is understood. Write it as 2026-11-02, or say in which order day and month stand.',
  'WORKSTATION_LINE.repeated': 'Line {line} has the same name as line {value}.',
  'WORKSTATION_LINE.out-of-service':
    'Line {line}: the last day out of service ({value}) needs a first one, and must not lie before it.',
  'FORBIDDEN.workstation':
    'Operators say when a workstation is out of service, and nothing else of it. Nothing was changed.',
  'INVALID_FIELD.maintenance-length': 'Maintenance lasts at most {days} days.',
  'INVALID_FIELD.reason-for-past':
    'This maintenance closed time that is over, so figures change. Say in the reason why it is taken back.',
  'NOT_COMPARED.pilot-start':
    'Under two whole weeks lie between it and the start of the pilot, so what the pilot changed would be taken for its doing.',
  'NOT_COMPARED.phase-edge': 'Under two whole weeks {side} it are in the same phase of the pilot.',
  'NOT_COMPARED.neighbour':
    'Under two whole weeks lie between it and other work at the location, so the two cannot be told apart.',
  'NOT_COMPARED.too-soon': 'Two whole weeks after it are over on {earliest} at the earliest.',
  'NOT_COMPARED.excluded': 'Under two weeks {side} it count: the others are left out of the pilot’s figures.',
  MAINTENANCE_MOVED:
    'This maintenance closed time that is over, and would be at another time altogether, so nothing was stored. Take it back with a reason, and announce the other.',
  'FORBIDDEN.past-maintenance':
    'This changes which time was closed in the past, and with it figures of the past, so nothing was stored. A supervisor of the location may do it.',
  OVERLAPPING_TERM: 'These dates overlap those of another term, so nothing was stored. Choose other dates.',
  'INVALID_FIELD.term-length': 'A term lasts at most {days} days.',
  'INVALID_FIELD.period-backwards': 'The {kind} period from {startsOn} to {endsOn} ends before it starts.',
  'INVALID_FIELD.period-outside':
    'The {kind} period from {startsOn} to {endsOn} does not lie within the term.',
  'INVALID_FIELD.period-overlaps':
    'The {kind} period from {startsOn} to {endsOn} overlaps the one from {otherStartsOn} to {otherEndsOn}.',

  // Who may take a seat. Lists of shifts contain many of these: a character beyond Latin-1 would double their
  // size.
  SHIFT_CANCELLED: 'This shift was cancelled.',
  'SHIFT_CANCELLED.stays': 'This shift was cancelled; it stays as it was.',
  SHIFT_NOT_PUBLISHED: 'This shift is not published yet.',
  'SHIFT_NOT_PUBLISHED.opens': 'This shift can be claimed from {opensAt} on.',
  SHIFT_STARTED: 'This shift has already started.',
  'SHIFT_STARTED.stays-cancelled': 'This shift would have started already; it stays cancelled.',
  OPERATOR_INACTIVE: 'This operator is no longer active.',
  ALREADY_CLAIMED: 'There is already a claim on this shift.',
  SHIFT_FULL: 'All seats of this shift are taken ({taken} of {seats}).',
  'SHIFT_FULL.just-now': 'All seats of this shift are taken.',
  'SHIFT_FULL.waitlist-first': 'The free seats of this shift are offered to its waitlist first.',
  OVERLAPPING_SHIFT: 'This overlaps the shift {shift}.',
  'OVERLAPPING_SHIFT.just-now': 'This overlaps another shift of the same operator.',
  NOT_AT_LOCATION: 'This shift is at a location where this operator does not work.',
  NOT_QUALIFIED: 'This shift is for a position not held.',
  'NOT_QUALIFIED.expires': 'The qualification for this position ends on {expiresOn}, before this shift.',
  IN_TRAINING: 'Nobody qualified is on this shift to work beside in training.',
  'IN_TRAINING.relief': 'Somebody in training works beside a qualified operator, not in their place.',
  'UNAVAILABLE.class': 'This overlaps a class, {away}.',
  'UNAVAILABLE.absence': 'This overlaps a time marked as unavailable, {away}.',
  WEEKLY_CAP_EXCEEDED: 'This would be {hours} of {cap} hours in the week of {weekOf}.',
  'WEEKLY_CAP_EXCEEDED.elsewhere':
    'This would be {hours} of {cap} hours in the week of {weekOf}, {elsewhere} of them in other campus jobs.',
  DAILY_CAP_EXCEEDED: 'This would be {hours} of {cap} hours on {date}.',
  INSUFFICIENT_REST:
    'This would leave {hours} of {least} hours of rest between {workedUntil} and {worksAgainAt}.',
  TOO_LONG_WITHOUT_BREAK:
    'This would be {hours} hours without a break of {breakMinutes} minutes; {most} is the most.',
  TOO_MANY_NIGHTS: 'This would be {nights} nights in a row; {most} is the most.',

  // Shifts and claims.
  SHIFT_WORKED: 'Somebody has checked in to this shift. What was worked stays as it is.',
  'SHIFT_WORKED.several':
    'Somebody has checked in to {count} of the shifts to be cancelled; what was worked stays. Nothing was stored: {count, plural, one {leave it out} other {leave them out}}.',
  NOT_AFFECTED:
    '{count} of the shifts to be cancelled {count, plural, one {no longer stands} other {no longer stand}} in the closed time: moved, cancelled or never there. Nothing was stored; look at the preview again.',
  'SHIFT_WORKED.begun': 'This shift has begun; who works it stays.',
  SHIFT_BUSY: 'This shift was changed just now. Read it again, then repeat the change.',
  'SHIFT_BUSY.claim': 'This claim was cancelled in the same moment. Put the operator on the shift anew.',
  SHIFT_CLAIMED: 'This shift has claims. Reject them or cancel it instead of withdrawing it.',
  SHIFT_HAS_TRAINEES:
    'Somebody is in training on this shift, or would be for the new position. Free that seat first.',
  'SHIFT_HAS_TRAINEES.beside':
    'Somebody in training works beside this seat. A supervisor takes them off it first.',
  SEATS_TAKEN:
    '{taken, plural, one {# seat of this shift is} other {# seats of this shift are}} taken. Free some first.',
  'SEATS_TAKEN.just-now': 'More seats of this shift are taken than would be left. Free some first.',
  SEATS_OFFERED:
    'Free seats of this shift are offered to its waitlist just now. Try again once they are taken or over.',
  SCHEDULE_NOT_PUBLISHED:
    'This shift belongs to the schedule from {startsOn} to {endsOn}, which is a draft. Publish that, or keep the shift a draft.',
  SHIFT_NOT_CANCELLED: 'This shift is not cancelled, so there is nothing to restore.',
  'INVALID_FIELD.eligibility': 'eligibility is for operators only.',
  CLAIM_NOT_APPROVED:
    'This claim is {status}; only an approved one can be worked, covered, cancelled or traded.',
  CLAIM_NOT_PENDING: 'This claim is {status}; only a pending one can be decided.',
  CLAIM_NOT_DECIDED: 'This claim is {status}; there is no decision to take back.',
  CLAIM_IS_RELIEF: 'This claim takes over another; approve it by itself.',
  'CLAIM_IS_RELIEF.ended': 'This claim was to take over another, which has ended. Let the operator ask anew.',
  CLAIMED_JUST_NOW: 'This claim was made just now; approve it by itself.',
  QUALIFICATION_CHANGED: 'This operator has begun or ended their training since. Let them claim anew.',
  'FORBIDDEN.no-operator': 'This account is not an operator any more.',
  'FORBIDDEN.own-claims': 'Operators claim for themselves only.',
  'FORBIDDEN.set-aside': 'Only a supervisor may set rules aside.',
  'INVALID_FIELD.whom-to-assign': 'operatorId must name whom to assign.',

  // Schedules.
  OVERLAPPING_SCHEDULE:
    'These dates overlap those of another schedule of this location, so nothing was stored. Choose other dates.',
  'INVALID_FIELD.schedule-length': 'A schedule lasts at most {days} days.',
  'INVALID_FIELD.schedule-needed': 'scheduleId must say which schedule to copy.',
  UNKNOWN_SCHEDULE: 'scheduleId must name a schedule of the same location.',
  'INVALID_FIELD.usual-below-shortest': 'The usual length must not lie below the shortest.',
  'INVALID_FIELD.usual-above-longest': 'The usual length must not lie above the longest.',
  TOO_MANY_SHIFTS: 'This would be {shifts} shifts; {most} at once is the most. Nothing was made.',
  NEVER_APPROVED: 'This schedule was never approved, so nothing differs from that.',
  SCHEDULE_STATUS: 'This schedule is {status}; that is possible only while it is {allowed}.',

  // Attendance.
  ALREADY_CHECKED_IN: 'This shift is checked in to already.',
  NOT_CHECKED_IN: 'Nobody has checked in to this shift, so there is nothing to end. Check in first.',
  ALREADY_CHECKED_OUT: 'This shift is checked out of already.',
  CHECK_OUT_TOO_EARLY: 'Check-out must come after check-in.',
  CHECK_OUT_CLOSED: 'This shift ended more than a day ago. A supervisor records when it was left.',
  NOT_CHECKED_OUT: 'There is no check-out to take back.',
  UNDO_TOO_LATE: 'It is too late to take this check-out back. Correct the times instead.',
  NOT_NO_SHOW: 'There is no no-show to take back.',
  SHIFT_NOT_STARTED: 'This shift has not started yet. Nothing was recorded.',
  NOT_ON_NETWORK: 'Check in from the network of this location.',
  CHECK_IN_NOT_OPEN: 'Check-in opens {minutes} minutes before the shift.',
  CHECK_IN_CLOSED:
    'This shift ended at {endedAt}, so it cannot be checked in to. Ask a supervisor to record it.',
  OVERLAPPING_ATTENDANCE:
    'This time at the shift {shift} overlaps what was worked of the shift {otherShift}, from {workedFrom} to {workedUntil}. Correct one of them first.',
  'FORBIDDEN.attendance': 'Only a supervisor records attendance afterwards.',
  'INVALID_FIELD.far-from-shift': 'The time must lie within a day of the shift.',
  'INVALID_FIELD.somebody-else': '{field} must be somebody else.',
  CORRECTION_DECIDED: 'This correction is {status} already.',
  CORRECTION_PENDING: 'A correction of this shift waits to be decided already.',
  OVERLAPPING_PAY_PERIOD:
    'These dates overlap those of another pay period, so nothing was stored. Choose other dates.',
  'INVALID_FIELD.pay-period-length': 'A pay period lasts at most {days} days.',
  PERIOD_NOT_OVER: 'This pay period is not over yet, so it stays open.',
  CORRECTIONS_PENDING:
    '{pending, plural, one {# correction of this period is} other {# corrections of this period are}} still to be decided.',
  PERIOD_NOT_LOCKED: 'This pay period is not locked, so there is nothing to open.',
  PERIOD_LOCKED:
    'The pay period from {startsOn} to {endsOn} is locked; what was worked in it stays as it is.',

  // Time off, trades, waitlist, training.
  'INVALID_FIELD.time-off-length': 'Time off lasts at most {days} days.',
  TOO_MANY_REQUESTS: 'At most {most} requests wait to be decided. Take one back, or wait for an answer.',
  HOLDS_SEATS:
    'This operator holds {seats, plural, one {# seat} other {# seats}} in that time. Approve with freeSeats to free them.',
  TIME_OFF_DECIDED: 'This request is {status} already.',
  DROP_ALREADY_REQUESTED: 'There is already a drop request for this claim; it goes on.',
  'FORBIDDEN.own-drop': 'Only whoever asked takes it back; it goes on.',
  DROP_REQUEST_BUSY: 'Somebody took or left this just now. Read it again, then repeat.',
  DROP_REQUEST_CLOSED: 'This drop request is {status}, so nothing was changed.',
  SHADOW_CLAIM: 'A shift in training is not traded. A supervisor takes people off it.',
  ALREADY_TAKEN: 'Somebody else has taken this already.',
  'ALREADY_TAKEN.claim': 'Somebody is to take over this claim already.',
  'INVALID_FIELD.part-ends': 'A part needs both startsAt and endsAt.',
  'INVALID_FIELD.part-inside':
    'The part given up must lie at one end of the shift: its beginning or its end.',
  'INVALID_FIELD.part-length': 'Either part must last {minutes} minutes at least.',
  TOO_MANY_SWAPS: 'A claim is in at most {most} open swaps. Cancel some first.',
  'FORBIDDEN.accept-swap': 'Only whoever is asked accepts a swap.',
  'FORBIDDEN.decline-swap': 'This is for whoever is asked: you may cancel it.',
  'FORBIDDEN.cancel-swap': 'This is for whoever asked: you may decline it.',
  SWAP_NOT_POSSIBLE: 'Whoever offered this can no longer take your shift.',
  'SWAP_NOT_POSSIBLE.colleague':
    'This colleague could not take your shift, so nobody was asked and it stays yours. Choose another one.',
  SWAP_CLOSED: 'This swap is {status}, so nothing was changed.',
  'INVALID_FIELD.swap-holder': 'toOperatorId must be whoever holds withClaimId.',
  'INVALID_FIELD.swap-with': 'withClaimId or toOperatorId must say with whom to swap.',
  ALREADY_WAITING: 'This operator is on the waitlist of this shift already.',
  SHIFT_NOT_FULL: 'This shift has a free seat: claim that.',
  NO_OFFER: 'No seat is held for this operator now.',
  WAITLIST_STATUS:
    'This place on the waitlist is over: {status, select, left {it was given up} taken {the seat was taken up} expired {the seat was not taken in time} other {the shift is no longer open to claims}}. Nothing was changed.',
  QUALIFICATION_IN_USE:
    'This operator holds {seats, plural, one {# seat} other {# seats}} of this position ahead. Free them first: in training they would not count.',
  NOT_A_SHADOW: 'Only a shift worked in training is signed off.',
  SIGNED_OFF: 'This shift is signed off already.',
  SHIFT_NOT_WORKED: 'Only a shift that is over and was checked in to is signed off; this one is not yet.',

  // Support.
  TOO_MANY_AT_ONCE: 'Count at most {most} at once.',
  IN_THE_FUTURE: '{field} lies ahead. Write down what has happened.',
  TOO_LONG_AGO: '{field} is more than {hours} hours ago. Ask a supervisor to put it right.',
  NO_SHIFT_NEAR: 'You had no shift here then. Ask a supervisor to write it down, or to put you on the shift.',
  NO_SOURCE: 'Operators write down what they are asked; a source is for what comes from elsewhere.',
  NOT_ANSWERED:
    'Nobody has answered yet, so nobody has waited to the end. Give firstResponseAt with the wait.',
  WAIT_DISAGREES:
    'The times are {minutes} minutes apart, the wait is given as {waitedMinutes}. Leave one of them out.',
  NOT_YOUR_ENTRY:
    'Only who wrote a request down here takes it back, and none that came from a source; nothing was removed. What is wrong in it can be changed.',
  WITH_CAMPUS_IT: 'This was escalated to Campus IT, so it stays. Take the escalation back first.',
  OTHER_LOCATION: 'This source and externalId belong to a request recorded elsewhere.',
  'INVALID_FIELD.source-needed': 'source is needed with externalId.',
  'FORBIDDEN.own-count': 'Only whoever counted it, or a supervisor, removes a count.',
  'INVALID_FIELD.counted-at-most': 'count must be {most} at most, except on a counter.',
  'INVALID_FIELD.cumulative-gate': 'cumulative is for gates.',
  'FORBIDDEN.own-note': 'Only whoever wrote a note, or a supervisor, takes it back.',

  // Imports.
  IMPORT_IN_HAND: 'Another server has this import in hand. It goes on there.',
  IMPORT_NOT_COMPLETED: 'Only an import that was completed, and was no check, can be taken back.',
  IMPORT_NOT_KEPT_TRACK_OF:
    'It was imported before it was stored what imports change, so it cannot be taken back.',
  IMPORT_TOO_OLD:
    'An import can be taken back within {days} days. After that its former values are no longer stored.',
  TAKE_BACK_IN_HAND: 'This import is being taken back already.',
  ALREADY_TAKEN_BACK: 'This import was taken back already, and nothing of it is left.',
  CONTENT_TOO_LARGE: 'The file is larger than an import may be. Split it.',
  'INVALID_FORM.no-json': 'A part of the form says that it is JSON, and is not.',
  INVALID_FORM: 'The upload broke off, or is no multipart form.',
  'INVALID_FIELD.form-needed': 'Send multipart/form-data with file and mapping.',
  'INVALID_FIELD.file-needed': 'file is needed: a CSV file.',
  'INVALID_FIELD.mapping-needed': 'mapping is needed: a JSON object.',
  'INVALID_FIELD.column-needed': '{field} is needed.',
  'INVALID_FIELD.column-name': '{field} must name a CSV column.',
  'INVALID_FIELD.headcounts-rows': 'Counts come as rows.',
  'INVALID_FIELD.rosters-rows': 'Rosters come as rows.',
  'INVALID_FIELD.roster-end': 'Either endsAt or duration must say when a shift ends.',
  'INVALID_FIELD.roster-worked': 'workedFrom and workedTo belong together.',
  'INVALID_FIELD.activity-only': '{field} is for activity.',
  'INVALID_FIELD.one-series': 'Either series or columns.series must say what was counted.',
  'INVALID_FIELD.one-cumulative':
    'Either cumulative or columns.cumulative says which counts are of counters, not both.',
  'INVALID_FIELD.area-columns': 'areas must name a CSV column for each area.',
  'INVALID_FIELD.import-source': 'source is needed for support requests.',
  'INVALID_FIELD.areas-headcounts': 'areas are for headcounts and activity.',
  'INVALID_FIELD.activities-event-log': 'activities are for event logs.',
  'INVALID_FIELD.activity-names': '{field} must be a list of activity names.',
  'INVALID_FIELD.values-column': 'values.{field} needs columns.{field}.',
  'INVALID_FIELD.values-words': 'values.{field} must give each of at most {most} words what it becomes.',
  'INVALID_FIELD.values-twice': 'values.{field} names "{word}" twice.',
  EMPTY_FILE: 'The file has no header line that can be read.',
  'INVALID_FIELD.header-line': 'Line {line} is no header line within the start of the file.',
  UNKNOWN_COLUMN: 'The file has no column "{column}".',
  'UNKNOWN_COLUMN.several': 'The file has {count} columns "{column}".',
  AMBIGUOUS_DATES:
    '{column} on line {line}, "{value}", is {mdy, select, null {no date} other {{mdy}}} month first and {dmy, select, null {no date} other {{dmy}}} day first, and no other date tells which. Set dateOrder to mdy or dmy.',

  // Pilots.
  'INVALID_FIELD.too-many-items': 'This would be more than {most} items; narrow from and to, or split less.',
  'INVALID_FIELD.hourly-days': 'Hours are given for at most {days} days; narrow from and to.',
  'INVALID_FIELD.phase-backwards': 'The end of the {phase} must lie after its start.',
  'INVALID_FIELD.phase-length': 'The {phase} may last at most {days} days.',
  'INVALID_FIELD.target-unknown-metric':
    'No metric is called {metric}, or it is more than one number. Choose one of docs/metrics.md.',
  'INVALID_FIELD.target-less-is-better':
    'Less of {metric} is better, so a target says at most, not at least.',
  'INVALID_FIELD.target-more-is-better':
    'More of {metric} is better, so a target says at least, not at most.',
  'INVALID_FIELD.target-share': '{metric} is a share: its target lies between 0 and 1.',
  'INVALID_FIELD.target-negative': '{metric} is never below 0, so its target is not either.',
  'INVALID_FIELD.one-primary': 'Only one target can be the primary one.',
  COMPARED_WITH_ITSELF: 'A location is either part of the pilot or compared with it, not both.',
  PHASES_OVERLAP: 'Baseline and pilot must not overlap. Let one end where the other begins.',
  'PILOT_STATE.pause': 'This pilot is {state}; only a running one is paused. Nothing was changed.',
  'PILOT_STATE.resume': 'This pilot is {state}, not paused, so there is nothing to resume.',
  'PILOT_STATE.end':
    'This pilot is {state}; only one that has begun and not ended is ended. Nothing was changed.',
  'PILOT_STATE.succeed':
    'This pilot is {state}, so there is nothing to start over. Change its dates instead.',
  PILOT_SUCCEEDED: 'This pilot was started over already. Go on with the pilot that followed it.',
  'INVALID_FIELD.evidence-needed':
    'evidence must say what shows that the timing was the reason, such as exams or late hiring.',
  'INVALID_FIELD.action-owner':
    '{field} must be somebody who may see the pilot and its reviews, or a name as text.',
  'INVALID_FIELD.unknown-action':
    '{field} must be the id of an action of this review. Leave it out for a new one.',
  'FORBIDDEN.own-action': 'Only whoever is to do it, or a supervisor, ticks an action.',
  PULSE_ANSWERED: 'This link was used already: each person answers once a month. Nothing was changed.',
  PULSE_OVER: 'This link is over: the answers of that month are counted. Nothing was changed.',
  PILOT_CHANGED_MEANWHILE:
    'Somebody changed the pilot while its brief was written. Nothing was shared; look at the pilot, and share it again.',
  TOO_MANY_BRIEF_LINKS:
    'This pilot has {most} links to its brief, and more are not kept. Revoke one first. Nothing was changed.',
  PATRON_LINK_EXISTS: 'This location has a link already. Use that one, or revoke it first.',

  // Outreach.
  'FORBIDDEN.far-duty':
    'Operators may ask who is on duty within a day from now. Your own shifts are among the shifts.',
  TOO_MANY_ON_DUTY_LINKS:
    'This location has {most} links that show who is on duty, and more are not kept. Revoke one first. Nothing was changed.',
  'INVALID_FIELD.calendar-location': 'locationId must name the location of the calendar.',
  'INVALID_FIELD.calendar-without-location':
    'locationId is for calendars of one location. Leave it out for any other.',
  'FORBIDDEN.calendar-mine': 'Only operators have shifts of their own.',
  'FORBIDDEN.calendar-supervisor':
    'This calendar is for supervisors and admins. Others have calendars of single locations.',
  TOO_MANY_CALENDAR_FEEDS:
    'You have {most} calendar addresses, and more are not kept. Revoke one first. Nothing was changed.',
} as const;
