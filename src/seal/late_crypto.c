/* OpenSSL's ciphers, loaded when something is sealed or opened first (base/late.h). Without them no
 * cipher is to be had. */
#include "base/late.h"

#include "seal/crypto.h"

#define FUNCTIONS(F)                                                                               \
    F(EVP_CIPHER *, EVP_CIPHER_fetch,                                                              \
      (OSSL_LIB_CTX * library, const char *algorithm, const char *properties),                     \
      (library, algorithm, properties), NULL)                                                      \
    F(void, EVP_CIPHER_free, (EVP_CIPHER * cipher), (cipher), (void)0)                             \
    F(EVP_CIPHER_CTX *, EVP_CIPHER_CTX_new, (void), (), NULL)                                      \
    F(void, EVP_CIPHER_CTX_free, (EVP_CIPHER_CTX * context), (context), (void)0)                   \
    F(int, EVP_CIPHER_CTX_ctrl, (EVP_CIPHER_CTX * context, int type, int value, void *pointer),    \
      (context, type, value, pointer), 0)                                                          \
    F(int, EVP_CipherInit_ex,                                                                      \
      (EVP_CIPHER_CTX * context, const EVP_CIPHER *cipher, ENGINE *engine,                         \
       const unsigned char *key, const unsigned char *iv, int encrypt),                            \
      (context, cipher, engine, key, iv, encrypt), 0)                                              \
    F(int, EVP_CipherUpdate,                                                                       \
      (EVP_CIPHER_CTX * context, unsigned char *out, int *written, const unsigned char *in,        \
       int length),                                                                                \
      (context, out, written, in, length), 0)                                                      \
    F(int, EVP_CipherFinal_ex, (EVP_CIPHER_CTX * context, unsigned char *out, int *written),       \
      (context, out, written), 0)

LATE_LIBRARY(SONAME_CRYPTO, FUNCTIONS)
FUNCTIONS(LATE_FUNCTION)
