#include "seal/key.h"

#include "base/clock.h"
#include "base/json_read.h"
#include "seal/siv.h"
#include <sodium.h>

/* What a file's text says. Views lie in the arena. */
struct fields {
    struct str id, made, form, key, check, salt, tag;
    int64_t passes, memory;
};

static enum status bad(struct error *error, const char *what) {
    return error_set(error, STATUS_INVALID, "the key file is damaged, or is none: %s", what);
}

static enum status read_fields(struct str text, struct arena *arena, struct fields *fields,
                               struct key_file *file, struct error *error) {
    const struct json_value *top;
    if (text.n > KEY_FILE_MOST)
        return bad(error, "it is too long");
    enum status status = json_read(arena, text, &top, error);
    if (status == STATUS_INVALID)
        return bad(error, "no JSON");
    if (status != STATUS_OK)
        return status;
    *fields = (struct fields){
        .id = json_get_str(top, "id"),
        .made = json_get_str(top, "made"),
        .form = json_get_str(top, "form"),
        .key = json_get_str(top, "key"),
        .check = json_get_str(top, "check"),
        .salt = json_get_str(top, "salt"),
        .tag = json_get_str(top, "tag"),
        .passes = json_get_int(top, "passes", 0),
        .memory = json_get_int(top, "memory", 0),
    };
    *file = (struct key_file){.wrapped = str_eq(fields->form, STR("wrapped"))};
    file->key.old = str_eq(fields->form, STR("old"));
    if (!seal_key_id_valid(fields->id))
        return bad(error, "'id' is a-z, 0-9 and '-'");
    if (!time_parse(fields->made, &file->made))
        return bad(error, "'made' is no time");
    if (!file->wrapped && !file->key.old && !str_eq(fields->form, STR("raw")))
        return bad(error, "'form' is raw, wrapped or old");
    memcpy(file->key.id, fields->id.p, fields->id.n);
    return STATUS_OK;
}

enum status key_look(struct str text, struct key_file *file, struct error *error) {
    struct arena arena;
    struct fields fields;
    arena_init(&arena, JSON_MEMORY_MOST);
    enum status status = read_fields(text, &arena, &fields, file, error);
    arena_release(&arena);
    return status;
}

/* A tag that who has another key does not make. The tag itself comes of the key's first half only,
 * the ciphertext of its second: so a ciphertext is tagged once more. */
static enum status check_value(const unsigned char key[SEAL_KEY_BYTES], struct str id,
                               unsigned char check[SIV_TAG_BYTES], struct error *error) {
    static const char zeros[SIV_TAG_BYTES];
    unsigned char cipher[SIV_TAG_BYTES], again[SIV_TAG_BYTES];
    const struct str data[] = {STR("broadsheet key check"), id};
    enum status status =
        siv_encrypt(key, data, 2, str_of(zeros, sizeof zeros), cipher, check, error);
    if (status != STATUS_OK)
        return status;
    return siv_encrypt(key, data, 2, str_of((const char *)cipher, sizeof cipher), again, check,
                       error);
}

/* An old key has too few bytes for AES-256-SIV: they are taken twice. */
static void checked_bytes(const struct seal_key *key, unsigned char bytes[SEAL_KEY_BYTES]) {
    memcpy(bytes, key->bytes, SEAL_KEY_BYTES);
    if (key->old)
        memcpy(bytes + SEAL_OLD_KEY_BYTES, key->bytes, SEAL_OLD_KEY_BYTES);
}

static enum status from_passphrase(struct str passphrase, const unsigned char *salt, int64_t passes,
                                   int64_t memory, unsigned char key[SEAL_KEY_BYTES],
                                   struct error *error) {
    enum status status = siv_ready(error);
    if (status != STATUS_OK)
        return status;
    if (crypto_pwhash(key, SEAL_KEY_BYTES, passphrase.p, passphrase.n, salt,
                      (unsigned long long)passes, (size_t)memory << 20,
                      crypto_pwhash_ALG_ARGON2ID13) != 0)
        return error_set(error, STATUS_LIMIT,
                         "Argon2id did not get the %lld MiB of memory that the key file asks for",
                         (long long)memory);
    return STATUS_OK;
}

static enum status bytes_of(struct arena *arena, struct str text, size_t n, struct str *bytes,
                            struct error *error, const char *what) {
    enum status status = siv_unbase64(arena, text, bytes, error);
    if (status == STATUS_INVALID || (status == STATUS_OK && bytes->n != n))
        return bad(error, what);
    return status;
}

static enum status same_check(const unsigned char key[SEAL_KEY_BYTES], const struct fields *fields,
                              struct arena *arena, bool *same, struct error *error) {
    unsigned char check[SIV_TAG_BYTES];
    struct str stated;
    enum status status = siv_ready(error);
    if (status == STATUS_OK)
        status = bytes_of(arena, fields->check, SIV_TAG_BYTES, &stated, error, "'check'");
    if (status == STATUS_OK)
        status = check_value(key, fields->id, check, error);
    if (status == STATUS_OK)
        *same = sodium_memcmp(check, stated.p, sizeof check) == 0;
    return status;
}

static enum status unwrap(const struct fields *fields, struct str passphrase, struct arena *arena,
                          struct seal_key *key, struct error *error) {
    unsigned char wrapping[SEAL_KEY_BYTES];
    struct str salt, tag, cipher;
    bool same = false;
    if (fields->passes < 1 || fields->passes > KEY_PASSES_MOST ||
        fields->memory < KEY_MEMORY_LEAST || fields->memory > KEY_MEMORY_MOST)
        return error_set(error, STATUS_LIMIT,
                         "the key file asks for %lld passes and %lld MiB: 1 to %d and %d to %d",
                         (long long)fields->passes, (long long)fields->memory, KEY_PASSES_MOST,
                         KEY_MEMORY_LEAST, KEY_MEMORY_MOST);
    if (str_absent(passphrase))
        return error_set(error, STATUS_DENIED, "the key is wrapped: its passphrase is needed");
    enum status status = bytes_of(arena, fields->salt, KEY_SALT_BYTES, &salt, error, "'salt'");
    if (status == STATUS_OK)
        status = bytes_of(arena, fields->tag, SIV_TAG_BYTES, &tag, error, "'tag'");
    if (status == STATUS_OK)
        status = bytes_of(arena, fields->key, SEAL_KEY_BYTES, &cipher, error, "'key'");
    if (status == STATUS_OK)
        status = from_passphrase(passphrase, (const unsigned char *)salt.p, fields->passes,
                                 fields->memory, wrapping, error);
    if (status == STATUS_OK)
        status = same_check(wrapping, fields, arena, &same, error);
    if (status == STATUS_OK && !same)
        status = error_set(error, STATUS_DENIED, "the passphrase is wrong");
    const struct str data[] = {STR("broadsheet key"), fields->id};
    if (status == STATUS_OK)
        status =
            siv_decrypt(wrapping, data, 2, cipher, (const unsigned char *)tag.p, key->bytes, error);
    explicit_bzero(wrapping, sizeof wrapping);
    return status == STATUS_INVALID ? bad(error, "the wrapped key does not open") : status;
}

static enum status plain_key(const struct fields *fields, struct arena *arena, struct seal_key *key,
                             struct error *error) {
    unsigned char bytes[SEAL_KEY_BYTES];
    struct str stated;
    bool same = false;
    size_t length = key->old ? SEAL_OLD_KEY_BYTES : SEAL_KEY_BYTES;
    enum status status = bytes_of(arena, fields->key, length, &stated, error, "'key'");
    if (status != STATUS_OK)
        return status;
    memcpy(key->bytes, stated.p, stated.n);
    explicit_bzero((char *)stated.p, stated.n);
    checked_bytes(key, bytes);
    status = same_check(bytes, fields, arena, &same, error);
    explicit_bzero(bytes, sizeof bytes);
    if (status == STATUS_OK && !same)
        status = bad(error, "'key' and 'check' disagree");
    return status;
}

enum status key_read(struct str text, struct str passphrase, struct key_file *file,
                     struct error *error) {
    struct arena arena;
    struct fields fields;
    arena_init(&arena, JSON_MEMORY_MOST);
    enum status status = read_fields(text, &arena, &fields, file, error);
    if (status == STATUS_OK)
        status = file->wrapped ? unwrap(&fields, passphrase, &arena, &file->key, error)
                               : plain_key(&fields, &arena, &file->key, error);
    if (status != STATUS_OK)
        key_forget(file);
    arena_release(&arena);
    return status;
}

static enum status member(struct json *json, const char *name, const void *bytes, size_t n,
                          struct error *error) {
    struct buf text;
    buf_init(&text, KEY_FILE_MOST);
    enum status status = siv_base64(str_of(bytes, n), &text, error);
    if (status == STATUS_OK)
        json_field_str(json, name, buf_str(&text));
    explicit_bzero(text.p, text.n);
    buf_release(&text);
    return status;
}

static enum status write_wrapped(const struct key_file *file, struct str passphrase,
                                 const unsigned char salt[KEY_SALT_BYTES], struct json *json,
                                 struct error *error) {
    unsigned char wrapping[SEAL_KEY_BYTES], cipher[SEAL_KEY_BYTES], tag[SIV_TAG_BYTES],
        check[SIV_TAG_BYTES];
    const struct str data[] = {STR("broadsheet key"), str_from(file->key.id)};
    struct str bytes = str_of((const char *)file->key.bytes, SEAL_KEY_BYTES);
    enum status status = from_passphrase(passphrase, salt, KEY_PASSES, KEY_MEMORY, wrapping, error);
    if (status == STATUS_OK)
        status = siv_encrypt(wrapping, data, 2, bytes, cipher, tag, error);
    if (status == STATUS_OK)
        status = check_value(wrapping, data[1], check, error);
    explicit_bzero(wrapping, sizeof wrapping);
    if (status != STATUS_OK)
        return status;
    json_field_int(json, "passes", KEY_PASSES);
    json_field_int(json, "memory", KEY_MEMORY);
    status = member(json, "salt", salt, KEY_SALT_BYTES, error);
    if (status == STATUS_OK)
        status = member(json, "key", cipher, sizeof cipher, error);
    if (status == STATUS_OK)
        status = member(json, "tag", tag, sizeof tag, error);
    return status == STATUS_OK ? member(json, "check", check, sizeof check, error) : status;
}

static enum status write_plain(const struct key_file *file, struct json *json,
                               struct error *error) {
    unsigned char bytes[SEAL_KEY_BYTES], check[SIV_TAG_BYTES];
    checked_bytes(&file->key, bytes);
    enum status status = check_value(bytes, str_from(file->key.id), check, error);
    explicit_bzero(bytes, sizeof bytes);
    if (status == STATUS_OK)
        status = member(json, "key", file->key.bytes,
                        file->key.old ? SEAL_OLD_KEY_BYTES : SEAL_KEY_BYTES, error);
    return status == STATUS_OK ? member(json, "check", check, sizeof check, error) : status;
}

enum status key_write(const struct key_file *file, struct str passphrase,
                      const unsigned char salt[KEY_SALT_BYTES], struct buf *out,
                      struct error *error) {
    struct json json;
    char made[TIME_TEXT];
    bool wrapped = !str_absent(passphrase);
    if (!seal_key_id_valid(str_from(file->key.id)))
        return error_set(error, STATUS_USAGE, "a key's id is 1 to %d of a-z, 0-9 and '-'",
                         SEAL_ID_MOST);
    if (wrapped && file->key.old)
        return error_set(error, STATUS_DENIED, "a key for the old form is not wrapped");
    json_init(&json, out, JSON_COMPACT);
    json_begin_object(&json);
    json_field_str(&json, "id", str_from(file->key.id));
    json_field_str(&json, "made", str_from(time_format(file->made, made)));
    json_field_str(&json, "form",
                   file->key.old ? STR("old")
                   : wrapped     ? STR("wrapped")
                                 : STR("raw"));
    enum status status = wrapped ? write_wrapped(file, passphrase, salt, &json, error)
                                 : write_plain(file, &json, error);
    json_end_object(&json);
    buf_add_byte(out, '\n');
    return status == STATUS_OK ? buf_check(out, error) : status;
}

void key_forget(struct key_file *file) {
    explicit_bzero(file->key.bytes, sizeof file->key.bytes);
}
