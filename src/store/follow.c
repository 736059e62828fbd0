#include "store/store.h"

enum { STEPS_MOST = 10000 };

enum status store_keys_follow(struct store *store, struct arena *arena, enum store_space space,
                              struct str *key, struct error *error) {
    for (int i = 0; i < STEPS_MOST; i++) {
        struct store_key next = {.key = *key};
        enum status status = store_keys_get(store, arena, space, &next, 1, error);
        if (status != STATUS_OK || str_absent(next.value))
            return status;
        *key = next.value;
    }
    return error_set(error, STATUS_INVALID, "the derived state holds a circle of aliases");
}
