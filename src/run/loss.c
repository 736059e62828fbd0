#include "run/loss.h"

enum loss loss_open(const struct seal_key *keys, size_t key_count, struct str edition,
                    struct str path, struct str payload, struct arena *arena, struct str *plain,
                    struct str *key) {
    const struct seal_place place = seal_place_of(edition, path);
    *key = STR_NONE;
    if (str_absent(payload))
        return LOSS_NOTHING;
    enum seal_form form = seal_form(payload, key);
    if (form != SEAL_OURS)
        return form == SEAL_OLD ? LOSS_OLD : LOSS_FOREIGN;
    enum status status = seal_open(keys, key_count, &place, payload, arena, plain, NULL);
    if (status == STATUS_OK)
        return LOSS_NONE;
    return status == STATUS_NOT_FOUND ? LOSS_NO_KEY : LOSS_DAMAGED;
}
