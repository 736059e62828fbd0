#include "edition/parts.h"

#include <stddef.h>

#define AT(member) offsetof(struct edition, member)
#define COUNT_MOST 1000000
#define POINTS_MOST 100000
#define DAY_MS INT64_C(86400000)

/* In the order in which a new edition.yaml and the reference list them; those of one section stand
 * together. */
const struct edition_key edition_keys[] = {
    {"title", KEY_TEXT, AT(title), 0, 1, 200, NULL, NULL, "the publication's name"},
    {"id", KEY_IDENTIFIER, AT(id), 0, 1, 64, NULL, NULL,
     "a short name, used in seals and addresses; never change it"},
    {"url", KEY_URL, AT(url), 0, 0, 0, NULL, NULL, "the public address"},
    {"locale", KEY_LOCALE, AT(locale), 0, 0, 0, NULL, "en-us", "language and country of the texts"},
    {"timeZone", KEY_ZONE, AT(time_zone), 0, 0, 0, NULL, "UTC",
     "the zone of day pages and issues; file dates and clicks are UTC"},
    {"mainTopic", KEY_TOPIC, KEY_NOWHERE, 0, 0, 0, NULL, "the first topic",
     "the topic that every article has"},
    {"topics.model", KEY_CHOICE, AT(topics_model), 0, 0, 0, "none|learned", "none",
     "whether articles get the topics that a model finds, too, learnt by 'topic train'"},
    {"topics.least", KEY_INTEGER, AT(topics_least), 0, 1, 1000, NULL, "500",
     "how likely the model must hold a topic for, in thousandths"},
    {"store", KEY_STORE, AT(store), 0, 0, 0, NULL, "sqlite:state/",
     "where the state is kept: sqlite:FOLDER or postgres://…"},
    {"urls", KEY_CHOICE, AT(urls), 0, 0, 0, "canonical|as-found", "canonical",
     "which address records give readers"},
    {"addresses", KEY_RULES, AT(addresses), 0, 0, 0, NULL, "",
     "what is left out of addresses, before the built-in rules: \"drop NAME [on SITE]\", \"keep "
     "NAME "
     "[on SITE]\", \"open NAME on SITE/PATH\" (docs/addresses.md)"},
    {"officialDomains", KEY_DOMAINS, AT(official_domains), AT(official_domain_count), 0, 0, NULL,
     "", "domains whose sources bring official posts"},

    {"quality.topic", KEY_INTEGER, AT(quality.topic), 0, 0, POINTS_MOST, NULL, "2",
     "points for each topic"},
    {"quality.topicInTitle", KEY_INTEGER, AT(quality.topic_in_title), 0, 0, POINTS_MOST, NULL, "15",
     "points more when one of its keywords is in the title"},
    {"quality.picture", KEY_INTEGER, AT(quality.picture), 0, 0, POINTS_MOST, NULL, "20",
     "points for a picture"},
    {"quality.known", KEY_INTEGER, AT(quality.known), 0, 0, POINTS_MOST, NULL, "40",
     "points for a provider that has a file in providers/"},
    {"quality.official", KEY_INTEGER, AT(quality.official), 0, 0, POINTS_MOST, NULL, "50",
     "points, instead of those, for an official source"},
    {"quality.amp", KEY_INTEGER, AT(quality.amp), 0, 0, POINTS_MOST, NULL, "20",
     "points for an AMP page"},
    {"quality.video", KEY_INTEGER, AT(quality.video), 0, 0, POINTS_MOST, NULL, "50",
     "points for a video"},
    {"quality.title.free", KEY_INTEGER, AT(quality.title_free), 0, 0, POINTS_MOST, NULL, "70",
     "characters of a title that cost nothing"},
    {"quality.title.charactersPerPoint", KEY_INTEGER, AT(quality.title_characters_per_point), 0, 1,
     POINTS_MOST, NULL, "2", "characters behind those that cost one point"},
    {"quality.tiers.points", KEY_NUMBERS, AT(quality.tiers), AT(quality.tier_count), -POINTS_MOST,
     POINTS_MOST, NULL, "",
     "points of outlets by the tier in their files: the first tier's, the second's, …"},
    {"quality.tiers.unknown", KEY_INTEGER, AT(quality.tierless), 0, -POINTS_MOST, POINTS_MOST, NULL,
     "0", "points of outlets without one of these tiers"},
    {"quality.depth.points", KEY_INTEGER, AT(quality.depth), 0, 0, POINTS_MOST, NULL, "0",
     "points for a text of so many words; a shorter one gets its share of them"},
    {"quality.depth.words", KEY_INTEGER, AT(quality.depth_words), 0, 1, POINTS_MOST, NULL, "600",
     "the words of such a text"},
    {"quality.original", KEY_INTEGER, AT(quality.original), 0, 0, POINTS_MOST, NULL, "0",
     "points for a text that repeats nobody's"},
    {"quality.copy", KEY_INTEGER, AT(quality.copy), 0, 0, POINTS_MOST, NULL, "0",
     "points off for one that repeats another's"},
    {"quality.first", KEY_INTEGER, AT(quality.first), 0, 0, POINTS_MOST, NULL, "0",
     "points for the article that was the first to tell its story"},
    {"quality.byline", KEY_INTEGER, AT(quality.byline), 0, 0, POINTS_MOST, NULL, "0",
     "points for an article that says who wrote it"},
    {"quality.fresh.points", KEY_INTEGER, AT(quality.fresh), 0, 0, POINTS_MOST, NULL, "0",
     "points for an article that is found as it appears; fewer the later it is found"},
    {"quality.fresh.hours", KEY_INTEGER, AT(quality.fresh_hours), 0, 1, 8760, NULL, "6",
     "hours after which none are left"},
    {"quality.shouting", KEY_INTEGER, AT(quality.shouting), 0, 0, POINTS_MOST, NULL, "0",
     "points off for a title in capitals or with rows of exclamation marks"},
    {"quality.bait.points", KEY_INTEGER, AT(quality.bait), 0, 0, POINTS_MOST, NULL, "0",
     "points off for a title with one of these phrases"},
    {"quality.bait.phrases", KEY_PHRASES, AT(quality.bait_phrases), AT(quality.bait_phrase_count),
     1, 200, NULL,
     "you won't believe, what happened next, will blow your mind, will shock you, will surprise "
     "you, this one trick, one weird trick, doctors hate, jaw-dropping, gone wrong",
     "what a title baits with; case, width and white space do not count"},
    {"quality.mill.points", KEY_INTEGER, AT(quality.mill), 0, 0, POINTS_MOST, NULL, "0",
     "points off for what a press-release mill brings"},
    {"quality.mill.domains", KEY_DOMAINS, AT(quality.mill_domains), AT(quality.mill_domain_count),
     0, 0, NULL,
     "prnewswire.com, businesswire.com, globenewswire.com, accesswire.com, newswire.com, "
     "einpresswire.com, prweb.com, openpr.com, prlog.org, 24-7pressrelease.com, presseportal.de, "
     "ots.at",
     "such mills"},
    {"quality.mill.marks", KEY_PHRASES, AT(quality.mill_marks), AT(quality.mill_mark_count), 1, 200,
     NULL, "PRNewswire, BUSINESS WIRE, GLOBE NEWSWIRE, ACCESSWIRE, EIN Presswire, (ots)",
     "what the first words of their texts have, wherever they are printed"},

    {"heat.related", KEY_INTEGER, AT(heat.related), 0, 0, POINTS_MOST, NULL, "10",
     "points for each related article"},
    {"heat.copy", KEY_INTEGER, AT(heat.copy), 0, 0, POINTS_MOST, NULL, "1",
     "points for each further copy of the same text"},
    {"heat.click", KEY_INTEGER, AT(heat.click), 0, 0, POINTS_MOST, NULL, "1",
     "points for each click"},
    {"heat.clickDays", KEY_INTEGER, AT(heat.click_days), 0, 1, 7, NULL, "2",
     "UTC days for which a click counts, today's included"},
    {"coverage", KEY_CHOICE, AT(coverage), 0, 0, 0, "distinct|recovered", "distinct",
     "whether heat counts copies as one voice, or every related article"},

    {"publish.threshold", KEY_INTEGER, AT(publish.threshold), 0, 0, POINTS_MOST, NULL, "70",
     "the least heat of a story that is published"},
    {"publish.pageSize", KEY_INTEGER, AT(publish.page_size), 0, 1, 1000, NULL, "25",
     "records on a page of the API"},
    {"publish.front.hours", KEY_INTEGER, AT(publish.front_hours), 0, 1, 8760, NULL, "48",
     "how long a story may stay on the front page without new coverage"},
    {"publish.front.stories", KEY_INTEGER, AT(publish.front_stories), 0, 1, 1000, NULL, "60",
     "the most stories on the front page"},
    {"publish.front.fade", KEY_INTEGER, AT(publish.front_fade), 0, 0, 1000, NULL, "1",
     "points that a story loses there each hour"},
    {"publish.front.perProvider", KEY_INTEGER, AT(publish.front_per_provider), 0, 1, 1000, NULL,
     "3", "the most stories that one provider leads there"},
    {"publish.front.sizes", KEY_ASCENDING, AT(publish.front_sizes), 0, 0, POINTS_MOST, NULL,
     "70, 100, 150, 220", "the least heat of the second to fifth type size"},
    {"publish.aiCrawlers", KEY_CHOICE, AT(publish.ai_crawlers), 0, 0, 0, "allowed|refused",
     "allowed", "whether robots.txt lets in the crawlers that gather texts for AI"},
    {"publish.precompress", KEY_CHOICE, AT(publish.precompress), 0, 0, 0, "front|lists|all|none",
     "front",
     "beside which files a .gz and a .br are written: those at the top of public/ but for "
     "sitemaps, all but the pages of stories, all, none"},

    {"search", KEY_CHOICE, AT(search), 0, 0, 0, "served|none", "served",
     "whether pages have a search box, which 'serve' answers; none where only files are served"},
    {"api.perMinute", KEY_INTEGER, AT(api.per_minute), 0, 0, COUNT_MOST, NULL, "120",
     "searches and live API requests that 'serve' answers one client in a minute; 0: any number"},
    {"api.origins", KEY_PHRASES, AT(api.origins), AT(api.origin_count), 1, 200, NULL, "any",
     "the sites whose scripts may read the live API, like https://example.org; any: all of them"},

    {"serve.listen", KEY_ENDPOINT, AT(serve.listen), 0, 0, 0, NULL, "127.0.0.1:8080",
     "where 'serve' listens, a numeric address and a port; --listen goes before it"},
    {"serve.hosts", KEY_PHRASES, AT(serve.hosts), AT(serve.host_count), 1, 253, NULL, "",
     "names that it answers to, beside the public address's, localhost and numeric ones; any: all"},
    {"serve.certificate", KEY_FILE, AT(serve.certificate), 0, 1, 1000, NULL, "none",
     "the certificate and its chain (PEM), for TLS without a proxy (docs/serving.md)"},
    {"serve.key", KEY_FILE, AT(serve.key), 0, 1, 1000, NULL, "none", "its private key (PEM)"},
    {"serve.redirect", KEY_ENDPOINT, AT(serve.redirect), 0, 0, 0, NULL, "none",
     "where plain requests are sent on to the public address, like 0.0.0.0:80"},
    {"serve.hsts", KEY_SECONDS, AT(serve.hsts), 0, 0, 2 * 366 * 86400, NULL, "30d",
     "how long browsers that came by TLS shall come by nothing else; 0s: they are not told"},
    {"serve.proxies", KEY_NETWORKS, AT(serve.proxies), AT(serve.proxy_count), 0, 0, NULL, "",
     "addresses and networks of the proxies whose word on the client is taken"},
    {"serve.forwarded", KEY_CHOICE, AT(serve.forwarded), 0, 0, 0, "x-forwarded-for|forwarded",
     "x-forwarded-for", "the field in which they give it; clients may write the other one"},
    {"serve.plain", KEY_CHOICE, AT(serve.plain), 0, 0, 0, "served|redirected", "served",
     "what becomes of a request that a proxy got without TLS"},

    {"stories.window", KEY_SECONDS, AT(stories_window), 0, 3600, 30 * 86400, NULL, "72h",
     "how far apart two articles of one story may be"},
    {"stories.refine", KEY_SECONDS, AT(stories_refine), 0, 60, 86400, NULL, "10m",
     "how often stories are looked at as a whole"},

    {"fetch.userAgent", KEY_OPTIONAL_TEXT, AT(fetch.user_agent), 0, 1, 200, NULL, "none",
     "how we introduce ourselves; none: the program's name and the edition's address"},
    {"fetch.every.least", KEY_SECONDS, AT(fetch.every_least), 0, 60, 30 * 86400, NULL, "10m",
     "the shortest time between two looks at a source"},
    {"fetch.every.most", KEY_SECONDS, AT(fetch.every_most), 0, 60, 30 * 86400, NULL, "24h",
     "the longest"},
    {"fetch.perHostDelay", KEY_MILLISECONDS, AT(fetch.per_host_delay), 0, 0, 600000, NULL, "2s",
     "the pause between two requests to one host"},
    {"fetch.connections", KEY_INTEGER, AT(fetch.connections), 0, 1, 1024, NULL, "64",
     "the most connections at once"},
    {"fetch.robots", KEY_CHOICE, AT(fetch.robots), 0, 0, 0, "pages|all|none", "pages",
     "what robots.txt is asked for: pages, feeds too, or nothing"},
    {"fetch.allow", KEY_ENDPOINTS, AT(fetch.allow), AT(fetch.allow_count), 0, 0, NULL, "",
     "exact address:port pairs that may be private"},
    {"fetch.ports", KEY_NUMBERS, AT(fetch.ports), AT(fetch.port_count), 1, 65535, NULL,
     "80, 443, 8080, 8443", "ports that may be fetched from"},
    {"fetch.proxy", KEY_OPTIONAL_TEXT, AT(fetch.proxy), 0, 1, 2000, NULL, "none",
     "a proxy's address"},
    {"fetch.callback", KEY_OPTIONAL_URL, AT(fetch.callback), 0, 0, 0, NULL, "none",
     "the address at which hubs reach 'serve', for WebSub; none: sources are only asked"},
    {"fetch.pages", KEY_CHOICE, AT(fetch.pages), 0, 0, 0, "missing|all|none", "missing",
     "which articles' pages are fetched: those whose text is short in the feed, all, or none"},
    {"fetch.limits.feed", KEY_SIZE, AT(fetch.limits.feed_bytes), 0, 1024, 1 << 30, NULL, "10MiB",
     "the largest feed, decoded"},
    {"fetch.limits.page", KEY_SIZE, AT(fetch.limits.page_bytes), 0, 1024, 1 << 30, NULL, "5MiB",
     "the largest page, decoded"},
    {"fetch.limits.picture", KEY_SIZE, AT(fetch.limits.picture_bytes), 0, 1024, 1 << 30, NULL,
     "10MiB", "the largest picture"},
    {"fetch.limits.connect", KEY_SECONDS, AT(fetch.limits.connect_seconds), 0, 1, 300, NULL, "5s",
     "the longest wait for a connection"},
    {"fetch.limits.firstByte", KEY_SECONDS, AT(fetch.limits.first_byte_seconds), 0, 1, 300, NULL,
     "10s", "the longest wait for a first byte"},
    {"fetch.limits.total", KEY_SECONDS, AT(fetch.limits.total_seconds), 0, 1, 3600, NULL, "30s",
     "the longest that one fetch may take"},
    {"fetch.limits.redirects", KEY_INTEGER, AT(fetch.limits.redirects), 0, 0, 20, NULL, "5",
     "redirects that are followed"},
    {"fetch.limits.entries", KEY_INTEGER, AT(fetch.limits.entries), 0, 1, COUNT_MOST, NULL, "2000",
     "entries that are read of one feed"},

    {"pictures", KEY_CHOICE, AT(pictures.on), 0, 0, 0, "on|off", "on",
     "whether there are copies of pictures; or the keys below"},
    {"pictures.policy", KEY_CHOICE, AT(pictures.policy), 0, 0, 0, "copy|link|none", "copy",
     "what is done with pictures of outlets whose files do not say: small copies, nothing, or, "
     "from "
     "pictures.hosts, what readers load from the outlet"},
    {"pictures.sizes", KEY_NUMBERS, AT(pictures.sizes), AT(pictures.size_count), 16, 4096, NULL,
     "160, 640", "widths of the copies, in pixels; the first eight count"},
    {"pictures.most", KEY_SIZE, AT(pictures.most), 0, 0, INT64_C(1) << 50, NULL, "2GiB",
     "the most that all copies may take; those longest off the front page go first"},
    {"pictures.hosts", KEY_DOMAINS, AT(pictures.hosts), AT(pictures.host_count), 0, 0, NULL, "",
     "hosts that readers' browsers may load pictures from, for outlets with pictures: link"},
    {"retention.keep", KEY_KEEP, KEY_NOWHERE, 0, DAY_MS, 36500 * DAY_MS, NULL, "forever",
     "how long articles are kept"},
    {"mail", KEY_OFF, KEY_NOWHERE, 0, 0, 0, NULL, "off",
     "or the keys below: the newsletter (docs/newsletter.md)"},
    {"mail.from", KEY_MAILBOX, AT(mail.from), 0, 0, 0, NULL, "none",
     "who sends it, like \"The Paper <news@example.org>\"; none: there is no newsletter"},
    {"mail.replyTo", KEY_MAILBOX, AT(mail.reply_to), 0, 0, 0, NULL, "none",
     "where answers go; none: to the sender"},
    {"mail.listId", KEY_HOST, AT(mail.list_id), 0, 0, 0, NULL, "none",
     "what stands behind a list's name in its List-Id; none: the edition's id and host"},
    {"mail.unsubscribe", KEY_ADDRESS, AT(mail.unsubscribe), 0, 0, 0, NULL, "none",
     "the address that takes letters of readers who leave; none: the sender's"},
    {"mail.imprint", KEY_OPTIONAL_TEXT, AT(mail.imprint), 0, 1, 300, NULL, "none",
     "who is behind it, with a postal address, which many countries ask for; at each letter's end"},
    {"mail.service", KEY_OPTIONAL_URL, AT(mail.service), 0, 0, 0, NULL, "none",
     "the address at which subscribers reach 'serve', to confirm and to leave; none: the "
     "edition's"},
    {"mail.lists", KEY_LISTS, AT(mail.lists), AT(mail.list_count), 0, 0, NULL,
     "daily every weekday at 18:00",
     "what can be subscribed to: \"NAME every DAY at HH:MM [about TOPIC]\", DAY being day, "
     "weekday, monday …, in the edition's time zone"},
    {"mail.stories.least", KEY_INTEGER, AT(mail.stories_least), 0, 1, 50, NULL, "8",
     "stories of an issue, the hottest first, if so many are new"},
    {"mail.stories.most", KEY_INTEGER, AT(mail.stories_most), 0, 1, 50, NULL, "12",
     "as many as that if several outlets have them"},
    {"mail.review", KEY_CHOICE, AT(mail.review), 0, 0, 0, "editor|none", "editor",
     "whether a draft waits for an editor's approval, or is sent at its time"},
    {"mail.clicks", KEY_CHOICE, AT(mail.clicks), 0, 0, 0, "off|on", "off",
     "whether links in letters lead through 'serve', which counts them, for all readers together"},
    {"mail.smtp.server", KEY_SERVER, AT(mail.smtp_server), 0, 0, 0, NULL, "none",
     "the mail server, \"host\" or \"host:port\"; none: nothing can be sent"},
    {"mail.smtp.security", KEY_CHOICE, AT(mail.smtp_security), 0, 0, 0, "starttls|tls|none",
     "starttls", "how it is spoken to: TLS asked for, from the start (port 465), or never"},
    {"mail.smtp.user", KEY_OPTIONAL_TEXT, AT(mail.smtp_user), 0, 1, 254, NULL, "none",
     "the name to sign in by"},
    {"mail.smtp.passwordFile", KEY_PATH, AT(mail.smtp_password_file), 0, 1, 200, NULL, "none",
     "a file below the edition whose first line is the password, like keys/smtp"},
    {"mail.smtp.rate", KEY_INTEGER, AT(mail.smtp_rate), 0, 1, 100000, NULL, "60",
     "the most letters a minute"},
    {"webhooks", KEY_OFF, KEY_NOWHERE, 0, 0, 0, NULL, "off", "calls to others; not there yet"},
    {"desk", KEY_OFF, KEY_NOWHERE, 0, 0, 0, NULL, "off", "the editors' screens; not there yet"},
    {"embedding", KEY_OFF, KEY_NOWHERE, 0, 0, 0, NULL, "off", "vectors of texts; not there yet"},
};

const size_t edition_key_count = sizeof edition_keys / sizeof edition_keys[0];

const struct edition_key *edition_key_find(struct str path) {
    for (size_t i = 0; i < edition_key_count; i++)
        if (str_eq(path, str_from(edition_keys[i].path)))
            return &edition_keys[i];
    return NULL;
}

bool key_is_list(const struct edition_key *key) {
    return key->type == KEY_DOMAINS || key->type == KEY_ENDPOINTS || key->type == KEY_NUMBERS ||
           key->type == KEY_ASCENDING || key->type == KEY_RULES || key->type == KEY_PHRASES ||
           key->type == KEY_LISTS || key->type == KEY_NETWORKS;
}

static void add_amount(const struct edition_key *key, int64_t value, struct buf *out) {
    if (key->type == KEY_SECONDS)
        value_add_duration(out, value * 1000);
    else if (key->type == KEY_MILLISECONDS || key->type == KEY_KEEP)
        value_add_duration(out, value);
    else if (key->type == KEY_SIZE)
        value_add_size(out, value);
    else
        buf_add_i64(out, value);
}

static void add_range(const struct edition_key *key, struct buf *out) {
    BUF_ADD(out, " from ");
    add_amount(key, key->least, out);
    BUF_ADD(out, " to ");
    add_amount(key, key->most, out);
}

static void add_choices(const struct edition_key *key, struct buf *out) {
    struct str rest = str_from(key->words);
    struct str word;
    bool first = true;
    while (str_next(&rest, '|', &word)) {
        if (!first)
            buf_add(out, str_absent(rest) ? STR(" or ") : STR(", "));
        buf_add(out, word);
        first = false;
    }
}

void key_add_expected(const struct edition_key *key, struct buf *out) {
    static const struct str words[] = {
        [KEY_TEXT] = STR_INIT("a text of one line"),
        [KEY_IDENTIFIER] = STR_INIT("a short name of a-z, 0-9 and -"),
        [KEY_URL] = STR_INIT("an address like https://example.org/news"),
        [KEY_LOCALE] = STR_INIT("a locale like en-us"),
        [KEY_ZONE] = STR_INIT("a time zone like Europe/Rome"),
        [KEY_STORE] = STR_INIT("sqlite:FOLDER or postgres://…"),
        [KEY_OPTIONAL_URL] = STR_INIT("an address like https://example.org/news, or none"),
        [KEY_OPTIONAL_TEXT] = STR_INIT("a text of one line, or none"),
        [KEY_MAILBOX] = STR_INIT("a mailbox like \"The Paper <news@example.org>\", or none"),
        [KEY_ADDRESS] = STR_INIT("an address like news@example.org, or none"),
        [KEY_HOST] = STR_INIT("a domain in lower case, or none"),
        [KEY_SERVER] = STR_INIT("a server like mail.example.org:587, or none"),
        [KEY_PATH] = STR_INIT("a path below the edition's folder, or none"),
        [KEY_FILE] =
            STR_INIT("a file's path, below the edition's folder or from the root, or none"),
        [KEY_ENDPOINT] = STR_INIT("an address and a port like 127.0.0.1:8080, or none"),
        [KEY_LISTS] = STR_INIT("a list of different ones like \"NAME every weekday at 18:00\""),
        [KEY_TOPIC] = STR_INIT("the name of a topic"),
        [KEY_INTEGER] = STR_INIT("a whole number"),
        [KEY_SECONDS] = STR_INIT("a duration"),
        [KEY_MILLISECONDS] = STR_INIT("a duration"),
        [KEY_SIZE] = STR_INIT("a size"),
        [KEY_DOMAINS] = STR_INIT("a list of domains in lower case"),
        [KEY_ENDPOINTS] = STR_INIT("a list of \"address:port\""),
        [KEY_NETWORKS] = STR_INIT("a list of addresses or networks like 10.0.0.0/8"),
        [KEY_PHRASES] = STR_INIT("a list of texts of one line"),
        [KEY_NUMBERS] = STR_INIT("a list of whole numbers"),
        [KEY_ASCENDING] = STR_INIT("four ascending whole numbers"),
        [KEY_RULES] = STR_INIT("a list of rules like \"drop NAME on SITE\""),
        [KEY_KEEP] = STR_INIT("forever, or a duration"),
        [KEY_OFF] = STR_INIT("off"),
    };
    if (key->type == KEY_CHOICE)
        add_choices(key, out);
    else
        buf_add(out, words[key->type]);
    if (key->type >= KEY_INTEGER && key->type != KEY_CHOICE && key->type != KEY_OFF &&
        key->type != KEY_PHRASES && key->most > key->least)
        add_range(key, out);
}
