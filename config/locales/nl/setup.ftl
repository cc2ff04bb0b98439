setup-title = Haven staat klaar
setup-title-trouble = Bijna klaar: er is nog iets te doen
setup-nothing = Alles stond al klaar. Er is niets veranderd.
setup-made = Gemaakt: { $what }.
setup-made-role = Nieuwe rollen: { $what }.
setup-kept = Was er al, en wordt nu gebruikt: { $what }.
setup-allowed-role = Mag nu de commando's van het team gebruiken: { $what }.
setup-access = Wie er mag kijken en schrijven, staat weer goed in { $what }.
setup-watching = Haven leest { $what } ({ $kind }).
setup-forgot = Iets wat hier verwijderd werd, staat niet meer op de lijst van Haven.
setup-next = Geef nu de rol **{ $worker }** aan je team, en **{ $lead }** aan wie het leidt.
setup-missing = { $what }: Haven mist { $permissions }. Geef dat aan de rol van Haven bij Serverinstellingen → Rollen, en typ /setup opnieuw.
setup-gone = { $what } is er niet. Typ /setup opnieuw.
setup-hierarchy = { $what } staat boven de rol van Haven. Sleep de rol van Haven erboven bij Serverinstellingen → Rollen, en typ /setup opnieuw.
setup-refused = Discord liet Haven { $what } niet aanpassen. Geef de rol van Haven toegang tot dit kanaal en het recht om de rechten ervan te beheren, en typ /setup opnieuw.
setup-failed = Discord had een probleem met { $what }. Typ /setup straks opnieuw.
setup-queue-open = Het privékanaal is nog niet veilig, dus er komt nog geen enkele melding. Herstel wat hierboven staat, en typ /setup opnieuw.
notice-posted = De uitleg staat in { $what }.
notice-rewritten = De uitleg in { $what } is bijgewerkt.
notice-pinned = De uitleg in { $what } is vastgepind.
notice-no-channel = Er is nog geen welkomkanaal voor de uitleg.
notice-refused = Haven mag niet schrijven of vastpinnen in { $what }. Geef zijn rol daar **Berichten verzenden**, **Links insluiten** en **Berichten vastmaken**, en typ /setup opnieuw.

watch-own = { $what } is een kanaal van Haven zelf en wordt nooit gelezen.
watch-blind = Haven kan { $what } niet zien. Geef zijn rol eerst toegang tot het kanaal en de geschiedenis ervan.
watch-not = Haven leest { $what } niet.
watch-removed = Haven leest { $what } niet meer. De uitleg zegt dat nu ook.
watch-none = Haven leest hier geen enkel kanaal.

language-set = Haven spreekt nu Nederlands met je.
language-set-auto = Haven spreekt nu de taal van je Discord met je.
language-auto = dezelfde als mijn Discord

analysis-on = Haven leest mee.
analysis-off = Haven leest nu niets. Al de rest gaat door.
analysis-configured-off = Haven leest niets: het staat uit in de instellingen van deze installatie.

words-list-severe = ernstig: toon het aan het team
words-list-watch = opletten: vraag om te kijken
words-list-allowed = toegelaten: niets aan de hand
words-added = "{ $word }" staat nu op de lijst.
words-known = "{ $word }" stond al op de lijst.
words-full = De lijsten zijn vol. Haal er eerst een woord af.
words-removed = "{ $word }" staat niet meer op de lijst.
words-unknown = "{ $word }" staat niet op die lijst.
