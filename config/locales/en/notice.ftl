# The notice in the welcome channel: what a 13-year-old must know before writing here (R7). Times come from the settings.
notice-title = Good to know before you chat
notice-intro = Welcome! This server is run by the city's youth-prevention team. You can play, talk and be yourself here. It is for people of 13 and older.
notice-reads-title = 🤖 A computer reads along
notice-reads = Haven is a computer program with artificial intelligence (AI). It reads what is written in { $channels }: messages, links, polls and titles. In this server it also reads nicknames.
notice-reads-nowhere = Haven is a computer program with artificial intelligence (AI). Right now it doesn't read any channel here.
notice-why-title = 💛 Why
notice-why = To notice hate, threats and bullying, and when somebody is not doing well. Joking with your friends is fine.
notice-who-title = 🙋 People decide
notice-who = Haven never punishes anyone. It shows a message to our workers ({ $workers }), and a person decides. Nobody gets points or a score.
notice-never-title = 🚫 What it never reads
notice-never = Voice, pictures and your direct messages.
notice-keep-title = ⏳ How long it is kept
notice-keep = Most messages are not kept at all. What a worker has to see is locked away, with a few messages around it. It stays at most { $days ->
    [one] one day
   *[other] { $days } days
 }, or until { $minutes ->
    [one] one minute
   *[other] { $minutes } minutes
 } after a decision. Then the text is deleted.
notice-taken-back = Do you change or delete your message before somebody has decided? Then we delete our copy too. Only with a threat, with somebody who may not be well, or when a member reported it, it stays locked away until the time is over.
notice-rights-title = ✋ Your rights
notice-rights = Ask us what we have about you, have it corrected or deleted, or say that you don't agree. Just ask one of our workers. You can also go to the Data Protection Authority: dataprotectionauthority.be
notice-help-title = 🆘 Not OK?
notice-help = Press "Help now". Only you see the answer, and nobody is told that you pressed.
notice-footer = Text of the notice: version { $version }
button-notice = English
