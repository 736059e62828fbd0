/* page_features MANIFEST-DIR [OPINIONS]: one line of JSON a page with its blocks and their answers. */
#undef sprintf
#include <stdio.h>
#include <stdlib.h>
#include "base/json.h"
#include "base/json_read.h"
#include "page/collect.h"
#include "page/features.h"
static void read_all(const char *path, struct buf *b) {
    buf_init(b, 64 << 20);
    FILE *f = fopen(path, "rb");
    size_t n = 1;
    while (f && n > 0 && buf_reserve(b, 65536) == STATUS_OK) { n = fread(b->p + b->n, 1, 65536, f); b->n += n; }
    if (f) fclose(f);
}
int main(int argc, char **argv) {
    char line[65536], path[4096];
    snprintf(path, sizeof path, "%s/manifest.jsonl", argv[1]);
    FILE *m = fopen(path, "r");
    FILE *ops = argc > 2 ? fopen(argv[2], "r") : NULL;
    while (fgets(line, sizeof line, m)) {
        struct json_object *o;
        if (json_read(str_trim(str_from(line)), &o, NULL) != STATUS_OK) continue;
        snprintf(path, sizeof path, "%s/%.*s", argv[1], STR_ARG(json_get_str(o, "path")));
        struct buf bytes, text, out;
        read_all(path, &bytes);
        struct arena arena, scratch;
        struct page page = {.url = json_get_str(o, "url")};
        struct page_blocks blocks;
        struct page_view view;
        arena_init(&arena, 256 << 20); arena_init(&scratch, 512 << 20);
        buf_init(&text, 64 << 20); buf_init(&out, 512 << 20);
        struct page_collector c = {.arena = &arena, .scratch = &scratch, .base = page.url, .page = &page};
        enum status s = page_prepare(&c, buf_str(&bytes), STR_NONE, &text, &blocks, NULL);
        struct json j;
        json_init(&j, &out, 0);
        json_begin_object(&j);
        json_field_str(&j, "id", json_get_str(o, "id"));
        struct page_setting setting = {0};
        if (s == STATUS_OK) { setting = page_setting_of(&c); s = page_view_make(&view, &scratch, &blocks, &setting, NULL); }
        if (s == STATUS_OK) {
            json_field_int(&j, "kind", setting.kind);
            int32_t *first = calloc(blocks.block_count + 1, 4);
            if (ops) {
                int n = 0; if (fscanf(ops, "%d", &n) != 1 || n != (int)blocks.block_count) abort();
                for (int i = 0; i < n; i++) if (fscanf(ops, "%d", &first[i]) != 1) abort();
                if (page_view_learn(&view, &scratch, &blocks, first, NULL) != STATUS_OK) abort();
            }
            json_key(&j, "blocks");
            json_begin_array(&j);
            for (uint32_t i = 0; i < blocks.block_count; i++) {
                struct page_answers a;
                if (ops) page_ask_second(&view, i, &a); else page_ask_first(&view, i, &a);
                json_begin_object(&j);
                if (!ops) { json_field_str(&j, "t", page_block_text(&blocks, &blocks.blocks[i])); json_field_int(&j, "w", blocks.blocks[i].words); }
                json_key(&j, "f");
                json_begin_array(&j);
                for (size_t k = 0; k < a.n; k++) json_int(&j, a.items[k]);
                json_end_array(&j);
                json_end_object(&j);
            }
            json_end_array(&j);
            free(first);
        }
        json_end_object(&j);
        fwrite(out.p, 1, out.n, stdout); putchar('\n');
        page_blocks_release(&blocks);
        arena_release(&arena); arena_release(&scratch); buf_release(&bytes); buf_release(&text); buf_release(&out);
        json_object_put(o);
    }
    return 0;
}
