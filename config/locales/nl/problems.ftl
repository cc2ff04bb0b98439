problem-taken = { $who } is hier al mee bezig. Fijn dat je zo snel was!
problem-decided = { $who } heeft hier al over beslist. Fijn dat je keek!
problem-withdrawn = Het bericht is teruggenomen door wie het schreef. Er valt niets meer te beslissen.
problem-not-found = Deze melding bestaat niet meer.
problem-timeouts-off = Time-outs zijn hier nog niet in gebruik.
problem-stale = Een collega deed op hetzelfde moment iets. Kijk even naar de kaart en probeer opnieuw.
problem-dm-closed = Deze persoon ontvangt geen privéberichten.
problem-gone = Het staat er niet meer.
problem-missing-permission = Haven mist een recht op Discord. `./run bot check` zegt welk.
problem-hierarchy = De rol van deze persoon staat boven die van Haven.
problem-gave-up = Discord antwoordde niet, en Haven is gestopt met proberen.
problem-unknown = Haven kan dit hier niet.
problem-unexpected = Haven maakte een fout. Wie Haven draaiende houdt, ziet in het logboek welke.

act-message-delete-pending = Het bericht wordt verwijderd.
act-message-delete-done = Het bericht is verwijderd.
act-message-delete-simulated = Proefdraaien: het bericht zou verwijderd zijn.
act-message-delete-failed = Het bericht is niet verwijderd. { $problem }
act-member-remind-pending = De herinnering wordt verstuurd.
act-member-remind-done = De herinnering is verstuurd.
act-member-remind-simulated = Proefdraaien: er zou een herinnering verstuurd zijn.
act-member-remind-failed = De herinnering is niet verstuurd. { $problem }
act-member-timeout-pending = De time-out wordt ingesteld.
act-member-timeout-done = De time-out is ingesteld.
act-member-timeout-simulated = Proefdraaien: er zou een time-out ingesteld zijn.
act-member-timeout-failed = De time-out is niet ingesteld. { $problem }

error-unknown = Er ging bij ons iets mis. Probeer het straks nog eens.
