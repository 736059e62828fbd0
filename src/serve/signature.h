/* The signature of a hub's notification (WebSub, 7.1): X-Hub-Signature: METHOD=HEX, an HMAC (RFC
 * 2104) of the body, which is read piece by piece and not kept. */
#ifndef SERVE_SIGNATURE_H
#define SERVE_SIGNATURE_H

#include "base/status.h"
#include "base/str.h"

struct serve_signature;

/* Begins to check what the header's value claims under a key. UNSUPPORTED: it is no signature of a
 * method that the recommendation names (sha1, sha256, sha384, sha512). */
enum status serve_signature_begin(struct str claim, struct str key,
                                  struct serve_signature **signature, struct error *error);
void serve_signature_add(struct serve_signature *signature, struct str bytes);
/* Whether the claim is true of all that was added; compared in constant time. Nothing can be added
 * afterwards. */
bool serve_signature_true(struct serve_signature *signature);
/* Safe on NULL. */
void serve_signature_end(struct serve_signature *signature);
/* Whether two texts of one length are equal, in a time that their length alone decides. */
bool serve_same(struct str a, struct str b);

#endif
