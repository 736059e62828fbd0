#include "serve/signature.h"

#include "base/late.h"
#include <stdlib.h>
#include <string.h>

/* openssl/hmac.h cannot be included: banned.h forbids what its headers say. These are its words for
 * what is needed (HMAC_CTX_new(3), EVP_sha256(3)). */
struct hmac_ctx_st;
struct evp_md_st;
struct engine_st;
typedef struct hmac_ctx_st *make(void);
typedef int begin(struct hmac_ctx_st *context, const void *key, int length,
                  const struct evp_md_st *method, struct engine_st *engine);
typedef int add(struct hmac_ctx_st *context, const unsigned char *bytes, size_t n);
typedef int finish(struct hmac_ctx_st *context, unsigned char *sum, unsigned int *n);
typedef void drop(struct hmac_ctx_st *context);
typedef const struct evp_md_st *method(void);

enum { SUM_MOST = 64, METHODS = 4 };

static const struct {
    struct str name;
    size_t bytes;
} methods[METHODS] = {
    {STR_INIT("sha1="), 20},
    {STR_INIT("sha256="), 32},
    {STR_INIT("sha384="), 48},
    {STR_INIT("sha512="), 64},
};

struct serve_signature {
    struct {
        make *make;
        begin *begin;
        add *add;
        finish *finish;
        drop *drop;
        method *methods[METHODS];
    } crypto;
    struct hmac_ctx_st *context;
    unsigned char claim[SUM_MOST];
    size_t n;
    bool broken;
};

bool serve_same(struct str a, struct str b) {
    volatile unsigned char differs = a.n != b.n;
    for (size_t i = 0; a.n == b.n && i < a.n; i++)
        differs = differs | (unsigned char)(a.p[i] ^ b.p[i]);
    return differs == 0;
}

/* "sha256=" and so many hexadecimal digits; which method, METHODS for none. */
static size_t read_claim(struct str claim, unsigned char sum[SUM_MOST]) {
    size_t k = 0;
    claim = str_trim(claim);
    while (k < METHODS && !str_starts_case(claim, methods[k].name))
        k++;
    if (k == METHODS)
        return METHODS;
    struct str digits = str_skip(claim, methods[k].name.n);
    if (digits.n != 2 * methods[k].bytes)
        return METHODS;
    for (size_t i = 0; i < methods[k].bytes; i++) {
        int high = ascii_hex(digits.p[2 * i]);
        int low = ascii_hex(digits.p[2 * i + 1]);
        if (high < 0 || low < 0)
            return METHODS;
        sum[i] = (unsigned char)(high * 16 + low);
    }
    return k;
}

enum status serve_signature_begin(struct str claim, struct str key,
                                  struct serve_signature **signature, struct error *error) {
    unsigned char sum[SUM_MOST];
    size_t k = read_claim(claim, sum);
    *signature = NULL;
    if (k == METHODS)
        return error_set(error, STATUS_UNSUPPORTED, "no signature that can be checked");
    struct serve_signature *fresh = calloc(1, sizeof *fresh);
    if (fresh == NULL)
        return error_memory(error);
    fresh->n = methods[k].bytes;
    memcpy(fresh->claim, sum, fresh->n);
    if (late_load(SONAME_CRYPTO,
                  "HMAC_CTX_new\0HMAC_Init_ex\0HMAC_Update\0HMAC_Final\0HMAC_CTX_free\0"
                  "EVP_sha1\0EVP_sha256\0EVP_sha384\0EVP_sha512\0",
                  &fresh->crypto, sizeof fresh->crypto))
        fresh->context = fresh->crypto.make();
    if (fresh->context == NULL || key.n > INT32_MAX ||
        fresh->crypto.begin(fresh->context, key.p, (int)key.n, fresh->crypto.methods[k](), NULL) !=
            1) {
        serve_signature_end(fresh);
        return error_set(error, STATUS_SYSTEM, "signatures cannot be checked: no libcrypto");
    }
    *signature = fresh;
    return STATUS_OK;
}

void serve_signature_add(struct serve_signature *signature, struct str bytes) {
    if (bytes.n > 0 &&
        signature->crypto.add(signature->context, (const unsigned char *)bytes.p, bytes.n) != 1)
        signature->broken = true;
}

bool serve_signature_true(struct serve_signature *signature) {
    unsigned char sum[SUM_MOST];
    unsigned int n = 0;
    if (signature->crypto.finish(signature->context, sum, &n) != 1 || signature->broken)
        return false;
    return serve_same(str_of((const char *)sum, n),
                      str_of((const char *)signature->claim, signature->n));
}

void serve_signature_end(struct serve_signature *signature) {
    if (signature == NULL)
        return;
    if (signature->context != NULL)
        signature->crypto.drop(signature->context);
    free(signature);
}
