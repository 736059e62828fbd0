/* The system's time zones, read from their files by date/zone.h; TZ is not looked at. */
#ifndef FILES_ZONE_H
#define FILES_ZONE_H

#include "date/zone.h"

enum { ZONE_NAME_MOST = 64 }; /* bytes */

/* The zone of this name ("Europe/Rome"); "UTC" needs no file. CONFIG when there is none such, or no
 * zones at all (tzdata). The zone's arrays lie in the arena. */
enum status files_zone(struct arena *arena, struct str name, struct zone *zone,
                       struct error *error);

#endif
