/* Payloads: what opens is what sealing its text again writes, byte for byte, and opens nowhere
 * else; what does not open leaves nothing to be read. */
#include "seal/seal.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct seal_key key_of(const char *id, bool old) {
    struct seal_key key = {.old = old};
    snprintf(key.id, sizeof key.id, "%s", id);
    for (size_t i = 0; i < SEAL_KEY_BYTES; i++)
        key.bytes[i] = (unsigned char)i;
    return key;
}

static void seals_the_same(const struct seal_key *key, const struct seal_place *place,
                           struct str plain, struct str payload) {
    struct buf again;
    buf_init(&again, 4 << 20);
    if (seal_make(key, place, plain, &again, NULL) != STATUS_OK ||
        !str_eq(buf_str(&again), payload))
        abort();
    buf_release(&again);
}

/* Any text opens where it was sealed, and nowhere else. */
static void goes_there_and_back(const struct seal_key *key, const struct seal_place *place,
                                struct arena *arena, struct str text) {
    const struct seal_place other = {place->edition, STR("2026-11-22-other.md")};
    struct str plain = STR_NONE, id;
    struct buf payload;
    buf_init(&payload, 4 << 20);
    if (text.n == 0 || seal_make(key, place, text, &payload, NULL) != STATUS_OK)
        goto out;
    if (seal_form(buf_str(&payload), &id) != SEAL_OURS || !str_eq(id, str_from(key->id)) ||
        seal_open(key, 1, place, buf_str(&payload), arena, &plain, NULL) != STATUS_OK ||
        !str_eq(plain, text) ||
        seal_open(key, 1, &other, buf_str(&payload), arena, &plain, NULL) == STATUS_OK)
        abort();
out:
    buf_release(&payload);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct str payload = str_of((const char *)data, size);
    const struct seal_key keys[] = {key_of("k1", false), key_of("old", true)};
    const struct seal_place place = {STR("ai"), STR("2026-11-22-a-b.md")};
    struct arena arena;
    struct str id, plain = STR_NONE;
    arena_init(&arena, 16 << 20);
    enum seal_form form = seal_form(payload, &id);
    enum status status = seal_open(keys, 2, &place, payload, &arena, &plain, NULL);
    if (status == STATUS_OK && form == SEAL_FOREIGN)
        abort();
    if (status == STATUS_OK && form == SEAL_OURS)
        seals_the_same(&keys[0], &place, plain, payload);
    goes_there_and_back(&keys[0], &place, &arena, payload);
    arena_release(&arena);
    return 0;
}
