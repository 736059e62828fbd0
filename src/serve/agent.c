#include "serve/agent.h"

bool serve_agent_reads(struct str agent) {
    static const struct str tokens[] = {
        STR_INIT("bot"),        STR_INIT("crawl"),      STR_INIT("spider"),
        STR_INIT("slurp"),      STR_INIT("headless"),   STR_INIT("preview"),
        STR_INIT("monitor"),    STR_INIT("lighthouse"), STR_INIT("facebookexternalhit"),
        STR_INIT("feed"),       STR_INIT("archiver"),   STR_INIT("curl"),
        STR_INIT("wget"),       STR_INIT("python"),     STR_INIT("java/"),
        STR_INIT("go-http"),    STR_INIT("okhttp"),     STR_INIT("libwww"),
        STR_INIT("httpclient"), STR_INIT("node-fetch"), STR_INIT("axios"),
        STR_INIT("scrapy"),     STR_INIT("http://"),    STR_INIT("https://"),
    };
    if (str_trim(agent).n == 0)
        return false;
    for (size_t i = 0; i < sizeof tokens / sizeof tokens[0]; i++)
        if (str_find_case(agent, tokens[i]) != SIZE_MAX)
            return false;
    return true;
}

bool serve_agent_prefetches(struct str purpose) {
    return str_find_case(purpose, STR("prefetch")) != SIZE_MAX ||
           str_find_case(purpose, STR("prerender")) != SIZE_MAX ||
           str_find_case(purpose, STR("preview")) != SIZE_MAX;
}

bool serve_agent_at_home(struct str site) {
    return str_absent(site) || str_eq_case(site, STR("same-origin")) ||
           str_eq_case(site, STR("same-site")) || str_eq_case(site, STR("none"));
}
