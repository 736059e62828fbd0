#include "words/language.h"

const struct words words_fr = {
    .tag = "fr",
    .plural = PLURAL_ZERO_ONE,
    .day = "%A %d %B %Y",
    .month = "%B %Y",
    .time = "%d %b, %H UTC",
    .long_time = "%d %B %Y, %H UTC",
    .weekdays = {"jeudi", "vendredi", "samedi", "dimanche", "lundi", "mardi", "mercredi"},
    .months = {"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre",
               "octobre", "novembre", "décembre"},
    .short_months = {"janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.",
                     "oct.", "nov.", "déc."},
    .phrases =
        {
            [WORDS_skip] = "Aller aux sujets",
            [WORDS_front_page] = "Une",
            [WORDS_to_front] = "Retour à la une",
            [WORDS_topics] = "Thèmes",
            [WORDS_stories] = "Sujets",
            [WORDS_newest] = "Dernières nouvelles",
            [WORDS_nothing_yet] = "Rien encore.",
            [WORDS_updated] = "Mis à jour",
            [WORDS_feeds] = "Flux :",
            [WORDS_belongs] = ("Les titres appartiennent aux médias vers lesquels ils mènent. "
                               "Choisis et composés par Broadsheet."),
            [WORDS_also] = "Aussi :",
            [WORDS_same_outlet] = "le même média",
            [WORDS_and_more] = " et {} autre| et {} autres",
            [WORDS_more] = "et {} autre|et {} autres",
            [WORDS_same_text] = "{} autre a repris le même texte|{} ont repris le même texte",
            [WORDS_outlets] = "{} média|{} médias",
            [WORDS_articles] = "{} article|{} articles",
            [WORDS_story_count] = "{} sujet|{} sujets",
            [WORDS_minutes] = "{} min",
            [WORDS_hours] = "{} h",
            [WORDS_days_old] = "{} jour|{} jours",
            [WORDS_comma] = ", ",
            [WORDS_video] = "Vidéo",
            [WORDS_official] = "Officiel",
            [WORDS_paywalled] = "Réservé aux abonnés",
            [WORDS_picture] = "Image :",
            [WORDS_sponsored] = "Publicité",
            [WORDS_withdrawn] = "Retiré",
            [WORDS_leads] = "En tête",
            [WORDS_repeats] = "Le même texte",
            [WORDS_repeats_of] = "Le même texte que {}",
            [WORDS_earlier] = "Auparavant :",
            [WORDS_goes_on] = "La suite :",
            [WORDS_began] = "comment tout a commencé",
            [WORDS_who_tells] = "Qui en parle",
            [WORDS_headline_was] = "Titre modifié, auparavant « {} ».",
            [WORDS_text_changed] = "Le texte a beaucoup changé.",
            [WORDS_outlet_withdrew] = "Retiré par son média.",
            [WORDS_there_again] = "De nouveau en ligne.",
            [WORDS_topic_empty] = "Aucun sujet de ce thème n’a encore atteint le seuil.",
            [WORDS_newest_shown] = "Les {} plus récents. Les plus anciens sont dans l’API.",
            [WORDS_archive] = "Archives",
            [WORDS_archive_about] =
                "Le journal jour après jour, tel que ses sujets sont aujourd’hui.",
            [WORDS_archive_empty] = "Aucun sujet n’a encore atteint le seuil.",
            [WORDS_outlets_all] = "Médias",
            [WORDS_outlets_about] = ("Ceux dont ce journal connaît le travail. Les autres se "
                                     "trouvent par les sujets qu’ils racontent."),
            [WORDS_outlets_none] = "Aucun média n’a encore de fichier dans cette édition.",
            [WORDS_outlets_first] = "Les {} premiers selon leurs adresses.",
            [WORDS_outlet_empty] = "Rien de ce média n’est encore dans le journal.",
            [WORDS_newest_only] = "Les {} plus récents",
            [WORDS_paper_of] = "Dans le journal du :",
            [WORDS_newsletter] = "Lettre d’information",
            [WORDS_newsletter_about] = "Ce qui a été envoyé, tel quel.",
            [WORDS_newsletter_empty] = "Aucun numéro n’est encore parti.",
            [WORDS_earlier_days] = "Jours précédents",
            [WORDS_letter_browser] = "Lire dans le navigateur",
            [WORDS_letter_leave] = "Se désabonner",
            [WORDS_letter_lists] = "Choisir d’autres listes",
            [WORDS_letter_coverage] = "Toute la couverture",
            [WORDS_letter_reason] =
                "Vous recevez ceci parce que vous êtes abonné à la liste « {} » de {}.",
            [WORDS_subscribe] = "S’abonner",
            [WORDS_subscribe_about] =
                ("Par courriel, jusqu’à ce que vous partiez : chaque lettre contient un "
                 "lien pour cela."),
            [WORDS_subscribe_address] = "Adresse électronique",
            [WORDS_subscribe_lists] = "Listes",
            [WORDS_subscribe_trap] = "Laissez ce champ vide",
            [WORDS_subscribe_consent] =
                ("J’accepte que {} m’envoie à cette adresse les lettres choisies ici. Je "
                 "peux revenir sur cet accord à tout moment."),
            [WORDS_list_daily] = "tous les jours à {}",
            [WORDS_list_weekdays] = "du lundi au vendredi à {}",
            [WORDS_list_weekly] = "{}, {}",
            [WORDS_subscribe_asked] = "Consultez votre boîte aux lettres",
            [WORDS_subscribe_asked_how] =
                ("Si l’adresse est correcte, une lettre contenant un lien arrive à {}. "
                 "Ouvrez ce lien et confirmez ; d’ici là, vous ne recevrez rien d’autre."),
            [WORDS_subscribe_wrong] =
                ("Aucune lettre ne peut aller à cette adresse. Elle devrait ressembler à "
                 "nom@example.org."),
            [WORDS_subscribe_none] = "Choisissez au moins une liste.",
            [WORDS_subscribe_busy] =
                ("Trop de demandes en ce moment. Réessayez dans quelques minutes."),
            [WORDS_confirm] = "Confirmer",
            [WORDS_confirm_title] = "Confirmez votre abonnement",
            [WORDS_confirm_who] = "Lettres à {} :",
            [WORDS_confirm_done] = "Vous êtes abonné",
            [WORDS_link_dead] = "Ce lien ne mène plus nulle part",
            [WORDS_link_dead_why] =
                ("Il a déjà servi, date de plus d’une semaine, ou une partie en a été "
                 "perdue."),
            [WORDS_leave_ask] = "Ne plus recevoir de lettres de {} ?",
            [WORDS_leave_done] = "Vous êtes désabonné",
            [WORDS_leave_done_how] = "Plus aucune lettre ne part désormais pour vous.",
            [WORDS_own_title] = "Votre abonnement",
            [WORDS_own_stopped] = "Vous ne recevez pas de lettres en ce moment.",
            [WORDS_own_pause] = "Pause",
            [WORDS_own_pause_none] = "aucune",
            [WORDS_own_paused] = "Pas de lettres jusqu’au {}.",
            [WORDS_own_address] = "Nouvelle adresse",
            [WORDS_own_address_how] =
                ("Une lettre contenant un lien y est envoyée ; la nouvelle adresse compte "
                 "dès que vous la confirmez."),
            [WORDS_own_save] = "Enregistrer",
            [WORDS_own_saved] = "Enregistré.",
            [WORDS_own_agreed] = "Ce que vous avez accepté le {} :",
            [WORDS_own_erase] = "Tout effacer",
            [WORDS_own_erase_how] =
                ("Votre adresse, votre accord et le journal de vos lettres sont effacés "
                 "aussitôt, et rien ne s’en souvient."),
            [WORDS_own_erased] = "Tout ce qui vous concerne est effacé",
            [WORDS_ask_subject] = "À confirmer : lettres de {}",
            [WORDS_ask_text] =
                ("Quelqu’un, peut-être vous, a demandé des lettres de {} à cette adresse :"),
            [WORDS_ask_how] =
                ("Pour confirmer, ouvrez cette page et appuyez-y sur le bouton. Elle est "
                 "valable une semaine :"),
            [WORDS_ask_not] = ("Si ce n’était pas vous, ne faites rien : vous ne recevrez pas de "
                               "lettres, et votre adresse sera effacée ici."),
            [WORDS_all_months] = "Tous les mois",
            [WORDS_story_of] = "un sujet de {}",
            [WORDS_not_here] = "Pas ici",
            [WORDS_not_here_why] =
                ("Il n’y a rien à cette adresse. Un sujet garde son adresse pour "
                 "toujours ; un caractère s’est peut-être perdu."),
            [WORDS_moved] = "Ce sujet fait maintenant partie d’un autre",
            [WORDS_no_article] = "Aucun article n’est encore arrivé.",
            [WORDS_bar_old] =
                ("Rien de nouveau n’a atteint le seuil de {} en {} heures ; {} sujet plus ancien "
                 "est dans les thèmes.|Rien de nouveau n’a atteint le seuil de {} en {} heures ; "
                 "{} "
                 "sujets plus anciens sont dans les thèmes."),
            [WORDS_bar_below] =
                ("Aucun sujet n’a atteint le seuil de {} ; {} est en dessous.|Aucun "
                 "sujet n’a atteint le seuil de {} ; {} sont en dessous."),
            [WORDS_bar_would] = "Un seuil de {} en montrerait {}.",
            [WORDS_search] = "Recherche",
            [WORDS_search_all] = "tous",
            [WORDS_search_topic] = "Thème",
            [WORDS_search_outlet] = "Média",
            [WORDS_search_newest] = "les plus récents d’abord",
            [WORDS_search_meant] = "Vouliez-vous dire :",
            [WORDS_search_none] = "Rien n’a été trouvé.",
            [WORDS_search_over] = "Il n’y a rien de plus.",
            [WORDS_search_more] = "Plus",
            [WORDS_search_story] = "L’affaire",
            [WORDS_search_help] =
                ("“Deux mots” entre guillemets se suivent, et un moins exclut ce qui vient après. "
                 "title:, author:, provider: et topic: ne cherchent que dans le titre, l’auteur, "
                 "le "
                 "média et le thème ; after:2025-10-01, before: et on: s’en tiennent à des jours, "
                 "des mois ou des années."),
            [WORDS_light] = "Clair",
            [WORDS_dark] = "Sombre",
            [WORDS_keys] = "Touches",
            [WORDS_rising] = "en hausse",
            [WORDS_stale] = "rien de nouveau depuis",
            [WORDS_fresh] = "Nouveau",
            [WORDS_new_since] = "{} de plus depuis votre dernière visite",
            [WORDS_key_next] = "sujet suivant",
            [WORDS_key_before] = "le précédent",
            [WORDS_key_open] = "l’ouvrir",
            [WORDS_key_also] = "qui d’autre en parle",
            [WORDS_key_theme] = "sombre ou clair",
            [WORDS_key_help] = "cette liste",
        },
};
