#include "words/language.h"

const struct words words_de = {
    .tag = "de",
    .plural = PLURAL_ONE,
    .day = "%A, %d. %B %Y",
    .month = "%B %Y",
    .time = "%d. %b, %H UTC",
    .long_time = "%d. %B %Y, %H UTC",
    .weekdays = {"Donnerstag", "Freitag", "Samstag", "Sonntag", "Montag", "Dienstag", "Mittwoch"},
    .months = {"Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September",
               "Oktober", "November", "Dezember"},
    .short_months = {"Jan.", "Feb.", "März", "Apr.", "Mai", "Juni", "Juli", "Aug.", "Sept.", "Okt.",
                     "Nov.", "Dez."},
    .phrases =
        {
            [WORDS_skip] = "Zu den Meldungen",
            [WORDS_front_page] = "Titelseite",
            [WORDS_to_front] = "Zur Titelseite",
            [WORDS_topics] = "Themen",
            [WORDS_stories] = "Meldungen",
            [WORDS_newest] = "Neueste",
            [WORDS_nothing_yet] = "Noch nichts.",
            [WORDS_updated] = "Aktualisiert",
            [WORDS_feeds] = "Feeds:",
            [WORDS_belongs] = ("Die Überschriften gehören den Medien, zu denen sie führen. "
                               "Ausgewählt und gesetzt von Broadsheet."),
            [WORDS_also] = "Auch bei:",
            [WORDS_same_outlet] = "demselben Medium",
            [WORDS_and_more] = " und {} weiteren| und {} weiteren",
            [WORDS_more] = "und {} weitere|und {} weitere",
            [WORDS_same_text] = "{} weiteres brachte denselben Text|{} brachten denselben Text",
            [WORDS_outlets] = "{} Medium|{} Medien",
            [WORDS_articles] = "{} Artikel|{} Artikel",
            [WORDS_story_count] = "{} Meldung|{} Meldungen",
            [WORDS_minutes] = "{} Min.",
            [WORDS_hours] = "{} Std.",
            [WORDS_days_old] = "{} Tag|{} Tage",
            [WORDS_comma] = ", ",
            [WORDS_video] = "Video",
            [WORDS_official] = "Offiziell",
            [WORDS_paywalled] = "Nur mit Abo",
            [WORDS_picture] = "Bild:",
            [WORDS_sponsored] = "Anzeige",
            [WORDS_withdrawn] = "Zurückgezogen",
            [WORDS_leads] = "Führt",
            [WORDS_repeats] = "Derselbe Text",
            [WORDS_repeats_of] = "Derselbe Text wie bei {}",
            [WORDS_earlier] = "Zuvor:",
            [WORDS_goes_on] = "So geht es weiter:",
            [WORDS_began] = "wie es begann",
            [WORDS_who_tells] = "Wer berichtet",
            [WORDS_headline_was] = "Überschrift geändert, zuvor „{}“.",
            [WORDS_text_changed] = "Der Text hat sich stark geändert.",
            [WORDS_outlet_withdrew] = "Vom Medium zurückgezogen.",
            [WORDS_there_again] = "Wieder da.",
            [WORDS_topic_empty] = "Noch keine Meldung dieses Themas hat die Schwelle erreicht.",
            [WORDS_newest_shown] = "Die neuesten {}. Ältere stehen in der API.",
            [WORDS_archive] = "Archiv",
            [WORDS_archive_about] = "Die Zeitung Tag für Tag, wie ihre Meldungen jetzt stehen.",
            [WORDS_archive_empty] = "Noch keine Meldung hat die Schwelle erreicht.",
            [WORDS_outlets_all] = "Medien",
            [WORDS_outlets_about] = ("Wessen Arbeit diese Zeitung kennt. Andere finden sich über "
                                     "die Meldungen, die sie bringen."),
            [WORDS_outlets_none] = "Noch hat kein Medium eine Datei in dieser Ausgabe.",
            [WORDS_outlets_first] = "Die ersten {} nach ihren Adressen.",
            [WORDS_outlet_empty] = "Von diesem Medium steht noch nichts in der Zeitung.",
            [WORDS_newest_only] = "Die neuesten {}",
            [WORDS_paper_of] = "In der Zeitung vom:",
            [WORDS_newsletter] = "Newsletter",
            [WORDS_newsletter_about] = "Was verschickt wurde, wie es verschickt wurde.",
            [WORDS_newsletter_empty] = "Noch ist keine Ausgabe verschickt.",
            [WORDS_earlier_days] = "Frühere Tage",
            [WORDS_letter_browser] = "Im Browser lesen",
            [WORDS_letter_leave] = "Abbestellen",
            [WORDS_letter_lists] = "Andere Listen wählen",
            [WORDS_letter_coverage] = "Alle Berichte",
            [WORDS_letter_reason] =
                "Sie bekommen dies, weil Sie die Liste „{}“ von {} abonniert haben.",
            [WORDS_subscribe] = "Abonnieren",
            [WORDS_subscribe_about] =
                ("Per E-Mail, bis Sie gehen: In jedem Brief steht ein Link dafür."),
            [WORDS_subscribe_address] = "E-Mail-Adresse",
            [WORDS_subscribe_lists] = "Listen",
            [WORDS_subscribe_trap] = "Bitte leer lassen",
            [WORDS_subscribe_consent] =
                ("Ich bin damit einverstanden, dass {} mir die hier gewählten Briefe an "
                 "diese Adresse schickt. Das kann ich jederzeit widerrufen."),
            [WORDS_list_daily] = "jeden Tag um {}",
            [WORDS_list_weekdays] = "Montag bis Freitag um {}",
            [WORDS_list_weekly] = "{}, {}",
            [WORDS_subscribe_asked] = "Sehen Sie in Ihr Postfach",
            [WORDS_subscribe_asked_how] =
                ("Wenn die Adresse stimmt, kommt ein Brief mit einem Link an {}. Öffnen "
                 "Sie den Link und bestätigen Sie; vorher bekommen Sie nichts weiter."),
            [WORDS_subscribe_wrong] = ("An diese Adresse können keine Briefe gehen. Sie sollte wie "
                                       "name@example.org aussehen."),
            [WORDS_subscribe_none] = "Wählen Sie mindestens eine Liste.",
            [WORDS_subscribe_busy] =
                ("Im Moment wird zu viel angefragt. Bitte versuchen Sie es in ein paar "
                 "Minuten wieder."),
            [WORDS_confirm] = "Bestätigen",
            [WORDS_confirm_title] = "Abonnement bestätigen",
            [WORDS_confirm_who] = "Briefe an {}:",
            [WORDS_confirm_done] = "Sie haben abonniert",
            [WORDS_link_dead] = "Dieser Link führt nirgendwohin mehr",
            [WORDS_link_dead_why] =
                ("Er wurde schon benutzt, ist älter als eine Woche, oder ein Teil davon "
                 "ging verloren."),
            [WORDS_leave_ask] = "Keine Briefe von {} mehr?",
            [WORDS_leave_done] = "Sie sind abgemeldet",
            [WORDS_leave_done_how] = "Von jetzt an geht kein Brief mehr an Sie ab.",
            [WORDS_own_title] = "Ihr Abonnement",
            [WORDS_own_stopped] = "Sie bekommen zurzeit keine Briefe.",
            [WORDS_own_pause] = "Pause",
            [WORDS_own_pause_none] = "keine",
            [WORDS_own_paused] = "Keine Briefe bis {}.",
            [WORDS_own_address] = "Neue Adresse",
            [WORDS_own_address_how] =
                ("Dorthin geht ein Brief mit einem Link; die neue Adresse gilt, sobald "
                 "Sie sie bestätigen."),
            [WORDS_own_save] = "Speichern",
            [WORDS_own_saved] = "Gespeichert.",
            [WORDS_own_agreed] = "Was Sie am {} erlaubt haben:",
            [WORDS_own_erase] = "Alles löschen",
            [WORDS_own_erase_how] =
                ("Ihre Adresse, Ihre Einwilligung und das Verzeichnis Ihrer Briefe werden "
                 "sofort gelöscht, und nichts erinnert mehr daran."),
            [WORDS_own_erased] = "Alles über Sie ist gelöscht",
            [WORDS_ask_subject] = "Bitte bestätigen: Briefe von {}",
            [WORDS_ask_text] =
                ("Jemand, vielleicht Sie, hat Briefe von {} an diese Adresse bestellt:"),
            [WORDS_ask_how] =
                ("Zum Bestätigen öffnen Sie diese Seite und drücken dort den Knopf. Das "
                 "geht eine Woche lang:"),
            [WORDS_ask_not] = ("Wenn Sie es nicht waren, tun Sie nichts: Dann bekommen Sie keine "
                               "Briefe, und Ihre Adresse wird hier gelöscht."),
            [WORDS_all_months] = "Alle Monate",
            [WORDS_story_of] = "eine Meldung aus {}",
            [WORDS_not_here] = "Nicht hier",
            [WORDS_not_here_why] = ("Unter dieser Adresse steht nichts. Eine Meldung behält ihre "
                                    "Adresse für immer; vielleicht ging ein Zeichen verloren."),
            [WORDS_moved] = "Diese Meldung ist jetzt Teil einer anderen",
            [WORDS_no_article] = "Noch ist kein Artikel eingegangen.",
            [WORDS_bar_old] =
                ("Nichts Neues hat die Schwelle von {} in den letzten {} Stunden erreicht; {} "
                 "ältere Meldung steht unter den Themen.|Nichts Neues hat die Schwelle von {} in "
                 "den letzten {} Stunden erreicht; {} ältere Meldungen stehen unter den Themen."),
            [WORDS_bar_below] =
                ("Keine Meldung hat die Schwelle von {} erreicht; {} liegt darunter.|Keine Meldung "
                 "hat die Schwelle von {} erreicht; {} liegen darunter."),
            [WORDS_bar_would] = "Eine Schwelle von {} würde {} zeigen.",
            [WORDS_search] = "Suche",
            [WORDS_search_all] = "alle",
            [WORDS_search_topic] = "Thema",
            [WORDS_search_outlet] = "Medium",
            [WORDS_search_newest] = "neueste zuerst",
            [WORDS_search_meant] = "Meinten Sie:",
            [WORDS_search_none] = "Nichts gefunden.",
            [WORDS_search_over] = "Mehr gibt es nicht.",
            [WORDS_search_more] = "Mehr",
            [WORDS_search_story] = "Die Geschichte",
            [WORDS_search_help] =
                ("„Zwei Wörter“ in Anführungszeichen stehen beieinander, und ein Minus schließt "
                 "aus, was ihm folgt. title:, author:, provider: und topic: suchen nur in Titel, "
                 "Autor, Medium und Thema; after:2025-10-01, before: und on: grenzen auf Tage, "
                 "Monate oder Jahre ein."),
            [WORDS_light] = "Hell",
            [WORDS_dark] = "Dunkel",
            [WORDS_keys] = "Tasten",
            [WORDS_rising] = "steigt",
            [WORDS_stale] = "seither nichts Neues",
            [WORDS_fresh] = "Neu",
            [WORDS_new_since] = "{} neu seit dem letzten Besuch",
            [WORDS_key_next] = "nächste Meldung",
            [WORDS_key_before] = "die davor",
            [WORDS_key_open] = "öffnen",
            [WORDS_key_also] = "wer noch berichtet",
            [WORDS_key_theme] = "dunkel oder hell",
            [WORDS_key_help] = "diese Liste",
        },
};
