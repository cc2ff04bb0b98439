# What /setup, /watch, /language, /analysis and /words answer.
setup-title = Haven is ready
setup-title-trouble = Almost ready: something needs you
setup-nothing = Everything was in place already. Nothing was changed.
setup-made = Made: { $what }.
setup-made-role = New roles: { $what }.
setup-kept = Was there already, and is used now: { $what }.
setup-allowed-role = May now use the workers' commands: { $what }.
setup-access = Who may see and write was put right in { $what }.
setup-watching = Haven reads { $what } ({ $kind }).
setup-forgot = Something that was deleted here is off Haven's list.
setup-next = Now give the role **{ $worker }** to your workers, and **{ $lead }** to who leads them.
setup-missing = { $what }: Haven lacks { $permissions }. Give it to Haven's role under Server Settings → Roles, then run /setup again.
setup-gone = { $what } isn't there. Run /setup again.
setup-hierarchy = { $what } stands above Haven's role. Drag Haven's role above it under Server Settings → Roles, then run /setup again.
setup-refused = Discord didn't let Haven change { $what }. Let Haven's role see this channel and manage its permissions, then run /setup again.
setup-failed = Discord had a problem with { $what }. Run /setup again in a moment.
setup-queue-open = The private channel is not safe yet, so no case is laid there. Mend what is said above, then run /setup again.
notice-posted = The notice stands in { $what }.
notice-rewritten = The notice in { $what } was brought up to date.
notice-pinned = The notice in { $what } is pinned.
notice-no-channel = There is no welcome channel for the notice yet.
notice-refused = Haven may not write or pin in { $what }. Give its role **Send Messages**, **Embed Links** and **Pin Messages** there, then run /setup again.

watch-own = { $what } is one of Haven's own channels and is never read.
watch-blind = Haven can't see { $what }. Let its role see the channel and its history first.
watch-not = Haven doesn't read { $what }.
watch-removed = Haven no longer reads { $what }. The notice says so too.
watch-none = Haven reads no channel here.

language-set = Haven now speaks English with you.
language-set-auto = Haven now speaks the language of your Discord with you.
language-auto = the same as my Discord

analysis-on = Haven reads along.
analysis-off = Haven reads nothing now. Everything else goes on.
analysis-configured-off = Haven reads nothing: the settings of this installation switch it off.

words-list-severe = severe: show it to the team
words-list-watch = watch: ask for a look
words-list-allowed = allowed: nothing to see
words-added = "{ $word }" is on the list now.
words-known = "{ $word }" was on the list already.
words-full = The lists are full. Take a word off first.
words-removed = "{ $word }" is off the list.
words-unknown = "{ $word }" isn't on that list.
