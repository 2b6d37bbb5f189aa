"""Pure rules about faltas and measures: what counts, what is proposed, what is forbidden.

No Django, no clock, no database. A person decides; these functions say why they may or may not.
"""
