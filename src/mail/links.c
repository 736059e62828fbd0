#include "mail/links.h"

#include "mail/message.h"

const struct str mail_doors[MAIL_DOORS] = {
    [MAIL_DOOR_CONFIRM] = STR_INIT("/confirm/"),
    [MAIL_DOOR_LEAVE] = STR_INIT("/unsubscribe/"),
    [MAIL_DOOR_OWN] = STR_INIT("/subscription/"),
};

struct str mail_link(struct arena *arena, const struct edition *edition, enum mail_door door,
                     struct str token) {
    return ARENA_JOIN(arena, mail_service(edition), mail_doors[door], token);
}

void mail_subscriber_token(const unsigned char secret[HASH_BYTES], struct str address,
                           char out[MAIL_TOKEN_LENGTH + 1]) {
    mail_token(secret, STR("subscriber"), address, out);
}

void mail_pass(const unsigned char secret[HASH_BYTES], struct str address,
               char out[MAIL_PASS_LENGTH + 1]) {
    mail_subscriber_token(secret, address, out);
    mail_token(secret, STR("own page"), address, out + MAIL_TOKEN_LENGTH);
}

bool mail_pass_true(const unsigned char secret[HASH_BYTES], struct str address, struct str pass) {
    char own[MAIL_PASS_LENGTH + 1];
    unsigned different = 0;
    mail_pass(secret, address, own);
    if (pass.n != MAIL_PASS_LENGTH)
        return false;
    for (size_t i = 0; i < pass.n; i++)
        different |= (unsigned)(unsigned char)pass.p[i] ^ (unsigned)(unsigned char)own[i];
    return different == 0;
}
