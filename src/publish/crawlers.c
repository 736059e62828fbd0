#include "publish/crawlers.h"

#include "publish/pages.h"

static const char *const refused[] = {
#define CRAWLER(name, purpose) name,
#include "publish/crawlers.def"
#undef CRAWLER
};

static void add_sitemap(struct buf *out, struct str url, const char *path) {
    BUF_ADD(out, "Sitemap: ");
    buf_add(out, url);
    buf_printf(out, "/%s\n", path);
}

enum status crawlers_write(struct paper *paper, struct error *error) {
    enum { ROBOTS_BYTES = 16 * 1024 };
    struct buf out;
    buf_init(&out, ROBOTS_BYTES);
    BUF_ADD(&out, "User-agent: *\nAllow: /\n\n");
    if (paper->edition->publish.ai_crawlers == CRAWLERS_REFUSED) {
        for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++)
            buf_printf(&out, "User-agent: %s\n", refused[i]);
        BUF_ADD(&out, "Disallow: /\n\n");
    }
    add_sitemap(&out, paper->edition->url, "sitemap.xml");
    add_sitemap(&out, paper->edition->url, "news-sitemap.xml");
    enum status status = buf_check(&out, error);
    if (status == STATUS_OK)
        status = pages_write(paper, STR("robots.txt"), buf_str(&out), error);
    buf_release(&out);
    return status;
}
