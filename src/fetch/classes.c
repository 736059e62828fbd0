#include "fetch/fetch.h"

const char *fetch_class_word(enum fetch_class class) {
    static const char *const words[] = {
#define X(name, word) word,
        FETCH_CLASS_LIST(X)
#undef X
    };
    size_t k = (size_t) class;
    return k < sizeof words / sizeof words[0] ? words[k] : "unknown";
}
