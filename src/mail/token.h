/* What stands for a subscriber in links and letters: a keyed hash of the address, which nobody can
 * make who has not the edition's secret, and which says nothing of the address. */
#ifndef MAIL_TOKEN_H
#define MAIL_TOKEN_H

#include "base/hash.h"

enum { MAIL_TOKEN_LENGTH = 32 };

/* The secret is that of files_secret(folder, MAIL_SECRET, …). */
#define MAIL_SECRET "mail"

/* Hexadecimal, with NUL; the same for addresses that differ in ASCII case. `purpose` keeps tokens
 * that allow different things apart. */
void mail_token(const unsigned char secret[HASH_BYTES], struct str purpose, struct str address,
                char out[MAIL_TOKEN_LENGTH + 1]);
/* Whether it reads like one. */
bool mail_token_valid(struct str token);

#endif
