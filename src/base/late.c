#include "base/late.h"

#include <dlfcn.h>
#include <string.h>

bool late_load(const char *file, const char *names, void *places, size_t bytes) {
    void *address;
    void *library = dlopen(file, RTLD_LAZY | RTLD_LOCAL);
    if (library == NULL)
        return false;
    const char *name = names;
    for (size_t at = 0; at < bytes; at += sizeof address, name += strlen(name) + 1)
        if (dlsym(library, name) == NULL)
            return false;
    name = names;
    for (size_t at = 0; at < bytes; at += sizeof address, name += strlen(name) + 1) {
        address = dlsym(library, name);
        memcpy((char *)places + at, &address, sizeof address);
    }
    return true;
}
