"""What people see and press in Discord: cards, buttons, the note's form."""
