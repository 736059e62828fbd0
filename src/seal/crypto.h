/* Inside seal/: the functions of OpenSSL that are called, as <openssl/evp.h> declares them. That
 * header cannot stand beside base/banned.h: it names parameters "rand". */
#ifndef SEAL_CRYPTO_H
#define SEAL_CRYPTO_H

#include <openssl/types.h>

enum { CRYPTO_GET_TAG = 0x10, CRYPTO_SET_TAG = 0x11 }; /* EVP_CTRL_AEAD_… */

EVP_CIPHER *EVP_CIPHER_fetch(OSSL_LIB_CTX *library, const char *algorithm, const char *properties);
void EVP_CIPHER_free(EVP_CIPHER *cipher);
EVP_CIPHER_CTX *EVP_CIPHER_CTX_new(void);
void EVP_CIPHER_CTX_free(EVP_CIPHER_CTX *context);
int EVP_CIPHER_CTX_ctrl(EVP_CIPHER_CTX *context, int type, int value, void *pointer);
int EVP_CipherInit_ex(EVP_CIPHER_CTX *context, const EVP_CIPHER *cipher, ENGINE *engine,
                      const unsigned char *key, const unsigned char *iv, int encrypt);
int EVP_CipherUpdate(EVP_CIPHER_CTX *context, unsigned char *out, int *written,
                     const unsigned char *in, int length);
int EVP_CipherFinal_ex(EVP_CIPHER_CTX *context, unsigned char *out, int *written);

#endif
