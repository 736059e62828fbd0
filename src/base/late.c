#include "base/late.h"

#include <dlfcn.h>
#include <string.h>

bool late_load(const char *file, const struct late_symbol *symbols, size_t count) {
    void *library = dlopen(file, RTLD_LAZY | RTLD_LOCAL);
    if (library == NULL)
        return false;
    for (size_t i = 0; i < count; i++)
        if (dlsym(library, symbols[i].name) == NULL)
            return false;
    for (size_t i = 0; i < count; i++) {
        void *address = dlsym(library, symbols[i].name);
        memcpy(symbols[i].place, &address, sizeof address);
    }
    return true;
}
