#include "text/script.h"

static const struct {
    uint32_t first, last;
    enum text_script script;
} ranges[] = {
    {0x0041, 0x005A, TEXT_SCRIPT_LATIN},      {0x0061, 0x007A, TEXT_SCRIPT_LATIN},
    {0x00C0, 0x00D6, TEXT_SCRIPT_LATIN},      {0x00D8, 0x00F6, TEXT_SCRIPT_LATIN},
    {0x00F8, 0x024F, TEXT_SCRIPT_LATIN},      {0x0370, 0x03FF, TEXT_SCRIPT_GREEK},
    {0x0400, 0x052F, TEXT_SCRIPT_CYRILLIC},   {0x0531, 0x0587, TEXT_SCRIPT_ARMENIAN},
    {0x05D0, 0x05F2, TEXT_SCRIPT_HEBREW},     {0x0620, 0x065F, TEXT_SCRIPT_ARABIC},
    {0x066E, 0x06EF, TEXT_SCRIPT_ARABIC},     {0x06FA, 0x077F, TEXT_SCRIPT_ARABIC},
    {0x0900, 0x0963, TEXT_SCRIPT_DEVANAGARI}, {0x0980, 0x09FF, TEXT_SCRIPT_BENGALI},
    {0x0A00, 0x0A7F, TEXT_SCRIPT_GURMUKHI},   {0x0A80, 0x0AFF, TEXT_SCRIPT_GUJARATI},
    {0x0B00, 0x0B7F, TEXT_SCRIPT_ORIYA},      {0x0B80, 0x0BFF, TEXT_SCRIPT_TAMIL},
    {0x0C00, 0x0C7F, TEXT_SCRIPT_TELUGU},     {0x0C80, 0x0CFF, TEXT_SCRIPT_KANNADA},
    {0x0D00, 0x0D7F, TEXT_SCRIPT_MALAYALAM},  {0x0D80, 0x0DFF, TEXT_SCRIPT_SINHALA},
    {0x0E00, 0x0E7F, TEXT_SCRIPT_THAI},       {0x0E80, 0x0EFF, TEXT_SCRIPT_LAO},
    {0x0F00, 0x0FFF, TEXT_SCRIPT_TIBETAN},    {0x1000, 0x109F, TEXT_SCRIPT_BURMESE},
    {0x10A0, 0x10FF, TEXT_SCRIPT_GEORGIAN},   {0x1100, 0x11FF, TEXT_SCRIPT_HANGUL},
    {0x1200, 0x139F, TEXT_SCRIPT_ETHIOPIC},   {0x1780, 0x17FF, TEXT_SCRIPT_KHMER},
    {0x1E00, 0x1EFF, TEXT_SCRIPT_LATIN},      {0x1F00, 0x1FFF, TEXT_SCRIPT_GREEK},
    {0x3041, 0x30FF, TEXT_SCRIPT_KANA},       {0x3130, 0x318F, TEXT_SCRIPT_HANGUL},
    {0x31F0, 0x31FF, TEXT_SCRIPT_KANA},       {0x3400, 0x4DBF, TEXT_SCRIPT_HAN},
    {0x4E00, 0x9FFF, TEXT_SCRIPT_HAN},        {0xAC00, 0xD7AF, TEXT_SCRIPT_HANGUL},
    {0xF900, 0xFAFF, TEXT_SCRIPT_HAN},        {0xFB50, 0xFDFF, TEXT_SCRIPT_ARABIC},
    {0xFE70, 0xFEFC, TEXT_SCRIPT_ARABIC},     {0xFF21, 0xFF3A, TEXT_SCRIPT_LATIN},
    {0xFF41, 0xFF5A, TEXT_SCRIPT_LATIN},      {0xFF66, 0xFF9F, TEXT_SCRIPT_KANA},
    {0x20000, 0x3FFFD, TEXT_SCRIPT_HAN},
};

enum text_script text_script_of(uint32_t c) {
    size_t low = 0, high = sizeof ranges / sizeof ranges[0];
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (c > ranges[middle].last)
            low = middle + 1;
        else if (c < ranges[middle].first)
            high = middle;
        else
            return ranges[middle].script;
    }
    return TEXT_SCRIPT_NONE;
}

const char *text_script_language(enum text_script script) {
    static const char languages[TEXT_SCRIPT_COUNT][4] = {
#define X(name, language) language,
        TEXT_SCRIPT_LIST(X)
#undef X
    };
    return script < TEXT_SCRIPT_COUNT ? languages[script] : "";
}
