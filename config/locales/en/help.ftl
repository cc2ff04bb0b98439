# What the button "Help now" answers: seen only by whoever pressed it.
button-help = Help now
help-title = Help, right now
help-intro = It's good that you pressed this. You don't have to do this alone. These people are there to listen.
help-danger = Is somebody in danger right now? Call { $number }.
help-listen = Somebody to talk to
help-others = In another language
help-always = 24/7
help-outro = Only you see this. Haven doesn't write down that you pressed.
