card-title = Melding { $case }
card-why = Waarom dit hier staat
card-message = Het bericht
card-before = Ervoor
card-after = Erna
card-notes = Notities
card-acts = Wat er gebeurd is
card-jump = Naar het bericht
card-attachments = { $count ->
    [one] Met één bestand. Haven kijkt niet naar bestanden.
   *[other] Met { $count } bestanden. Haven kijkt niet naar bestanden.
}
card-no-text = (geen tekst)
card-state-new = Nog niemand heeft dit opgenomen.
card-state-claimed = { $who } nam dit { $when } op.
card-state-decided = { $who } besliste op { $when }: { $decision }.
card-state-withdrawn = Teruggenomen door wie het schreef. Er valt niets te beslissen.
card-text-kept = De tekst wordt bewaard tot { $when }.
card-text-withdrawn = Wie het bericht schreef, nam het terug voor er beslist was. De tekst is weg.
card-text-expired = De tekst is gewist, want de bewaartijd was om.
card-text-author-edited = Het bericht is intussen aangepast door wie het schreef. Je ziet de eerste tekst.
card-text-author-deleted = Het bericht is intussen gewist door wie het schreef. De tekst blijft enkel voor deze melding bewaard.
card-origin-model = Opgemerkt door Haven.
card-origin-rule = Opgemerkt door een regel.
card-origin-worker = Geopend door { $who }.
card-origin-member = Gemeld door een lid.

urgency-now = nu
urgency-soon = straks
urgency-later = als je tijd hebt

kind-match = een match
kind-lobby = de lobby
kind-discussion = een gesprek
kind-twitch = een Twitch-chat

surface-message = een bericht
surface-forwarded = een doorgestuurd bericht
surface-embed = een bericht met een linkvoorbeeld
surface-poll = een poll
surface-thread-title = de titel van een thread
surface-nickname = een bijnaam

label-clean = in orde
label-banter = plagerij
label-harassment = pesten
label-hate = haat
label-threat = een bedreiging
label-distress = misschien gaat het niet goed met iemand
label-unsure = niet zeker

language-nl = Nederlands
language-fr = Frans
language-en = Engels
language-mixed = gemengd
language-unknown = niet duidelijk

decision-dismiss = plagerij, niets nodig
decision-remove = het bericht verwijderen
decision-remind = aan de afspraken herinneren
decision-timeout = time-out

button-claim = Ik neem dit op
button-dismiss = Plagerij
button-remove = Verwijderen
button-remind = Herinneren
button-timeout = Time-out
button-note = Notitie
button-release = Vrijgeven
button-health-seen = Gezien

timeout-length = { $minutes ->
    [10] 10 minuten
    [60] 1 uur
    [1440] 1 dag
    [10080] 1 week
   *[other] { $minutes } minuten
}

modal-note-title = Notitie bij melding { $case }
modal-note-label = Wat moeten collega's weten?
modal-note-placeholder = Kort, en over dit bericht. Geen geloof, afkomst, politiek of gezondheid.

answer-claim = Melding { $case } is voor jou. Dank je.
answer-release = Melding { $case } is weer vrij voor een collega.
answer-dismiss = Melding { $case } is afgesloten als plagerij.
answer-remove = Beslist. Het bericht van melding { $case } wordt verwijderd.
answer-remind = Beslist. De herinnering voor melding { $case } wordt verstuurd.
answer-timeout = Beslist. De time-out voor melding { $case } wordt ingesteld.
answer-note = Je notitie bij melding { $case } is bewaard. Ze verdwijnt vanzelf.
answer-open = Melding { $case } is geopend. De kaart staat in het privékanaal.
answer-open-exists = Er is al een melding over dit bericht.
answer-open-impossible = Over dit bericht kan er geen melding geopend worden.

health-title = Sommige berichten zijn niet gelezen
health-body = In { $channel } { $count ->
    [one] is één bericht
   *[other] zijn { $count } berichten
 } niet gelezen door het leesprogramma, sinds { $since }. De regels hebben wel gekeken. Kijk je zelf eens?
health-first = Het eerste
health-last = Het laatste
health-reason-failed = Het leesprogramma maakte een fout.
health-reason-late = Het leesprogramma was te traag.
health-reason-overloaded = Er was te veel ineens te lezen.
health-reason-missing = Er is geen werkend leesprogramma.
health-settled = { $who } heeft gekeken.
