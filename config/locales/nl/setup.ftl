setup-title = Het huis staat er
setup-title-trouble = Bijna: er is iets dat jij moet doen
setup-nothing = Alles stond al klaar. Er is niets veranderd.
setup-made = { $what } is gemaakt.
setup-made-role = De rol { $what } is gemaakt.
setup-kept = { $what } was er al, en wordt nu gebruikt.
setup-allowed-role = De rol { $what } heeft nu wat nodig is voor de commando's van het team.
setup-access = Wie { $what } mag zien en er mag schrijven, staat weer goed.
setup-watching = Haven leest { $what } als { $kind }.
setup-forgot = Iets dat verwijderd was, is vergeten.
setup-next = Geef nu de rol **{ $worker }** aan je team, en **{ $lead }** aan wie het leidt.
setup-missing = { $what }: Haven mist { $permissions }. Geef dat aan de rol van Haven bij Serverinstellingen → Rollen, en doe /setup opnieuw.
setup-gone = { $what } is er niet. Doe /setup opnieuw.
setup-hierarchy = { $what } staat boven de rol van Haven. Sleep de rol van Haven erboven bij Serverinstellingen → Rollen, en doe /setup opnieuw.
setup-refused = Discord liet Haven { $what } niet aanpassen. Laat de rol van Haven dit kanaal zien en de rechten ervan beheren, en doe /setup opnieuw.
setup-failed = Discord had een probleem met { $what }. Doe /setup straks opnieuw.
setup-queue-open = Het privékanaal is nog niet veilig, dus er komt nog geen enkele melding. Herstel wat hierboven staat, en doe /setup opnieuw.
notice-posted = De uitleg staat in { $what }.
notice-rewritten = De uitleg in { $what } is bijgewerkt.
notice-pinned = De uitleg in { $what } is vastgepind.
notice-no-channel = Er is nog geen welkomkanaal voor de uitleg.
notice-refused = Haven mag niet schrijven of vastpinnen in { $what }. Geef zijn rol daar **Berichten verzenden**, **Links insluiten** en **Berichten vastmaken**, en doe /setup opnieuw.

watch-own = { $what } is een kanaal van Haven zelf en wordt nooit gelezen.
watch-blind = Haven kan { $what } niet zien. Laat zijn rol eerst het kanaal en de geschiedenis zien.
watch-not = Haven leest { $what } niet.
watch-removed = Haven leest { $what } niet meer. De uitleg zegt dat nu ook.
watch-none = Haven leest hier geen enkel kanaal.

language-set = Haven spreekt nu Nederlands met je.
language-set-auto = Haven spreekt nu de taal van je Discord met je.
language-auto = dezelfde als mijn Discord

analysis-on = Haven leest mee.
analysis-off = Haven leest nu niets. Al de rest gaat door.
analysis-configured-off = Haven leest niets: het staat uit in de instellingen van deze installatie.

words-list-severe = ernstig: leg het voor aan het team
words-list-watch = opletten: vraag om te kijken
words-list-allowed = toegelaten: niets aan de hand
words-added = "{ $word }" staat nu op de lijst.
words-known = "{ $word }" stond al op de lijst.
words-full = De lijsten zijn vol. Haal er eerst een woord af.
words-removed = "{ $word }" is van de lijst.
words-unknown = "{ $word }" staat niet op die lijst.
