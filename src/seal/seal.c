#include "seal/seal.h"

#include "seal/crypto.h"
#include "seal/siv.h"
#include <sodium.h>

static const struct str VERSION = STR_INIT("v2");

enum { OLD_BLOCK = 16, BASE64_MOST = (SEAL_PLAIN_MOST + SEAL_PADDED) / 3 * 4 + 8 };

bool seal_key_id_valid(struct str id) {
    if (id.n == 0 || id.n > SEAL_ID_MOST)
        return false;
    for (size_t i = 0; i < id.n; i++)
        if (!(id.p[i] >= 'a' && id.p[i] <= 'z') && !ascii_is_digit(id.p[i]) && id.p[i] != '-')
            return false;
    return true;
}

/* What a payload's letters say: the key's id (absent for the old form) and its two halves. */
struct parts {
    struct str key, cipher, tag;
};

static bool split(struct str payload, struct parts *parts) {
    struct str rest = payload, version;
    *parts = (struct parts){0};
    if (str_find_byte(rest, ':') != SIZE_MAX) {
        if (!str_next(&rest, ':', &version) || !str_eq(version, VERSION) ||
            !str_next(&rest, ':', &parts->key) || !seal_key_id_valid(parts->key))
            return false;
    }
    size_t half = str_find_byte(rest, ';');
    if (half == SIZE_MAX || half == 0 || half > BASE64_MOST)
        return false;
    parts->cipher = str_take(rest, half);
    parts->tag = str_skip(rest, half + 1);
    return parts->tag.n == 24; /* base64 of 16 bytes */
}

enum seal_form seal_form(struct str payload, struct str *key_id) {
    struct parts parts;
    bool read = split(payload, &parts);
    *key_id = read ? parts.key : STR_NONE;
    return !read ? SEAL_FOREIGN : str_absent(parts.key) ? SEAL_OLD : SEAL_OURS;
}

const struct seal_key *seal_active(const struct seal_key *keys, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (!keys[i].old)
            return &keys[i];
    return NULL;
}

struct seal_place seal_place_of(struct str edition, struct str path) {
    size_t slash = str_find_last_byte(path, '/');
    return (struct seal_place){edition, slash == SIZE_MAX ? path : str_skip(path, slash + 1)};
}

enum { PLACE_PARTS = 5 };

/* What the payload is bound to (spec/sealed-payload.md, Associated data). */
static void bind(const struct seal_place *place, struct str key_id, struct str data[PLACE_PARTS]) {
    data[0] = STR("broadsheet record");
    data[1] = VERSION;
    data[2] = key_id;
    data[3] = place->edition;
    data[4] = place->file;
}

/* Pads to steps of SEAL_PADDED bytes (ISO/IEC 7816-4), in place. */
static enum status padded(struct str plain, unsigned char **bytes, size_t *length,
                          struct arena *arena, struct error *error) {
    enum status status = siv_ready(error);
    if (status != STATUS_OK)
        return status;
    size_t room = plain.n + SEAL_PADDED;
    *bytes = arena_alloc(arena, room);
    if (*bytes == NULL)
        return arena_status(arena, error);
    memcpy(*bytes, plain.p, plain.n);
    if (sodium_pad(length, *bytes, plain.n, SEAL_PADDED, room) != 0)
        return error_set(error, STATUS_INTERNAL, "a text cannot be padded");
    return STATUS_OK;
}

enum status seal_make(const struct seal_key *key, const struct seal_place *place, struct str plain,
                      struct buf *out, struct error *error) {
    struct arena arena;
    struct str data[PLACE_PARTS];
    unsigned char tag[SIV_TAG_BYTES], *bytes = NULL;
    size_t length = 0;
    struct str id = str_from(key->id);
    if (plain.n == 0 || plain.n > SEAL_PLAIN_MOST)
        return error_set(error, STATUS_LIMIT, "a sealed text has 1 to %d bytes", SEAL_PLAIN_MOST);
    if (key->old || !seal_key_id_valid(id))
        return error_set(error, STATUS_DENIED, "key '%s' does not seal", key->id);
    arena_init(&arena, 4 * (size_t)SEAL_PLAIN_MOST);
    bind(place, id, data);
    enum status status = padded(plain, &bytes, &length, &arena, error);
    unsigned char *cipher = arena_alloc(&arena, length + 1);
    if (status == STATUS_OK && cipher == NULL)
        status = arena_status(&arena, error);
    if (status == STATUS_OK)
        status = siv_encrypt(key->bytes, data, PLACE_PARTS, str_of((char *)bytes, length), cipher,
                             tag, error);
    if (bytes != NULL)
        explicit_bzero(bytes, length);
    if (status == STATUS_OK) {
        buf_printf(out, "%.*s:%s:", STR_ARG(VERSION), key->id);
        status = siv_base64(str_of((char *)cipher, length), out, error);
    }
    if (status == STATUS_OK) {
        buf_add_byte(out, ';');
        status = siv_base64(str_of((char *)tag, sizeof tag), out, error);
    }
    arena_release(&arena);
    return status;
}

static enum status closed(struct error *error) {
    return error_set(error, STATUS_INVALID,
                     "the payload does not open: it was changed, stands in another record or "
                     "edition, or was sealed with another key");
}

static enum status open_ours(const struct seal_key *key, const struct seal_place *place,
                             const struct parts *parts, struct str cipher, struct str tag,
                             unsigned char *bytes, size_t *length, struct error *error) {
    struct str data[PLACE_PARTS];
    bind(place, parts->key, data);
    enum status status = siv_ready(error);
    if (status != STATUS_OK)
        return status;
    if (cipher.n % SEAL_PADDED != 0)
        return closed(error);
    status = siv_decrypt(key->bytes, data, PLACE_PARTS, cipher, (const unsigned char *)tag.p, bytes,
                         error);
    if (status == STATUS_INVALID ||
        (status == STATUS_OK && sodium_unpad(length, bytes, cipher.n, SEAL_PADDED) != 0))
        return closed(error);
    return status;
}

/* AES-256-CBC with PKCS#7. Whatever is wrong, the answer is one and the same. */
static enum status open_old(const struct seal_key *key, struct str cipher, struct str iv,
                            unsigned char *bytes, size_t *length, struct error *error) {
    enum status status = siv_ready(error);
    if (status != STATUS_OK)
        return status;
    if (cipher.n % OLD_BLOCK != 0)
        return closed(error);
    EVP_CIPHER *aes = EVP_CIPHER_fetch(NULL, "AES-256-CBC", NULL);
    EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();
    int first = 0, last = 0;
    bool open =
        aes != NULL && context != NULL &&
        EVP_CipherInit_ex(context, aes, NULL, key->bytes, (const unsigned char *)iv.p, 0) == 1 &&
        EVP_CipherUpdate(context, bytes, &first, (const unsigned char *)cipher.p, (int)cipher.n) ==
            1 &&
        EVP_CipherFinal_ex(context, bytes + first, &last) == 1;
    EVP_CIPHER_CTX_free(context);
    EVP_CIPHER_free(aes);
    *length = (size_t)first + (size_t)last;
    return open ? STATUS_OK : closed(error);
}

static enum status open_with(const struct seal_key *keys, size_t key_count,
                             const struct seal_place *place, const struct parts *parts,
                             struct str cipher, struct str tag, unsigned char *bytes,
                             size_t *length, struct error *error) {
    enum status status = STATUS_NOT_FOUND;
    bool old = str_absent(parts->key);
    for (size_t i = 0; i < key_count && (status == STATUS_NOT_FOUND || status == STATUS_INVALID);
         i++) {
        if (keys[i].old != old || (!old && !str_eq(str_from(keys[i].id), parts->key)))
            continue;
        status = old ? open_old(&keys[i], cipher, tag, bytes, length, error)
                     : open_ours(&keys[i], place, parts, cipher, tag, bytes, length, error);
    }
    if (status != STATUS_NOT_FOUND)
        return status;
    if (old)
        return error_set(error, status, "no key for the old form is here");
    return error_set(error, status, "key '%.*s' is not here", STR_ARG(parts->key));
}

enum status seal_open(const struct seal_key *keys, size_t key_count, const struct seal_place *place,
                      struct str payload, struct arena *arena, struct str *plain,
                      struct error *error) {
    struct parts parts;
    struct str cipher, tag;
    size_t length = 0;
    if (!split(payload, &parts))
        return error_set(error, STATUS_INVALID, "no sealed payload: v2:KEY:BASE64;BASE64 expected");
    enum status status = siv_unbase64(arena, parts.cipher, &cipher, error);
    if (status == STATUS_OK)
        status = siv_unbase64(arena, parts.tag, &tag, error);
    if (status != STATUS_OK)
        return status;
    if (tag.n != SIV_TAG_BYTES || cipher.n == 0)
        return error_set(error, STATUS_INVALID, "no sealed payload: 16 bytes behind the ';'");
    unsigned char *bytes = arena_alloc(arena, cipher.n + OLD_BLOCK);
    if (bytes == NULL)
        return arena_status(arena, error);
    status = open_with(keys, key_count, place, &parts, cipher, tag, bytes, &length, error);
    if (status == STATUS_OK)
        *plain = str_of((const char *)bytes, length);
    return status;
}
