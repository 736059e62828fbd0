/* The sources that arguments name. */
#include "cli/source.h"

enum { NAMED_MOST = 3 }; /* of those that a title is ambiguous between */

static enum status refuse_unknown(struct invocation *invocation, const struct edition *edition,
                                  struct str name) {
    struct str near = edition_source_near(edition, name);
    if (str_absent(near))
        return error_set(&invocation->error, STATUS_NOT_FOUND,
                         "no source '%.*s' (an id, an address or a title is expected; 'source "
                         "list' shows them)",
                         STR_ARG(name));
    return error_set(&invocation->error, STATUS_NOT_FOUND, "no source '%.*s': did you mean '%.*s'?",
                     STR_ARG(name), STR_ARG(near));
}

static enum status refuse_ambiguous(struct invocation *invocation, struct workspace *workspace,
                                    struct str name) {
    struct buf list;
    size_t count = 0;
    buf_init(&list, SOURCE_SENTENCE_MOST);
    for (size_t i = 0; i < workspace->edition.source_count; i++) {
        const struct edition_source *source = &workspace->edition.sources[i];
        if (!edition_source_is(source, name) || count++ >= NAMED_MOST)
            continue;
        buf_add_cstr(&list, count == 1 ? "" : ", ");
        buf_add(&list, source->url);
    }
    struct str words = arena_copy(&workspace->arena, buf_str(&list));
    buf_release(&list);
    return error_set(&invocation->error, STATUS_INVALID,
                     "%zu sources are called '%.*s'; say the address of the one that is meant: "
                     "%.*s%s",
                     count, STR_ARG(name), STR_ARG(words), count > NAMED_MOST ? ", …" : "");
}

static bool among(const struct edition_source *const *chosen, size_t count,
                  const struct edition_source *source) {
    for (size_t i = 0; i < count; i++)
        if (chosen[i] == source)
            return true;
    return false;
}

enum status source_choose(struct invocation *invocation, struct workspace *workspace, bool several,
                          const struct edition_source ***chosen, size_t *count) {
    const struct edition *edition = &workspace->edition;
    *count = 0;
    *chosen =
        arena_array(&workspace->arena, edition->source_count + 1, const struct edition_source *);
    if (*chosen == NULL)
        return arena_status(&workspace->arena, &invocation->error);
    for (size_t k = 0; k < invocation->argument_count; k++) {
        struct str name = invocation->arguments[k];
        size_t meant = 0;
        for (size_t i = 0; i < edition->source_count; i++) {
            if (!edition_source_is(&edition->sources[i], name))
                continue;
            meant++;
            if (!among(*chosen, *count, &edition->sources[i]))
                (*chosen)[(*count)++] = &edition->sources[i];
        }
        if (meant == 0)
            return refuse_unknown(invocation, edition, name);
        if (meant > 1 && !several)
            return refuse_ambiguous(invocation, workspace, name);
    }
    return STATUS_OK;
}
