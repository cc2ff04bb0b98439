remind-title = Een woordje van het team van { $server }
remind-body =
    Hey! Iemand van ons team las iets wat je schreef in { $channel }. Het past niet bij onze afspraak: { $rule }

    Een mens besliste om je dit te sturen, geen computer. Verder gebeurt er niets, en je blijft welkom.

    Zie je het anders, of is er iets? Spreek iemand van ons team aan op { $server }.
remind-link = Waarover het gaat
rule-harassment = we viseren elkaar niet. Als iemand er genoeg van heeft, stoppen we.
rule-hate = we vallen niemand aan om wie die is, ook niet als grap.
rule-threat = we bedreigen elkaar niet.
rule-distress = we springen voorzichtig om met woorden over doodgaan of jezelf pijn doen. Gaat het over jou? De knop "Hulp nu" is er voor jou.
rule-unsure = we houden het fijn, zodat iedereen zich hier veilig voelt.
