button-help = Hulp nu
help-title = Hulp, nu meteen
help-intro = Goed dat je op deze knop drukte. Je hoeft dit niet alleen te doen. Deze mensen zijn er om te luisteren.
help-danger = Is er nu iemand in gevaar? Bel { $number }.
help-listen = Iemand om mee te praten
help-others = In een andere taal
help-always = 24/7
help-outro = Enkel jij ziet dit. Haven noteert niet dat je drukte.
