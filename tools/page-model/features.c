/* page_features first FOLDER           one line of JSON a page: its blocks and their answers
 * page_features second FOLDER OPINIONS  the measures of all blocks, 16 bits each, of this machine
 * page_features text FOLDER            {"id", "text"}, as `page extract` has it
 *
 * FOLDER holds manifest.jsonl, lines of {"id", "path", "url"}. OPINIONS holds a line a page: how
 * many blocks it has, and their first opinions. */
#undef sprintf
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/json_read.h"
#include "page/collect.h"
#include "page/context.h"

enum { FILE_MOST = 64 << 20, MEMORY = 512 << 20, LINE_MOST = 65536 };

struct job {
    const char *what, *folder;
    FILE *opinions;
    const struct json_value *row;
    struct arena arena, scratch;
    struct buf bytes;
};

static void fail(const char *what) {
    fprintf(stderr, "page_features: %s\n", what);
    exit(1);
}

static void read_page(struct job *job) {
    char path[4096];
    snprintf(path, sizeof path, "%s/%.*s", job->folder, STR_ARG(json_get_str(job->row, "path")));
    FILE *file = fopen(path, "rb");
    size_t n = 1;
    if (file == NULL)
        fail(path);
    while (n > 0 && buf_reserve(&job->bytes, LINE_MOST) == STATUS_OK) {
        n = fread(job->bytes.p + job->bytes.n, 1, LINE_MOST, file);
        job->bytes.n += n;
    }
    fclose(file);
}

static void write_blocks(struct json *json, const struct page_view *view) {
    struct page_answers answers;
    json_key(json, "blocks");
    json_begin_array(json);
    for (uint32_t i = 0; i < view->blocks->block_count; i++) {
        const struct page_block *block = &view->blocks->blocks[i];
        page_ask_first(view, i, &answers);
        json_begin_object(json);
        json_field_str(json, "t", page_block_text(view->blocks, block));
        json_field_int(json, "w", block->words);
        json_key(json, "f");
        json_begin_array(json);
        for (size_t k = 0; k < answers.n; k++)
            json_int(json, answers.items[k]);
        json_end_array(json);
        json_end_object(json);
    }
    json_end_array(json);
}

static void write_measures(struct job *job, struct page_view *view, struct page_blocks *blocks) {
    int16_t measures[PAGE_M_COUNT];
    int32_t *first = calloc(blocks->block_count + 1, sizeof *first);
    int n = 0;
    if (first == NULL || fscanf(job->opinions, "%d", &n) != 1 || n != (int)blocks->block_count)
        fail("opinions of other pages");
    for (int i = 0; i < n; i++)
        if (fscanf(job->opinions, "%d", &first[i]) != 1)
            fail("too few opinions");
    if (page_view_learn(view, &job->scratch, blocks, first, NULL) != STATUS_OK)
        fail("no memory");
    for (uint32_t i = 0; i < blocks->block_count; i++) {
        page_measure(view, i, measures);
        fwrite(measures, sizeof measures[0], PAGE_M_COUNT, stdout);
    }
    free(first);
}

static void do_blocks(struct job *job, struct page *page, struct json *json) {
    struct page_collector collector = {
        .arena = &job->arena, .scratch = &job->scratch, .base = page->url, .page = page};
    struct page_blocks blocks;
    struct page_setting setting;
    struct page_view view;
    struct buf text;
    buf_init(&text, FILE_MOST);
    if (page_prepare(&collector, buf_str(&job->bytes), STR_NONE, &text, &blocks, NULL) != STATUS_OK)
        fail("a page could not be read");
    setting = page_setting_of(&collector);
    if (page_view_make(&view, &job->scratch, &blocks, &setting, NULL) != STATUS_OK)
        fail("no memory");
    json_field_int(json, "kind", setting.kind);
    if (job->opinions != NULL)
        write_measures(job, &view, &blocks);
    else
        write_blocks(json, &view);
    page_blocks_release(&blocks);
    buf_release(&text);
}

static void do_page(struct job *job) {
    struct page page = {.url = json_get_str(job->row, "url")};
    struct json json;
    struct buf out;
    arena_init(&job->arena, MEMORY);
    arena_init(&job->scratch, MEMORY);
    buf_init(&job->bytes, FILE_MOST);
    buf_init(&out, MEMORY);
    read_page(job);
    json_init(&json, &out, 0);
    json_begin_object(&json);
    json_field_str(&json, "id", json_get_str(job->row, "id"));
    if (strcmp(job->what, "text") == 0) {
        if (page_extract(&job->arena, buf_str(&job->bytes), page.url, STR_NONE, &page, NULL) ==
            STATUS_OK)
            json_field_str(&json, "text", page.text);
    } else {
        do_blocks(job, &page, &json);
    }
    json_end_object(&json);
    if (job->opinions == NULL) {
        fwrite(out.p, 1, out.n, stdout);
        putchar('\n');
    }
    arena_release(&job->arena);
    arena_release(&job->scratch);
    buf_release(&job->bytes);
    buf_release(&out);
}

int main(int argc, char **argv) {
    char line[LINE_MOST], path[4096];
    if (argc < 3)
        fail("first FOLDER | second FOLDER OPINIONS | text FOLDER");
    struct job job = {.what = argv[1], .folder = argv[2]};
    job.opinions = argc > 3 ? fopen(argv[3], "r") : NULL;
    snprintf(path, sizeof path, "%s/manifest.jsonl", job.folder);
    FILE *manifest = fopen(path, "r");
    if (manifest == NULL || (argc > 3 && job.opinions == NULL))
        fail("cannot read the files named");
    while (fgets(line, sizeof line, manifest) != NULL) {
        struct arena arena;
        arena_init(&arena, MEMORY);
        if (json_read(&arena, str_trim(str_from(line)), &job.row, NULL) == STATUS_OK)
            do_page(&job);
        arena_release(&arena);
    }
    fclose(manifest);
    return 0;
}
