/* The archive of the newsletter, inside the room:
 *
 *     records/_newsletters/<issue>.html         its record: front matter, and the letter's HTML
 *     public/newsletter/index.html              all issues, newest first
 *     public/newsletter/<issue>/index.html      one of them
 *     public/api/newsletters/…                  the paged JSON, and <issue>.json with its stories
 *
 * Nothing is written for an edition that neither has a newsletter nor ever had one. An issue does
 * not change any more: where no new one left the house, nothing of it needs to be written. */
#ifndef PUBLISH_NEWSLETTER_H
#define PUBLISH_NEWSLETTER_H

#include "publish/site.h"

/* Writes the records alone. */
enum status newsletter_records(struct paper *paper, struct error *error);
/* Writes all of it; before api_end, which removes what nobody wrote. */
enum status newsletter_write(struct site *site, struct error *error);

#endif
