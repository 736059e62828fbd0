/* Where letters lead their readers, below the edition's service (mail_service):
 *
 *     /confirm/<token of a request>              asks whether a request is true
 *     /unsubscribe/<token of a subscriber>       GET asks, POST leaves (RFC 8058)
 *     /subscription/<that token><its proof>      a subscriber's own page
 *
 * The first two stand in headers, where programs read them; the last shows what is known of
 * somebody, so it needs a proof that follows from no other link. */
#ifndef MAIL_LINKS_H
#define MAIL_LINKS_H

#include "base/arena.h"
#include "edition/edition.h"
#include "mail/token.h"

enum mail_door { MAIL_DOOR_CONFIRM, MAIL_DOOR_LEAVE, MAIL_DOOR_OWN, MAIL_DOORS };
enum { MAIL_PASS_LENGTH = 2 * MAIL_TOKEN_LENGTH };

/* "/confirm/", … */
extern const struct str mail_doors[MAIL_DOORS];

struct str mail_link(struct arena *arena, const struct edition *edition, enum mail_door door,
                     struct str token);
/* What stands for a subscriber: store_subscriber.token. */
void mail_subscriber_token(const unsigned char secret[HASH_BYTES], struct str address,
                           char out[MAIL_TOKEN_LENGTH + 1]);
/* Token and proof, with NUL. */
void mail_pass(const unsigned char secret[HASH_BYTES], struct str address,
               char out[MAIL_PASS_LENGTH + 1]);
/* Whether it is that of this address; takes the same time wherever they differ. */
bool mail_pass_true(const unsigned char secret[HASH_BYTES], struct str address, struct str pass);

#endif
