/* libsodium, loaded when something is sealed or opened first (base/late.h). Without it nothing
 * starts. */
#include "base/late.h"

#include <sodium.h>

#define FUNCTIONS(F)                                                                               \
    F(int, sodium_init, (void), (), -1)                                                            \
    F(int, sodium_pad,                                                                             \
      (size_t * length, unsigned char *bytes, size_t n, size_t block, size_t most),                \
      (length, bytes, n, block, most), -1)                                                         \
    F(int, sodium_unpad, (size_t * length, const unsigned char *bytes, size_t n, size_t block),    \
      (length, bytes, n, block), -1)                                                               \
    F(char *, sodium_bin2base64,                                                                   \
      (char *const text, const size_t most, const unsigned char *const bytes, const size_t n,      \
       const int variant),                                                                         \
      (text, most, bytes, n, variant), NULL)                                                       \
    F(int, sodium_base642bin,                                                                      \
      (unsigned char *const bytes, const size_t most, const char *const text, const size_t n,      \
       const char *const ignore, size_t *const length, const char **const end, const int variant), \
      (bytes, most, text, n, ignore, length, end, variant), -1)                                    \
    F(int, sodium_memcmp, (const void *const a, const void *const b, size_t n), (a, b, n), -1)     \
    F(int, crypto_pwhash,                                                                          \
      (unsigned char *const out, unsigned long long length, const char *const passphrase,          \
       unsigned long long n, const unsigned char *const salt, unsigned long long passes,           \
       size_t memory, int algorithm),                                                              \
      (out, length, passphrase, n, salt, passes, memory, algorithm), -1)

LATE_LIBRARY(SONAME_SODIUM, FUNCTIONS)
FUNCTIONS(LATE_FUNCTION)
