notice-title = Goed om te weten voor je chat
notice-intro = Welkom! Deze server is van het jeugdpreventieteam van de stad. Je kan hier gamen, praten en jezelf zijn. Je moet 13 jaar of ouder zijn.
notice-reads-title = 🤖 Een computer leest mee
notice-reads = Haven is een computerprogramma met artificiële intelligentie (AI). Het leest wat er geschreven wordt in { $channels }: berichten, links, polls en titels. Op deze server leest het ook bijnamen.
notice-reads-nowhere = Haven is een computerprogramma met artificiële intelligentie (AI). Op dit moment leest het hier geen enkel kanaal.
notice-why-title = 💛 Waarom
notice-why = Om haat, bedreigingen en pesten op te merken, en als het met iemand niet goed gaat. Zwanzen met je vrienden mag gewoon.
notice-who-title = 🙋 Mensen beslissen
notice-who = Haven straft nooit iemand. Het toont een bericht aan ons team ({ $workers }), en een mens beslist. Niemand krijgt punten of een score.
notice-never-title = 🚫 Wat het nooit leest
notice-never = Stem, foto's en je privéberichten.
notice-keep-title = ⏳ Hoelang we het bewaren
notice-keep = De meeste berichten bewaren we helemaal niet. Wat ons team moet zien, bewaren we achter slot, met enkele berichten errond. Dat blijft hoogstens { $days ->
    [one] één dag
   *[other] { $days } dagen
 }, of tot { $minutes ->
    [one] één minuut
   *[other] { $minutes } minuten
 } nadat er beslist is. Dan wordt de tekst gewist.
notice-taken-back = Verander of wis je je bericht voor iemand beslist heeft? Dan wissen wij onze kopie ook. Enkel bij een bedreiging, bij iemand met wie het misschien niet goed gaat, of als een lid het gemeld heeft, blijft die achter slot tot de tijd om is.
notice-rights-title = ✋ Jouw rechten
notice-rights = Vraag ons wat we over jou hebben, laat het verbeteren of wissen, of zeg dat je niet akkoord gaat. Vraag het gewoon aan iemand van ons team. Je kan ook naar de Gegevensbeschermingsautoriteit: gegevensbeschermingsautoriteit.be
notice-help-title = 🆘 Niet oké?
notice-help = Druk op "Hulp nu". Enkel jij ziet het antwoord, en niemand krijgt te horen dat je drukte.
notice-footer = Tekst van dit bericht: versie { $version }
button-notice = Nederlands
