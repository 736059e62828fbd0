#include "cli/taxonomy.h"

#include "files/files.h"
#include "press/learned.h"

enum { LASTING_MEMORY = 1 << 30, LINE_MEMORY = 64 << 20 };

void taxonomy_open_bare(struct taxonomy *taxonomy) {
    *taxonomy = (struct taxonomy){0};
    arena_init(&taxonomy->lasting, LASTING_MEMORY);
    arena_init(&taxonomy->scratch, LINE_MEMORY);
}

enum status taxonomy_open(struct invocation *invocation, struct taxonomy *taxonomy) {
    struct edition_file *files;
    size_t count;
    struct error *error = &invocation->error;
    struct str folder = option_value(invocation, "edition");
    taxonomy_open_bare(taxonomy);
    if (str_empty(folder))
        return error_set(error, STATUS_USAGE, "--edition DIR must say which edition is meant");
    const char *path = arena_cstr(&taxonomy->lasting, folder);
    if (path == NULL)
        return error_memory(error);
    enum status status = files_read_edition(&taxonomy->lasting, path, &files, &count, error);
    if (status == STATUS_OK)
        status = edition_load(&taxonomy->lasting, files, count, &taxonomy->edition, error);
    if (status == STATUS_OK)
        status = topic_classifier_make(&taxonomy->lasting, &taxonomy->edition,
                                       &taxonomy->classifier, error);
    return status;
}

static enum status model_of_file(struct invocation *invocation, struct taxonomy *taxonomy,
                                 struct str path, const struct topic_model **model) {
    struct buf bytes;
    struct topic_model *made = arena_new(&taxonomy->lasting, struct topic_model);
    const char *name = arena_cstr(&taxonomy->lasting, path);
    if (made == NULL || name == NULL)
        return arena_status(&taxonomy->lasting, &invocation->error);
    buf_init(&bytes, (size_t)TOPIC_MODEL_BYTES_MOST + 1);
    enum status status = cli_read(invocation, path, TOPIC_MODEL_BYTES_MOST, &bytes);
    if (status == STATUS_OK) {
        status = topic_model_read(&taxonomy->lasting, buf_str(&bytes), made, &invocation->error);
        if (status != STATUS_OK)
            error_in_file(&invocation->error, name);
    }
    buf_release(&bytes);
    *model = made;
    return status;
}

static enum status model_of_edition(struct invocation *invocation, struct taxonomy *taxonomy,
                                    const struct topic_model **model) {
    struct store *store = NULL;
    struct str hash;
    struct error *error = &invocation->error;
    const char *folder = arena_cstr(&taxonomy->lasting, option_value(invocation, "edition"));
    if (folder == NULL)
        return arena_status(&taxonomy->lasting, error);
    enum status status = store_open(folder, taxonomy->edition.store, STORE_READ, &store, error);
    if (status == STATUS_NOT_FOUND) /* nothing was done in it yet */
        return STATUS_OK;
    if (status == STATUS_OK)
        status = learned_last(store, &taxonomy->lasting, &hash, error);
    if (status == STATUS_OK && !str_absent(hash))
        status = learned_read(store, &taxonomy->lasting, hash, model, error);
    store_close(store);
    return status;
}

enum status taxonomy_model(struct invocation *invocation, struct taxonomy *taxonomy,
                           struct str path, const struct topic_model **model) {
    *model = NULL;
    return str_absent(path) ? model_of_edition(invocation, taxonomy, model)
                            : model_of_file(invocation, taxonomy, path, model);
}

enum status taxonomy_as_filed(struct invocation *invocation, struct taxonomy *taxonomy) {
    const struct topic_model *model;
    const struct edition *edition = &taxonomy->edition;
    if (edition->topics_model != TOPICS_LEARNED)
        return STATUS_OK;
    enum status status = taxonomy_model(invocation, taxonomy, STR_NONE, &model);
    if (status != STATUS_OK || model == NULL)
        return status;
    return topic_classifier_learn(taxonomy->classifier, &taxonomy->lasting, model,
                                  edition->topics_least, &invocation->error);
}

enum status taxonomy_article(const struct json_value *line, struct topic_article *article,
                             struct error *error) {
    *article = (struct topic_article){
        .title = json_get_str(line, "title"),
        .excerpt = json_get_str(line, "excerpt"),
        .text = json_get_str(line, "text"),
    };
    return !str_absent(article->title)
               ? STATUS_OK
               : error_set(error, STATUS_INVALID, "a line needs \"title\" as text");
}

void taxonomy_close(struct taxonomy *taxonomy) {
    arena_release(&taxonomy->scratch);
    arena_release(&taxonomy->lasting);
}
