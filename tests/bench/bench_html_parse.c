/* bench_html_parse FILE…: parses the same pages, decoded beforehand, by html/ and by libxml2's HTML
 * parser in turn, in one process, and prints bytes a second of each, the best of several rounds,
 * their ratio, and the memory that html/ took for a page: its text in UTF-8 and what was taken out
 * of the arena, and the same with what the arena has from the system. */
#include "html/decode.h"
#include "html/dom.h"

#include <libxml/HTMLparser.h>
#include <malloc.h>
#include <stdio.h>

enum { ROUNDS = 5, PAGE_MOST = 64 * 1024 * 1024 };

static int64_t now(void) {
    struct timespec time;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

static bool read_page(const char *path, struct buf *page) {
    struct buf bytes;
    FILE *file = fopen(path, "rb");
    if (file == NULL)
        return false;
    buf_init(&bytes, PAGE_MOST);
    size_t n = 1;
    while (n > 0 && buf_reserve(&bytes, 65536) == STATUS_OK) {
        n = fread(bytes.p + bytes.n, 1, 65536, file);
        bytes.n += n;
    }
    fclose(file);
    buf_init(page, 4 * (size_t)PAGE_MOST);
    bool good = html_decode(buf_str(&bytes), STR_NONE, page, NULL, NULL) == STATUS_OK;
    buf_release(&bytes);
    return good;
}

struct memory {
    uint64_t bytes, pages;
    double worst; /* of a page of 10,000 bytes and more, in bytes a byte */
    double worst_taken;
};

static void keep_greater(double *most, size_t memory, const struct buf *page) {
    double ratio = (double)(memory + page->n) / (double)page->n;
    if (page->n >= 10000 && ratio > *most)
        *most = ratio;
}

/* What is allocated in the whole process. */
static size_t allocated(void) {
    struct mallinfo2 info = mallinfo2();
    return info.uordblks + info.hblkhd;
}

static void parse_ours(const struct buf *page, struct memory *memory) {
    struct arena arena;
    struct html_document document;
    arena_init(&arena, (size_t)4 * PAGE_MOST);
    size_t before = allocated();
    if (html_parse(&arena, buf_str(page), &document, NULL) == STATUS_OK) {
        keep_greater(&memory->worst, arena.used, page);
        keep_greater(&memory->worst_taken, allocated() - before, page);
        memory->bytes += arena.used + page->n;
        memory->pages += page->n;
    }
    arena_release(&arena);
}

static void parse_theirs(const struct buf *page) {
    htmlDocPtr document =
        htmlReadMemory(page->p, (int)page->n, NULL, "UTF-8",
                       HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING);
    xmlFreeDoc(document);
}

int main(int argc, char **argv) {
    struct buf *pages = calloc((size_t)argc, sizeof *pages);
    struct memory memory = {0};
    size_t count = 0, bytes = 0;
    int64_t ours = INT64_MAX, theirs = INT64_MAX;
    for (int i = 1; pages != NULL && i < argc; i++)
        if (read_page(argv[i], &pages[count]))
            bytes += pages[count++].n;
    for (int round = 0; round < ROUNDS; round++) {
        int64_t start = now();
        for (size_t i = 0; i < count; i++)
            parse_ours(&pages[i], &memory);
        int64_t middle = now();
        for (size_t i = 0; i < count; i++)
            parse_theirs(&pages[i]);
        int64_t end = now();
        ours = middle - start < ours ? middle - start : ours;
        theirs = end - middle < theirs ? end - middle : theirs;
    }
    if (count > 0)
        printf("%zu pages, %.1f MB: html/ %.1f MB/s, libxml2 %.1f MB/s, ratio %.2f; "
               "memory %.2f bytes a byte, at worst %.2f, %.2f from the system\n",
               count, (double)bytes / 1e6, (double)bytes * 1e3 / (double)ours,
               (double)bytes * 1e3 / (double)theirs, (double)theirs / (double)ours,
               (double)memory.bytes / (double)memory.pages, memory.worst, memory.worst_taken);
    for (size_t i = 0; i < count; i++)
        buf_release(&pages[i]);
    free(pages);
    xmlCleanupParser();
    return 0;
}
