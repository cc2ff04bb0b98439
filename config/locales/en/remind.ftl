# The direct message that a young person gets when a worker decides to remind them. rule-* completes it, by label.
remind-title = A word from the team of { $server }
remind-body =
    Hi! A worker of our team read something you wrote in { $channel }. It doesn't fit our agreement: { $rule }

    A person decided to send you this, not a computer. Nothing else happens, and you are still welcome.

    Do you see it differently, or is something wrong? Talk to one of our workers on { $server }.
remind-link = What it is about
rule-harassment = we don't go after each other. When somebody has had enough, we stop.
rule-hate = we don't attack people for who they are, also not as a joke.
rule-threat = we don't threaten each other.
rule-distress = we are careful with words about dying or hurting yourself. If it is about you: the button "Help now" is there for you.
rule-unsure = we keep it kind, so that everybody feels safe here.
