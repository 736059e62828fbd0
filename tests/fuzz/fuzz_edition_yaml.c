/* Any bytes as edition.yaml, as a topic, as a provider and as a sponsorship: read, or refused as
 * configuration with file and message; and a packed edition unpacks to the same. */
#include "edition/edition.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void insist(bool holds) {
    if (!holds)
        abort();
}

static void load(const struct edition_file *files, size_t count) {
    struct arena arena;
    struct edition edition;
    struct error error = {0};
    arena_init(&arena, 256 << 20);
    enum status status = edition_load(&arena, files, count, &edition, &error);
    insist(status == STATUS_OK || (status == STATUS_CONFIG && error.message[0] != '\0'));
    if (status == STATUS_OK) {
        insist(edition.title.n > 0 && edition.id.n > 0 && edition.url.n > 0);
        insist(edition.url.p[edition.url.n - 1] != '/');
        insist(edition.publish.page_size >= 1 && edition.quality.title_characters_per_point >= 1);
        insist(edition.topic_count == 0 || edition.main_topic < edition.topic_count);
        for (size_t i = 0; i < edition.provider_count; i++)
            insist(edition_find_provider(&edition, edition.providers[i].domain) ==
                   &edition.providers[i]);
    }
    arena_release(&arena);
}

static void pack(const struct edition_file *files, size_t count) {
    struct arena arena;
    struct buf one, other;
    struct edition_file *again;
    struct error error = {0};
    size_t n;
    arena_init(&arena, 256 << 20);
    buf_init(&one, 64 << 20);
    buf_init(&other, 64 << 20);
    if (edition_pack(files, count, &one, &error) == STATUS_OK) {
        insist(edition_unpack(&arena, buf_str(&one), &again, &n, &error) == STATUS_OK);
        insist(n == count);
        insist(edition_pack(again, n, &other, &error) == STATUS_OK);
        insist(str_eq(buf_str(&one), buf_str(&other)));
    }
    buf_release(&one);
    buf_release(&other);
    arena_release(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const struct str given = STR_INIT("title: T\nid: t\nurl: http://x\n");
    struct str bytes = str_of(size > 0 ? (const char *)data : "", size);
    const struct edition_file configuration[] = {{STR("edition.yaml"), bytes}};
    const struct edition_file topic[] = {{STR("edition.yaml"), given},
                                         {STR("topics/a.yaml"), bytes}};
    const struct edition_file provider[] = {{STR("edition.yaml"), given},
                                            {STR("providers/a.md"), bytes}};
    const struct edition_file sponsorship[] = {{STR("edition.yaml"), given},
                                               {STR("_sponsorships/a.md"), bytes}};
    load(configuration, 1);
    load(topic, 2);
    load(provider, 2);
    load(sponsorship, 2);
    pack(topic, 2);
    return 0;
}
