#include "files/language.h"

#include <stdio.h>
#include <textcat.h>
#include <unistd.h>

/* Where distributions put the fingerprints; the library has no default of its own. */
static const char *const places[] = {
    "/usr/share/libexttextcat/",
    "/usr/local/share/libexttextcat/",
    "/usr/share/libexttextcat-2.0/",
};

void files_language_open(struct files_language *language) {
    *language = (struct files_language){NULL};
}

void files_language_close(struct files_language *language) {
    if (language->answer != NULL)
        textcat_ReleaseClassifyFullOutput(language->fingerprints, language->answer);
    if (language->fingerprints != NULL)
        textcat_Done(language->fingerprints);
    *language = (struct files_language){NULL};
}

static void load(struct files_language *language) {
    char list[64];
    language->tried = true;
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        snprintf(list, sizeof list, "%sfpdb.conf", places[i]);
        if (access(list, R_OK) != 0)
            continue;
        language->fingerprints = special_textcat_Init(list, places[i]);
        break;
    }
    if (language->fingerprints != NULL)
        language->answer = textcat_GetClassifyFullOutput(language->fingerprints);
}

/* The names are like "en--utf8" and "zh-TW-utf8". */
size_t files_language_classify(void *state, struct str text,
                               struct text_language candidates[TEXT_LANGUAGE_CANDIDATES]) {
    struct files_language *language = state;
    if (!language->tried)
        load(language);
    if (language->answer == NULL)
        return 0;
    candidate_t *answer = language->answer;
    int count = textcat_ClassifyFull(language->fingerprints, text.p, text.n, answer);
    size_t n = 0;
    for (int i = 0; i < count && n < TEXT_LANGUAGE_CANDIDATES; i++) {
        struct text_language found = text_language_of_tag(str_from(answer[i].name));
        if (found.code[0] != '\0')
            candidates[n++] = found;
    }
    return n;
}
