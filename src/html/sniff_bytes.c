/* Statistics for documents that say nothing. East Asian encodings are told by their pairs of bytes,
 * alphabets by the bytes of their ten or so most frequent letters. */
#include "html/sniff.h"

enum {
    SAMPLE = 64 * 1024, /* bytes beyond ASCII that are looked at */
    SOLID = 550,        /* thousandths: of letters that stand next to one another, in an alphabet
                           of which no letter is ASCII */
    FITS = 450,         /* thousandths of letters that are among the most frequent */
    BETTER = 100, /* thousandths by which another Latin alphabet has to beat the western one */
};

struct alphabet {
    const char *label;
    struct str letters; /* the most frequent, as bytes */
    bool latin;
};

static const struct alphabet alphabets[] = {
    /* о е а и н т с р в л к */
    {"windows-1251", STR_INIT("\xEE\xE5\xE0\xE8\xED\xF2\xF1\xF0\xE2\xEB\xEA"), false},
    {"koi8-r", STR_INIT("\xCF\xC5\xC1\xC9\xCE\xD4\xD3\xD2\xD7\xCC\xCB"), false},
    {"iso-8859-5", STR_INIT("\xDE\xD5\xD0\xD8\xDD\xE2\xE1\xE0\xD2\xDB\xDA"), false},
    {"ibm866", STR_INIT("\xAE\xA5\xA0\xA8\xAD\xE2\xE1\xE0\xA2\xAB\xAA"), false},
    /* α ο ι ε τ σ ν η υ ρ ς */
    {"windows-1253", STR_INIT("\xE1\xEF\xE9\xE5\xF4\xF3\xED\xE7\xF5\xF1\xF2"), false},
    /* י ו ה ל א ר מ ת ב ש נ */
    {"windows-1255", STR_INIT("\xE9\xE5\xE4\xEC\xE0\xF8\xEE\xFA\xE1\xF9\xF0"), false},
    /* ا ل ي م و ن ر ت ب ه ع */
    {"windows-1256", STR_INIT("\xC7\xE1\xED\xE3\xE6\xE4\xD1\xCA\xC8\xE5\xDA"), false},
    /* า น ร อ ก เ ง ม ย ล ่ */
    {"windows-874", STR_INIT("\xD2\xB9\xC3\xCD\xA1\xE0\xA7\xC1\xC2\xC5\xE8"), false},
    /* é è à ç ä ö ü ß ñ ó í á ã õ å ø æ ê ú, quotes, dashes, « » and the hard space */
    {"windows-1252",
     STR_INIT("\xE9\xE8\xE0\xE7\xE4\xF6\xFC\xDF\xF1\xF3\xED\xE1\xE3\xF5\xE5\xF8\xE6\xEA\xFA\x91"
              "\x92\x93\x94\x95\x96\x97\x85\xA0\xA9\xAB\xBB\xC4\xD6\xDC\xC9\xF4"),
     true},
    /* Polish: ę ą ł ó ś ż ć ń ź */
    {"windows-1250", STR_INIT("\xEA\xB9\xB3\xF3\x9C\xBF\xE6\xF1\x9F\x84\x94\x96\xA0"), true},
    {"iso-8859-2", STR_INIT("\xEA\xB1\xB3\xF3\xB6\xBF\xE6\xF1\xBC\xA0"), true},
    /* Czech: í á é ě ř š č ž ý ů */
    {"windows-1250", STR_INIT("\xED\xE1\xE9\xEC\xF8\x9A\xE8\x9E\xFD\xF9\x84\x93\x96\xA0"), true},
    /* Turkish: ı ş ğ ü ö ç İ Ş */
    {"windows-1254", STR_INIT("\xFD\xFE\xF0\xFC\xF6\xE7\xDD\xDE\x92\x93\x94\xA0"), true},
};

struct profile {
    size_t counts[256];
    size_t high;  /* bytes beyond ASCII */
    size_t after; /* … of them behind another one */
};

static void count_bytes(struct str s, struct profile *profile) {
    bool previous = false;
    for (size_t i = 0; i < s.n && profile->high < SAMPLE; i++) {
        bool high = (unsigned char)s.p[i] >= 0x80;
        profile->counts[(unsigned char)s.p[i]]++;
        profile->high += high;
        profile->after += high && previous;
        previous = high;
    }
}

static size_t share_of(const struct profile *profile, struct str letters) {
    size_t sum = 0;
    for (size_t i = 0; i < letters.n; i++)
        sum += profile->counts[(unsigned char)letters.p[i]];
    return sum * 1000 / profile->high;
}

/* What pairs of bytes say. Rows are the first bytes of 94 by 94 sets. */
struct pairs {
    size_t euc, euc_bad;             /* both bytes 0xA1-0xFE */
    size_t kana, symbols, low, high; /* rows 0xA4-0xA5, 0xA1-0xA3, 0xB0-0xC8, 0xC9-0xFD */
    size_t big5, big5_low;           /* second byte anything, 0x40-0x7E */
    size_t sjis, sjis_kana, sjis_bad;
};

static void count_euc(struct str s, struct pairs *pairs) {
    for (size_t i = 0; i < s.n && pairs->euc < SAMPLE;) {
        unsigned first = (unsigned char)s.p[i];
        unsigned second = i + 1 < s.n ? (unsigned char)s.p[i + 1] : 0;
        if (first < 0x80) {
            i++;
            continue;
        }
        if (first >= 0xA1 && first <= 0xFE && second >= 0xA1 && second <= 0xFE) {
            pairs->euc++;
            pairs->kana += first == 0xA4 || first == 0xA5;
            pairs->symbols += first <= 0xA3;
            pairs->low += first >= 0xB0 && first <= 0xC8;
            pairs->high += first >= 0xC9;
        } else {
            pairs->euc_bad++;
        }
        if (first >= 0xA1 && first <= 0xF9 && second >= 0x40 && second != 0x7F) {
            pairs->big5++;
            pairs->big5_low += second <= 0x7E;
        }
        i += second >= 0x40 ? 2 : 1;
    }
}

static void count_sjis(struct str s, struct pairs *pairs) {
    for (size_t i = 0; i < s.n && pairs->sjis < SAMPLE;) {
        unsigned first = (unsigned char)s.p[i];
        unsigned second = i + 1 < s.n ? (unsigned char)s.p[i + 1] : 0;
        if (first < 0x80) {
            i++;
            continue;
        }
        bool lead = (first >= 0x81 && first <= 0x9F) || (first >= 0xE0 && first <= 0xFC);
        if (lead && second >= 0x40 && second <= 0xFC && second != 0x7F) {
            pairs->sjis++;
            pairs->sjis_kana +=
                (first == 0x82 && second >= 0x9F) || (first == 0x83 && second <= 0x96);
            i += 2;
            continue;
        }
        pairs->sjis_bad += first < 0xA1 || first > 0xDF;
        i++;
    }
}

/* A label, or NULL: the bytes are no pairs. */
static const char *east_asian(struct str s) {
    struct pairs pairs = {0};
    if (str_find(s, STR("\x1B$B")) != SIZE_MAX && str_find(s, STR("\x1B(B")) != SIZE_MAX)
        return "iso-2022-jp";
    count_euc(s, &pairs);
    count_sjis(s, &pairs);
    if (pairs.sjis_kana * 5 > pairs.sjis && pairs.sjis_bad * 50 < pairs.sjis)
        return "shift_jis";
    /* In an alphabet's text most pairs would be of bytes that no row has, or bad. */
    size_t characters = pairs.kana + pairs.low + pairs.high;
    if (pairs.euc_bad * 50 < pairs.euc && characters * 10 > pairs.euc * 6) {
        if (pairs.kana * 5 > pairs.euc)
            return "euc-jp";
        return pairs.high * 10 < pairs.low ? "euc-kr" : "gbk";
    }
    size_t big5_bad =
        pairs.euc + pairs.euc_bad > pairs.big5 ? pairs.euc + pairs.euc_bad - pairs.big5 : 0;
    if (pairs.big5_low * 5 > pairs.big5 && pairs.big5_low * 5 < pairs.big5 * 4 &&
        big5_bad * 20 < pairs.big5)
        return "big5";
    return NULL;
}

const struct html_encoding *html_sniff_bytes(struct str bytes) {
    struct profile profile = {0};
    const char *best = "windows-1252";
    size_t best_share = 0;
    count_bytes(bytes, &profile);
    bool wide = str_find(bytes, STR("\x1B$B")) != SIZE_MAX;
    bool solid = profile.high > 0 && profile.after * 1000 > profile.high * SOLID;
    for (size_t i = 0; profile.high > 0 && i < sizeof alphabets / sizeof alphabets[0]; i++) {
        const struct alphabet *alphabet = &alphabets[i];
        size_t share = share_of(&profile, alphabet->letters);
        bool western = strcmp(alphabet->label, "windows-1252") == 0;
        if (alphabet->latin == solid || (solid && share < FITS))
            continue;
        if (share > best_share + (alphabet->latin && !western ? BETTER : 0)) {
            best = alphabet->label;
            best_share = share;
        }
    }
    const char *pairs = wide || profile.high > 3 ? east_asian(bytes) : NULL;
    if (pairs != NULL && (best_share < 700 || !solid))
        best = pairs;
    return html_encoding_find(str_from(best));
}
