# Wat de wachtrij zegt naast card.ftl.
command-open-case-name = Melding maken

card-label = Haven dacht aan: { $label }.

queue-note-failed = Je notitie kon nu niet bewaard worden. Dit had je geschreven:
queue-note-again = Opnieuw proberen
queue-health-seen = Bedankt voor het kijken. De teller staat weer op nul.
queue-title-removed = Titel verwijderd

health-nicknames = de bijnamen
health-reason-gap = Haven was langer weg dan het kan teruglezen.

problem-rejected = Discord aanvaardde het niet.
problem-late = De tijd was al voorbij voor Discord bereikt kon worden.
