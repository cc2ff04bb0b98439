# Ce que dit la file, à côté de card.ftl.
command-open-case-name = Ouvrir un cas

card-label = Haven y voyait : { $label }.

queue-note-failed = Ta note n'a pas pu être gardée pour l'instant. Voici ce que tu avais écrit :
queue-note-again = Réessayer
queue-health-seen = Merci d'avoir regardé. Le compteur repart de zéro.
queue-title-removed = Titre retiré

health-nicknames = les pseudos
health-reason-gap = Haven a été absent plus longtemps qu'il ne peut relire.

problem-rejected = Discord ne l'a pas accepté.
problem-late = C'était déjà trop tard quand Discord a pu être joint.
