#include "seal/siv.h"

#include "seal/crypto.h"
#include <limits.h>
#include <sodium.h>

enum { DATA_MOST = 1 << 16 }; /* bytes of all associated data together */

enum status siv_ready(struct error *error) {
    if (sodium_init() < 0)
        return error_set(error, STATUS_UNAVAILABLE, "libsodium is missing or does not start");
    return STATUS_OK;
}

static enum status broken(struct error *error) {
    return error_set(error, STATUS_UNAVAILABLE, "OpenSSL is missing, or has no AES-256-SIV");
}

/* The data as one text, each behind its length, so that no two lists read alike. */
static enum status joined(const struct str *data, size_t count, struct buf *out,
                          struct error *error) {
    for (size_t i = 0; i < count; i++) {
        uint32_t n = (uint32_t)data[i].n;
        const char length[4] = {(char)(n >> 24), (char)(n >> 16), (char)(n >> 8), (char)n};
        buf_add(out, str_of(length, sizeof length));
        buf_add(out, data[i]);
    }
    return buf_check(out, error);
}

/* One pass in either direction; for decryption `tag` is what must come out. */
static enum status pass(bool encrypt, const unsigned char key[SIV_KEY_BYTES], struct str data,
                        struct str in, unsigned char *out, unsigned char tag[SIV_TAG_BYTES],
                        struct error *error) {
    enum status status = siv_ready(error);
    if (status != STATUS_OK)
        return status;
    EVP_CIPHER *cipher = EVP_CIPHER_fetch(NULL, "AES-256-SIV", NULL);
    EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();
    int written = 0;
    if (cipher == NULL || context == NULL) {
        status = broken(error);
        goto out;
    }
    bool ready =
        EVP_CipherInit_ex(context, cipher, NULL, key, NULL, encrypt) == 1 &&
        (encrypt || EVP_CIPHER_CTX_ctrl(context, CRYPTO_SET_TAG, SIV_TAG_BYTES, tag) == 1) &&
        EVP_CipherUpdate(context, NULL, &written, (const unsigned char *)data.p, (int)data.n) == 1;
    if (!ready) {
        status = broken(error);
        goto out;
    }
    bool done =
        EVP_CipherUpdate(context, out, &written, (const unsigned char *)in.p, (int)in.n) == 1 &&
        EVP_CipherFinal_ex(context, out + in.n, &written) == 1;
    if (!done)
        status = encrypt ? broken(error)
                         : error_set(error, STATUS_INVALID, "it was changed, or is another's");
    else if (encrypt && EVP_CIPHER_CTX_ctrl(context, CRYPTO_GET_TAG, SIV_TAG_BYTES, tag) != 1)
        status = broken(error);
    if (status != STATUS_OK)
        explicit_bzero(out, in.n);
out:
    EVP_CIPHER_CTX_free(context);
    EVP_CIPHER_free(cipher);
    return status;
}

static enum status work(bool encrypt, const unsigned char key[SIV_KEY_BYTES],
                        const struct str *data, size_t data_count, struct str in,
                        unsigned char *out, unsigned char tag[SIV_TAG_BYTES], struct error *error) {
    struct buf all;
    if (in.n == 0 || in.n > INT_MAX)
        return error_set(error, STATUS_INVALID, "nothing, or too much, to seal or open");
    buf_init(&all, DATA_MOST);
    enum status status = joined(data, data_count, &all, error);
    if (status == STATUS_OK)
        status = pass(encrypt, key, buf_str(&all), in, out, tag, error);
    buf_release(&all);
    return status;
}

enum status siv_encrypt(const unsigned char key[SIV_KEY_BYTES], const struct str *data,
                        size_t data_count, struct str plain, unsigned char *cipher,
                        unsigned char tag[SIV_TAG_BYTES], struct error *error) {
    return work(true, key, data, data_count, plain, cipher, tag, error);
}

enum status siv_decrypt(const unsigned char key[SIV_KEY_BYTES], const struct str *data,
                        size_t data_count, struct str cipher,
                        const unsigned char tag[SIV_TAG_BYTES], unsigned char *plain,
                        struct error *error) {
    unsigned char wanted[SIV_TAG_BYTES];
    memcpy(wanted, tag, sizeof wanted);
    return work(false, key, data, data_count, cipher, plain, wanted, error);
}

enum status siv_base64(struct str bytes, struct buf *out, struct error *error) {
    enum status status = siv_ready(error);
    size_t length = sodium_base64_ENCODED_LEN(bytes.n, sodium_base64_VARIANT_ORIGINAL);
    if (status == STATUS_OK && buf_reserve(out, length) != STATUS_OK)
        status = buf_check(out, error);
    if (status != STATUS_OK)
        return status;
    sodium_bin2base64(out->p + out->n, length, (const unsigned char *)bytes.p, bytes.n,
                      sodium_base64_VARIANT_ORIGINAL);
    out->n += length - 1; /* without its NUL */
    return STATUS_OK;
}

enum status siv_unbase64(struct arena *arena, struct str text, struct str *bytes,
                         struct error *error) {
    enum status status = siv_ready(error);
    if (status != STATUS_OK)
        return status;
    size_t most = text.n / 4 * 3, n;
    unsigned char *out = arena_alloc(arena, most + 1);
    char *again = arena_alloc(arena, text.n + 1);
    if (out == NULL || again == NULL)
        return arena_status(arena, error);
    /* libsodium takes some bytes over 0x7f for letters: what is written again must be the same. */
    if (text.n == 0 ||
        sodium_base642bin(out, most, text.p, text.n, NULL, &n, NULL,
                          sodium_base64_VARIANT_ORIGINAL) != 0 ||
        sodium_base64_ENCODED_LEN(n, sodium_base64_VARIANT_ORIGINAL) != text.n + 1 ||
        memcmp(sodium_bin2base64(again, text.n + 1, out, n, sodium_base64_VARIANT_ORIGINAL), text.p,
               text.n) != 0)
        return error_set(error, STATUS_INVALID, "no base64, or not in its one form");
    *bytes = str_of((const char *)out, n);
    return STATUS_OK;
}
