/* Key files: what is read is read again from what is written of it, and the list says of it what
 * the reader does. No passphrase is given: wrapped ones stay closed. */
#include "seal/key.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const unsigned char salt[KEY_SALT_BYTES] = {1};
    struct str text = str_of((const char *)data, size);
    struct key_file seen, file, again;
    struct buf written;
    buf_init(&written, KEY_FILE_MOST);
    enum status looked = key_look(text, &seen, NULL);
    if (key_read(text, STR_NONE, &file, NULL) != STATUS_OK)
        goto out;
    if (looked != STATUS_OK || file.wrapped || strcmp(seen.key.id, file.key.id) != 0 ||
        seen.made != file.made || seen.key.old != file.key.old ||
        !seal_key_id_valid(str_from(file.key.id)))
        abort();
    if (key_write(&file, STR_NONE, salt, &written, NULL) != STATUS_OK ||
        key_read(buf_str(&written), STR_NONE, &again, NULL) != STATUS_OK ||
        memcmp(again.key.bytes, file.key.bytes, sizeof file.key.bytes) != 0)
        abort();
out:
    buf_release(&written);
    return 0;
}
