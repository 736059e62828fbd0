/* Who is no reader: programs that say what they are, and browsers that fetch ahead. Pure. */
#ifndef SERVE_AGENT_H
#define SERVE_AGENT_H

#include "base/str.h"

/* Whether a User-Agent is a person's browser as far as it says itself; none at all is not. */
bool serve_agent_reads(struct str agent);
/* Whether the value of Purpose, X-Purpose, X-Moz or Sec-Purpose says that nobody looks yet. */
bool serve_agent_prefetches(struct str purpose);
/* Whether Sec-Fetch-Site (absent from older browsers) says that the request comes from our own
 * pages, or from nobody's. */
bool serve_agent_at_home(struct str site);

#endif
