"""Prints the events of a calendar on standard input as JSON, read by the icalendar package.

Instants are computed by the VTIMEZONE components of the calendar alone; with the argument "by-name", by the zones of
these names that this machine knows, as most calendar programs do.
"""

import json
import sys
from datetime import timezone

from icalendar import Calendar

calendar = Calendar.from_ical(sys.stdin.buffer.read())
by_name = "by-name" in sys.argv
zones = {} if by_name else {str(zone["TZID"]): zone.to_tz() for zone in calendar.walk("VTIMEZONE")}


def instant(event, name):
    value = event[name]
    zone = value.params.get("TZID")
    if zone is not None and not by_name:
        moment = zones[str(zone)].localize(value.dt.replace(tzinfo=None))
    else:
        moment = value.dt
    return moment.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.000Z")


print(
    json.dumps(
        [
            {
                "uid": str(event["UID"]),
                "sequence": int(event["SEQUENCE"]),
                "summary": str(event["SUMMARY"]),
                "status": str(event["STATUS"]),
                "start": instant(event, "DTSTART"),
                "end": instant(event, "DTEND"),
                "transparency": str(event["TRANSP"]),
                "alarms": [int(alarm["TRIGGER"].dt.total_seconds() // 60) for alarm in event.walk("VALARM")],
            }
            for event in calendar.walk("VEVENT")
        ]
    )
)
