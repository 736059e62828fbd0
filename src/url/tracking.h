/* Query parameters that say how a reader came to a page and not which page it is. */
#ifndef URL_TRACKING_H
#define URL_TRACKING_H

#include "base/str.h"

/* Whether the parameter `name` (as it stands in the query, ASCII case aside) with `value` is one,
 * on whatever site. */
bool url_is_tracking(struct str name, struct str value);

#endif
